-- What decides how lessons stand to the clock beside their records: deadlines kept (none: not
-- computed yet), whether the year was opened only after the lesson's day, what excuses it, the most
-- exact first, as control counts it (control/sql/facts.sql): rule, kind, words, who and when; and
-- whether the year waits for its opening still.
DROP FUNCTION IF EXISTS journal_clock;
CREATE FUNCTION journal_clock(lessons bigint[])
RETURNS TABLE (lesson_id bigint, is_kept boolean, record_due_at timestamptz,
               homework_due_at timestamptz, is_before_opening boolean, excuses json,
               is_unopened boolean)
LANGUAGE plpgsql STABLE ROWS 20 SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT l.id, d.lesson_id IS NOT NULL, d.record_due_at, d.homework_due_at,
         coalesce(o.day > l.day, false),
         (SELECT json_agg(json_build_array(e.rule, e.kind, e.words, p.last_name, p.first_name,
                   p.patronymic, extract(epoch FROM e.decided_at))
                   ORDER BY e.lesson_id IS NULL, e.teacher_id IS NULL, e.school_class_id IS NULL,
                            e.id)
            FROM schedule_excuse e JOIN school_person p ON p.id = e.decided_by_id
           WHERE e.school_id = l.school_id AND e.ended_at IS NULL
             AND l.day BETWEEN e.first_day AND e.last_day
             AND (e.lesson_id IS NULL OR e.lesson_id = l.id)
             AND (e.teacher_id IS NULL OR e.teacher_id = l.teacher_id)
             AND (e.school_class_id IS NULL OR e.school_class_id = g.school_class_id)),
         o.id IS NULL
    FROM schedule_lesson l
    JOIN school_course c ON c.id = l.course_id
    JOIN school_group g ON g.id = c.group_id
    LEFT JOIN journal_lessondue d ON d.lesson_id = l.id
    LEFT JOIN journal_yearopening o ON o.year_id = l.year_id
   WHERE l.id = ANY(lessons);
END
$$;
