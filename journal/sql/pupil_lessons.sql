-- Every lesson of every student of these classes from day to day, as attendance counts it (order 2.4;
-- requirements.md section 3). Lessons of the whole class and of its subgroups that were not
-- cancelled, on the student's days in the group. `state`:
--   away     taught at home or at a distance by an order, or a distance day: not expected here
--   ahead    the lesson has not begun
--   absent, excused, ill, late   as it is shown (an accepted note turns н into уп or б)
--   unknown  no register, or the student was joined to the group after it was taken
--   present  nothing else, and the register is taken
-- `is_counted`: expected, begun, and the register speaks of this student.
DROP FUNCTION IF EXISTS journal_pupil_lessons;
CREATE FUNCTION journal_pupil_lessons(
    of_classes bigint[], from_day date, to_day date, at_moment timestamptz
) RETURNS TABLE (
    class_id bigint, student_id bigint, lesson_id bigint, day date, number smallint,
    starts_at timestamptz, state text, minutes smallint, is_counted boolean
) LANGUAGE plpgsql STABLE SET plan_cache_mode = force_custom_plan AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT k.id, m.student_id, l.id, l.day, l.number, l.starts_at,
           CASE WHEN s.id IS NOT NULL OR d.id IS NOT NULL THEN 'away'
                WHEN l.starts_at > at_moment THEN 'ahead'
                WHEN a.id IS NOT NULL
                THEN journal_absence_kind(a.kind, a.student_id, a.lesson_id)
                WHEN r.register_at IS NULL OR m.entered_at > r.register_at THEN 'unknown'
                ELSE 'present' END,
           a.minutes,
           s.id IS NULL AND d.id IS NULL AND l.starts_at <= at_moment
               AND r.register_at IS NOT NULL
               AND (m.entered_at IS NULL OR m.entered_at <= r.register_at OR a.id IS NOT NULL)
      FROM school_schoolclass k
      JOIN school_group g ON g.school_class_id = k.id AND g.kind IN ('class', 'subgroup')
      JOIN school_course c ON c.group_id = g.id
      JOIN schedule_lesson l ON l.course_id = c.id AND l.day BETWEEN from_day AND to_day
           AND l.state <> 'cancelled'
      JOIN school_membership m ON m.group_id = g.id AND l.day >= m.since
           AND (m.until IS NULL OR l.day <= m.until)
      LEFT JOIN journal_lessonrecord r ON r.lesson_id = l.id
      LEFT JOIN journal_attendance a ON a.lesson_id = l.id AND a.student_id = m.student_id
      LEFT JOIN journal_studyaway s ON s.student_id = m.student_id
           AND l.day >= s.since AND (s.until IS NULL OR l.day <= s.until)
      LEFT JOIN school_calendarday d ON d.calendar_id = k.calendar_id AND d.day = l.day
           AND d.kind = 'distance'
     WHERE k.id = ANY(of_classes);
END;
$$;
