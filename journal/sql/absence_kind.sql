-- What an absence is shown as: the teacher's н, or уп / б where an accepted note covers the lesson
-- (design.md section 2: the kind shown is derived, the teacher's н stays). One word everywhere at
-- once, without a second copy that could differ. Of several notes the one accepted last counts.
-- In plpgsql, which keeps its plan: a page asks it for every absence it shows.
CREATE OR REPLACE FUNCTION journal_absence_kind(noted text, student bigint, lesson bigint)
RETURNS text LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF noted <> 'absent' THEN
    RETURN noted;
  END IF;
  RETURN coalesce((
    SELECT n.kind FROM journal_absencenote n JOIN schedule_lesson l ON l.id = lesson
     WHERE n.student_id = student AND n.state = 'accepted'
       AND l.day BETWEEN n.first_day AND n.last_day
       AND (n.first_lesson IS NULL OR l.number BETWEEN n.first_lesson AND n.last_lesson)
     ORDER BY n.decided_at DESC, n.id DESC LIMIT 1), noted);
END
$$;
