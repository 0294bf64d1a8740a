-- What several pages of the journal read alike, each as one JSON array of rows (null where there
-- are none); queries/pieces.py and queries/signals.py say in which order and make objects of them.
-- Functions, because planning these joins costs about as much as running them (decision 0010).

-- Who is in the group on at least one day from first to last, as a class list is sorted; in a group
-- of several classes each with the own one, the last up to that day.
DROP FUNCTION IF EXISTS journal_members;
CREATE FUNCTION journal_members(of_group bigint, first_day date, last_day date)
RETURNS json LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN (SELECT json_agg(json_build_array(s.student_id, s.since, s.until, p.last_name,
        p.first_name, p.patronymic,
        CASE WHEN (SELECT school_class_id IS NULL FROM school_group WHERE id = of_group) THEN
          (SELECT o.name FROM school_membership w
             JOIN school_group o ON o.id = w.group_id AND o.kind = 'class'
            WHERE w.student_id = s.student_id AND w.since <= last_day
            ORDER BY w.since DESC LIMIT 1) END) ORDER BY p.sort_key, s.student_id, s.since)
   FROM school_membership s JOIN school_student t ON t.id = s.student_id
   JOIN school_person p ON p.id = t.person_id
  WHERE s.group_id = of_group AND s.since <= last_day
    AND (s.until IS NULL OR s.until >= first_day));
END
$$;

-- Marks of a course in some of its lessons, each with the day it was written in the school's zone.
DROP FUNCTION IF EXISTS journal_marks_in;
CREATE FUNCTION journal_marks_in(of_course bigint, lessons bigint[], zone text)
RETURNS json LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN (SELECT json_agg(json_build_array(m.lesson_id, m.student_id, m.id, m.points, m.sign,
        m.weight::text, m.part, m.first_part_id, m.kind_id,
        (m.written_at AT TIME ZONE zone)::date::text, m.is_counted,
        m.retake_of_id IS NOT NULL) ORDER BY m.id)
   FROM journal_mark m WHERE m.course_id = of_course AND m.lesson_id = ANY(lessons));
END
$$;

-- Absences from the lessons: lesson, student, kind as it is shown (a note turns н into уп or б),
-- minutes.
DROP FUNCTION IF EXISTS journal_absences_in;
CREATE FUNCTION journal_absences_in(lessons bigint[])
RETURNS json LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN (SELECT json_agg(json_build_array(a.lesson_id, a.student_id,
        journal_absence_kind(a.kind, a.student_id, a.lesson_id), a.minutes))
   FROM journal_attendance a WHERE a.lesson_id = ANY(lessons));
END
$$;

-- Works held in the lessons.
DROP FUNCTION IF EXISTS journal_works_in;
CREATE FUNCTION journal_works_in(lessons bigint[])
RETURNS json LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN (SELECT json_agg(json_build_array(w.id, w.lesson_id, w.kind_id, w.title) ORDER BY w.id)
   FROM journal_work w WHERE w.lesson_id = ANY(lessons));
END
$$;

-- The school's kinds of work, in their order.
DROP FUNCTION IF EXISTS journal_kinds;
CREATE FUNCTION journal_kinds(of_school bigint)
RETURNS json LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN (SELECT json_agg(json_build_array(k.id, k.name, k.short_name, k.weight::text,
        k.is_written, k.is_usual, k.is_in_use) ORDER BY k.position, k.name)
   FROM journal_workkind k WHERE k.school_id = of_school);
END
$$;

-- Students of the group who from day to day are exempt from the subject or taught elsewhere.
DROP FUNCTION IF EXISTS journal_span_signals;
CREATE FUNCTION journal_span_signals(
    of_school bigint, of_group bigint, of_subject bigint, first_day date, last_day date
) RETURNS json LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN (SELECT json_agg(json_build_array(x.student_id, x.what, x.kind, x.since, x.until)
        ORDER BY x.since)
   FROM (
     SELECT e.student_id, 'exempt' AS what, '' AS kind, e.since, e.until
       FROM journal_exemption e
      WHERE e.subject_id = of_subject AND e.since <= last_day
        AND (e.until IS NULL OR e.until >= first_day)
     UNION ALL
     SELECT s.student_id, 'away', s.mode, s.since, s.until FROM journal_studyaway s
      WHERE s.school_id = of_school AND s.since <= last_day
        AND (s.until IS NULL OR s.until >= first_day)
        -- in the pupil's own journal of home tuition the pupil is expected
        AND NOT EXISTS (SELECT 1 FROM school_group g
                         WHERE g.id = of_group AND g.kind = 'individual')
   ) x WHERE x.student_id IN (SELECT g.student_id FROM school_membership g
                               WHERE g.group_id = of_group));
END
$$;
