-- Every lesson of every student of these classes from day to day, as attendance counts it (order 2.4;
-- requirements.md section 3). Lessons of the whole class and of its subgroups that were not
-- cancelled, on the student's days in the group. `state`:
--   away     taught at home or at a distance by an order, or a distance day: not expected here
--   ahead    the lesson has not begun
--   absent, excused, ill, late   as it is shown (an accepted note turns н into уп or б)
--   unknown  no register, or the student was joined to the group after it was taken
--   present  nothing else, and the register is taken
-- `is_counted`: expected, begun, and the register speaks of this student.
-- Absences are laid beside the expected pupil-lessons and grouped, not joined: the planner cannot
-- guess how many pupils a lesson has, and would look up each absence by its student.
DROP FUNCTION IF EXISTS journal_pupil_lessons;
CREATE FUNCTION journal_pupil_lessons(
    of_classes bigint[], from_day date, to_day date, at_moment timestamptz
) RETURNS TABLE (
    class_id bigint, student_id bigint, lesson_id bigint, day date, number smallint,
    starts_at timestamptz, state text, minutes smallint, is_counted boolean
) LANGUAGE plpgsql STABLE AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH lessons AS MATERIALIZED (
        SELECT k.id AS class_id, g.id AS group_id, l.id, l.day, l.number, l.starts_at,
               r.register_at,
               EXISTS (SELECT 1 FROM school_calendarday d
                        WHERE d.calendar_id = k.calendar_id AND d.day = l.day
                          AND d.kind = 'distance') AS is_distance
          FROM school_schoolclass k
          JOIN school_group g ON g.school_class_id = k.id AND g.kind IN ('class', 'subgroup')
          JOIN school_course c ON c.group_id = g.id
          JOIN schedule_lesson l ON l.course_id = c.id AND l.day BETWEEN from_day AND to_day
               AND l.state <> 'cancelled'
          LEFT JOIN journal_lessonrecord r ON r.lesson_id = l.id
         WHERE k.id = ANY(of_classes)
    ), told AS (
        SELECT l.class_id, m.student_id, l.id, l.day, l.number, l.starts_at, l.register_at,
               true AS is_expected, m.entered_at,
               l.is_distance OR EXISTS (
                   SELECT 1 FROM journal_studyaway s WHERE s.student_id = m.student_id
                      AND l.day >= s.since AND (s.until IS NULL OR l.day <= s.until)) AS is_away,
               NULL::text AS kind, NULL::smallint AS minutes
          FROM lessons l JOIN school_membership m ON m.group_id = l.group_id
               AND l.day >= m.since AND (m.until IS NULL OR l.day <= m.until)
        UNION ALL
        SELECT l.class_id, a.student_id, l.id, l.day, l.number, l.starts_at, l.register_at,
               false, NULL, false,
               journal_absence_kind(a.kind, a.student_id, a.lesson_id), a.minutes
          FROM lessons l JOIN journal_attendance a ON a.lesson_id = l.id
    ), together AS (
        SELECT t.class_id, t.student_id, t.id, t.day, t.number, t.starts_at, t.register_at,
               bool_or(t.is_expected) AS is_expected, bool_or(t.is_away) AS is_away,
               max(t.entered_at) AS entered_at, max(t.kind) AS kind, max(t.minutes) AS minutes
          FROM told t
         GROUP BY t.class_id, t.student_id, t.id, t.day, t.number, t.starts_at, t.register_at
    )
    SELECT t.class_id, t.student_id, t.id, t.day, t.number, t.starts_at,
           CASE WHEN t.is_away THEN 'away'
                WHEN t.starts_at > at_moment THEN 'ahead'
                WHEN t.kind IS NOT NULL THEN t.kind
                WHEN t.register_at IS NULL OR t.entered_at > t.register_at THEN 'unknown'
                ELSE 'present' END,
           t.minutes,
           NOT t.is_away AND t.starts_at <= at_moment AND t.register_at IS NOT NULL
               AND (t.kind IS NOT NULL OR t.entered_at IS NULL OR t.entered_at <= t.register_at)
      FROM together t WHERE t.is_expected;
END;
$$;
