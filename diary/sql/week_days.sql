-- What the calendar and moved lessons say of a student's days: breaks, special days, the year; lines
-- of the timetable whose lesson was moved away; homework due on a day without a lesson of its course;
-- marks of periods that were set on the day.
DROP FUNCTION IF EXISTS diary_week_days;
CREATE FUNCTION diary_week_days(
    of_student bigint, by_calendar bigint, from_day date, to_day date
) RETURNS TABLE (
    what varchar, first_day date, last_day date, text text, subject text, number integer, task json
) LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT 'break'::varchar, b.first_day, b.last_day, b.name::text, ''::text, 0, NULL::json
      FROM school_break b WHERE b.calendar_id = by_calendar
       AND b.first_day <= to_day AND b.last_day >= from_day
    UNION ALL
    SELECT d.kind, d.day, d.day, d.reason::text, ''::text, COALESCE(d.as_weekday, 0)::int, NULL
      FROM school_calendarday d WHERE d.calendar_id = by_calendar
       AND d.day BETWEEN from_day AND to_day
    UNION ALL
    SELECT 'year', y.first_day, y.last_day, y.name::text, ''::text, 0, NULL
      FROM school_calendar k JOIN school_academicyear y ON y.id = k.year_id
     WHERE k.id = by_calendar
    UNION ALL
    SELECT 'moved', l.slot_day, l.day, ''::text, COALESCE(NULLIF(s.short_name, ''), s.name), z.number::int, NULL
      FROM school_membership m
      JOIN school_course c ON c.group_id = m.group_id
      JOIN school_subject s ON s.id = c.subject_id
      JOIN schedule_timetableslot z ON z.course_id = c.id
      JOIN schedule_lesson l ON l.slot_id = z.id
           AND l.slot_day BETWEEN from_day AND to_day AND l.slot_day <> l.day
     WHERE m.student_id = of_student AND l.slot_day >= m.since
       AND (m.until IS NULL OR l.slot_day <= m.until)
    UNION ALL
    SELECT 'homework', h.due_day, h.due_day, h.text, COALESCE(NULLIF(s.short_name, ''), s.name), 0,
           json_build_object('text', h.text, 'own', h.is_individual, 'minutes', h.minutes, 'files',
               (SELECT json_agg(json_build_array(f.id, o.name, o.size) ORDER BY f.position, f.id)
                  FROM journal_homeworkfile f JOIN core_storedfile o ON o.id = f.file_id
                 WHERE f.homework_id = h.id))
      FROM school_membership m
      JOIN school_course c ON c.group_id = m.group_id
      JOIN school_subject s ON s.id = c.subject_id
      JOIN journal_homework h ON h.course_id = c.id
           AND h.due_day BETWEEN from_day AND to_day AND h.due_lesson_id IS NULL
     WHERE m.student_id = of_student AND h.due_day >= m.since
       AND (m.until IS NULL OR h.due_day <= m.until)
       AND NOT EXISTS (SELECT 1 FROM schedule_lesson e WHERE e.course_id = c.id AND e.day = h.due_day)
       AND (NOT h.is_individual OR EXISTS (
               SELECT 1 FROM journal_homeworkrecipient q
                WHERE q.homework_id = h.id AND q.student_id = of_student))
    UNION ALL
    SELECT 'set', n.day, n.day, ''::text, COALESCE(NULLIF(s.short_name, ''), s.name, ''), 0,
           json_build_object('points', k.points, 'sign', k.sign, 'kind', k.kind,
                             'number', t.number, 'period', t.kind)
      FROM journal_termmark k
      JOIN school_school o ON o.id = k.school_id
      CROSS JOIN LATERAL (SELECT (k.published_at AT TIME ZONE o.time_zone)::date AS day) n
      LEFT JOIN school_subject s ON s.id = k.subject_id
      LEFT JOIN school_term t ON t.id = k.term_id
     WHERE k.student_id = of_student AND k.is_current AND n.day BETWEEN from_day AND to_day
     ORDER BY 2, 6;
END;
$$;
