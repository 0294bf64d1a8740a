-- A course from day to day as the journal page shows it (queries/course_page.py), one row of JSON
-- columns: its lessons with topic and homework, what stands in them and beside the names, the marks
-- of the period that are set, and what the school chose by the day it is judged on.
DROP FUNCTION IF EXISTS journal_course_page;
CREATE FUNCTION journal_course_page(
    of_course bigint, of_group bigint, of_school bigint, of_subject bigint,
    first_day date, last_day date, zone text, of_term bigint, choice_keys text[], choice_day date
) RETURNS TABLE (
    lessons json, members json, marks json, absences json, kinds json, works json, borders json,
    spans json, carried json, set_marks json, choices json
) LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  WITH here AS MATERIALIZED (
    SELECT l.* FROM schedule_lesson l
     WHERE l.course_id = of_course AND l.day BETWEEN first_day AND last_day),
  asked AS MATERIALIZED (SELECT ARRAY(SELECT id FROM here) AS ids)
  SELECT
   (SELECT json_agg(json_build_array(l.id, l.day, l.number, extract(epoch FROM l.starts_at),
           l.state, r.topic, r.no_homework, r.register_at IS NOT NULL, h.text)
           ORDER BY l.starts_at, l.id)
      FROM here l
      LEFT JOIN journal_lessonrecord r ON r.lesson_id = l.id
      LEFT JOIN journal_homework h ON h.given_at_id = l.id AND NOT h.is_individual),
   journal_members(of_group, first_day, last_day), journal_marks_in(of_course, asked.ids, zone),
   journal_absences_in(asked.ids), journal_kinds(of_school), journal_works_in(asked.ids),
   (SELECT s.value::json FROM school_schoolsetting s
     WHERE s.school_id = of_school AND s.key = 'borders' AND s.since <= last_day
     ORDER BY s.since DESC LIMIT 1),
   journal_span_signals(of_school, of_group, of_subject, first_day, last_day),
   (SELECT json_agg(json_build_array(x.student_id, x.points, x.sign, x.weight::text, x.place))
      FROM journal_carried_marks(of_course, first_day, last_day) x),
   (SELECT json_agg(json_build_array(t.student_id, t.points, t.sign)) FROM journal_termmark t
     WHERE t.student_id = ANY(ARRAY(SELECT m.student_id FROM school_membership m
                                     WHERE m.group_id = of_group))
       AND t.subject_id = of_subject AND t.term_id = of_term AND t.kind = 'term' AND t.is_current),
   (SELECT json_object_agg(x.key, x.value) FROM (
      SELECT DISTINCT ON (s.key) s.key, s.value FROM school_schoolsetting s
       WHERE s.school_id = of_school AND s.key = ANY(choice_keys) AND s.since <= choice_day
       ORDER BY s.key, s.since DESC) x)
    FROM asked;
END
$$;
