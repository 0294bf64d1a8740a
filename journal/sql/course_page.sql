-- A course from day to day as the journal page shows it (queries/course_page.py), one row of JSON
-- columns: its lessons with topic and homework, and what stands in them and beside the names.
DROP FUNCTION IF EXISTS journal_course_page;
CREATE FUNCTION journal_course_page(
    of_course bigint, of_group bigint, of_school bigint, of_subject bigint,
    first_day date, last_day date, zone text
) RETURNS TABLE (
    lessons json, members json, marks json, absences json, kinds json, works json, borders json,
    spans json, carried json
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
      FROM journal_carried_marks(of_course, first_day, last_day) x)
    FROM asked;
END
$$;
