-- What an absence is shown as: the teacher's н, or уп / б where an accepted note covers the lesson
-- (design.md section 2: the kind shown is derived, the teacher's н stays). One word everywhere at
-- once, without a second copy that could differ.
CREATE OR REPLACE FUNCTION journal_absence_kind(noted text, student bigint, lesson bigint)
RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN noted <> 'absent' THEN noted ELSE coalesce((
    SELECT n.kind FROM journal_absencenote n JOIN schedule_lesson l ON l.id = lesson
     WHERE n.student_id = student AND n.state = 'accepted'
       AND l.day BETWEEN n.first_day AND n.last_day
       AND (n.first_lesson IS NULL OR l.number BETWEEN n.first_lesson AND n.last_lesson)
     ORDER BY n.id DESC LIMIT 1), noted) END
$$;
