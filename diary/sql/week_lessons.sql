-- The lessons of a student's days with what was entered about them for this student: the groups the
-- student was in on each day, common homework, and individual homework only of this student.
-- Homework is due for a lesson when it names it, or when it names its day and this is the course's
-- first lesson of that day. A function, because planning this join costs more than running it.
DROP FUNCTION IF EXISTS diary_week_lessons;
CREATE FUNCTION diary_week_lessons(
    of_student bigint, from_day date, to_day date, in_zone text
) RETURNS TABLE (
    day date, number smallint, starts text, ends text, state varchar, state_reason varchar,
    slot_day date, subject text, group_kind varchar, group_name varchar, room varchar,
    teacher_last varchar, teacher_first varchar, teacher_patronymic varchar, topic text,
    no_homework boolean, absence varchar, minutes smallint, absent_last varchar,
    absent_first varchar, absent_patronymic varchar, marks json, due json, given json
) LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT l.day, l.number, to_char(l.starts_at AT TIME ZONE in_zone, 'HH24:MI'),
           to_char(l.ends_at AT TIME ZONE in_zone, 'HH24:MI'), l.state, l.state_reason, l.slot_day,
           COALESCE(NULLIF(s.short_name, ''), s.name), g.kind, g.name,
           COALESCE(room2.name, room.name),
           p.last_name, p.first_name, p.patronymic, r.topic, r.no_homework,
           journal_absence_kind(a.kind, a.student_id, a.lesson_id)::varchar, a.minutes,
           ap.last_name, ap.first_name, ap.patronymic,
           (SELECT json_agg(json_build_object(
                       'points', k.points, 'sign', k.sign, 'id', k.id, 'first', k.first_part_id,
                       'kind', w.name, 'title', j.title, 'weight', k.weight::text,
                       'retake', k.retake_of_id IS NOT NULL, 'comment', k.comment,
                       'written', (k.written_at AT TIME ZONE in_zone)::date) ORDER BY k.id)
              FROM journal_mark k JOIN journal_workkind w ON w.id = k.kind_id
              LEFT JOIN journal_work j ON j.id = k.work_id
             WHERE k.lesson_id = l.id AND k.student_id = of_student),
           (SELECT json_agg(json_build_object('text', h.text, 'own', h.is_individual,
                       'minutes', h.minutes, 'files',
                       (SELECT json_agg(json_build_array(f.id, o.name, o.size)
                               ORDER BY f.position, f.id)
                          FROM journal_homeworkfile f JOIN core_storedfile o ON o.id = f.file_id
                         WHERE f.homework_id = h.id))
                       ORDER BY h.is_individual, h.id)
              FROM journal_homework h
             WHERE (h.due_lesson_id = l.id
                    OR h.due_lesson_id IS NULL AND h.course_id = l.course_id AND h.due_day = l.day
                       AND NOT EXISTS (SELECT 1 FROM schedule_lesson e
                                        WHERE e.course_id = l.course_id AND e.day = l.day
                                          AND e.starts_at < l.starts_at))
               AND (NOT h.is_individual OR EXISTS (
                       SELECT 1 FROM journal_homeworkrecipient q
                        WHERE q.homework_id = h.id AND q.student_id = of_student))),
           (SELECT json_agg(json_build_object('text', h.text, 'own', h.is_individual,
                       'minutes', h.minutes, 'files',
                       (SELECT json_agg(json_build_array(f.id, o.name, o.size)
                               ORDER BY f.position, f.id)
                          FROM journal_homeworkfile f JOIN core_storedfile o ON o.id = f.file_id
                         WHERE f.homework_id = h.id),
                       'day', COALESCE(n.day, h.due_day)) ORDER BY h.is_individual, h.id)
              FROM journal_homework h LEFT JOIN schedule_lesson n ON n.id = h.due_lesson_id
             WHERE h.given_at_id = l.id
               AND (NOT h.is_individual OR EXISTS (
                       SELECT 1 FROM journal_homeworkrecipient q
                        WHERE q.homework_id = h.id AND q.student_id = of_student)))
      FROM school_membership m
      JOIN school_group g ON g.id = m.group_id
      JOIN school_course c ON c.group_id = g.id
      JOIN school_subject s ON s.id = c.subject_id
      JOIN schedule_lesson l ON l.course_id = c.id
           AND l.day BETWEEN from_day AND to_day
           AND l.day >= m.since AND (m.until IS NULL OR l.day <= m.until)
      LEFT JOIN schedule_lesson lead ON lead.id = l.held_with_id
      LEFT JOIN school_employee t ON t.id = COALESCE(lead.teacher_id, l.teacher_id)
      LEFT JOIN school_person p ON p.id = t.person_id
      LEFT JOIN school_room room ON room.id = l.room_id
      LEFT JOIN school_room room2 ON room2.id = lead.room_id
      LEFT JOIN journal_lessonrecord r ON r.lesson_id = l.id
      LEFT JOIN journal_attendance a ON a.lesson_id = l.id AND a.student_id = of_student
      LEFT JOIN schedule_substitution x ON x.lesson_id = l.id
      LEFT JOIN school_employee ae ON ae.id = x.absent_id
      LEFT JOIN school_person ap ON ap.id = ae.person_id
     WHERE m.student_id = of_student
     ORDER BY l.day, l.starts_at, l.number, l.id;
END;
$$;
