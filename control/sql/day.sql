-- A school's day as the deputy sees it (queries/today.py): how many lessons, what is broken or
-- excused (rows as control_fact_list gives them), what is owed until when, and, where it is asked,
-- what the last school day before still lacks. One function, for it is asked all day (decision 0010).
DROP FUNCTION IF EXISTS control_day;
CREATE FUNCTION control_day(
    of_school bigint, of_day date, at timestamptz, with_before boolean
)
RETURNS TABLE (
    lessons json, day_before date, day_after date, missing_before bigint, rules json, owed json,
    teachers json, rows json
) LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
  day_before date := (SELECT l.day FROM schedule_lesson l
                       WHERE l.school_id = of_school AND l.day < of_day AND l.state = 'planned'
                       ORDER BY l.day DESC LIMIT 1);
BEGIN
  RETURN QUERY
  WITH f AS MATERIALIZED (
    SELECT s.*, core_rule_state(s.due_at, s.done_at, s.excuse_id IS NOT NULL, at) AS state,
           core_rule_state(s.due_at, s.done_at, FALSE, at) AS was,
           CASE WHEN s.done_at >= s.due_at
                THEN floor(extract(epoch FROM s.done_at - s.due_at))::bigint END AS late_for
      FROM control_facts(
             of_school, CASE WHEN with_before THEN coalesce(day_before, of_day) ELSE of_day END,
             of_day) s),
  here AS MATERIALIZED (
    SELECT l.id, l.teacher_id, l.state, l.starts_at <= at AS begun, l.ends_at <= at AS is_over
      FROM schedule_lesson l WHERE l.school_id = of_school AND l.day = of_day),
  open AS (
    SELECT DISTINCT f.lesson_id FROM f
     WHERE f.day = of_day AND f.fact <> '' AND f.done_at IS NULL)
  SELECT
   (SELECT json_build_array(count(*) FILTER (WHERE h.state = 'planned'),
           count(*) FILTER (WHERE h.state = 'planned' AND h.is_over),
           count(*) FILTER (WHERE h.state = 'planned' AND h.is_over AND o.lesson_id IS NULL),
           count(*) FILTER (WHERE h.state = 'planned' AND h.begun AND NOT h.is_over),
           count(*) FILTER (WHERE h.state = 'cancelled'))
      FROM here h LEFT JOIN open o ON o.lesson_id = h.id),
   day_before,
   (SELECT l.day FROM schedule_lesson l
     WHERE l.school_id = of_school AND l.day > of_day AND l.state = 'planned'
     ORDER BY l.day LIMIT 1),
   (SELECT count(*) FROM f WHERE f.day < of_day AND f.state = 'missing'),
   (SELECT json_agg(json_build_array(r.rule, r.done, r.due, r.late, r.missing, r.excused, r.seconds,
           r.longest, r.offline) ORDER BY r.rule)
      FROM (SELECT f.rule, count(*) FILTER (WHERE state = 'done') AS done,
                   count(*) FILTER (WHERE state = 'due') AS due,
                   count(*) FILTER (WHERE state = 'late') AS late,
                   count(*) FILTER (WHERE state = 'missing') AS missing,
                   count(*) FILTER (WHERE state = 'excused') AS excused,
                   coalesce(sum(late_for) FILTER (WHERE state = 'late'), 0)::bigint AS seconds,
                   coalesce(max(late_for) FILTER (WHERE state = 'late'), 0) AS longest,
                   count(*) FILTER (WHERE state = 'late' AND device_at < due_at) AS offline
              FROM f WHERE f.day = of_day GROUP BY f.rule) r),
   (SELECT json_agg(json_build_array(extract(epoch FROM d.due_at), d.fact, d.rule, d.n)
           ORDER BY d.due_at, d.rule DESC, d.fact DESC)
      FROM (SELECT f.due_at, f.fact, f.rule, count(*) AS n
              FROM f LEFT JOIN here h ON h.id = f.lesson_id
             WHERE f.day = of_day AND f.state = 'due' AND coalesce(h.is_over, TRUE)
             GROUP BY f.due_at, f.fact, f.rule) d),
   (SELECT json_agg(json_build_array(t.id, p.last_name, p.first_name, p.patronymic, c.n)
           ORDER BY p.sort_key, t.id)
      FROM (SELECT h.teacher_id, count(*) AS n FROM here h
             WHERE h.state = 'planned' GROUP BY h.teacher_id) c
      LEFT JOIN school_employee t ON t.id = c.teacher_id
      LEFT JOIN school_person p ON p.id = t.person_id),
   (SELECT json_agg(json_build_array(f.rule, f.fact, f.day, extract(epoch FROM f.due_at),
           extract(epoch FROM f.done_at), extract(epoch FROM f.device_at), f.state, f.was,
           f.late_for, f.teacher_id, p.last_name, p.first_name, p.patronymic, f.class_id,
           coalesce(g.name, k.grade || k.letter), coalesce(nullif(b.short_name, ''), b.name),
           f.course_id, f.lesson_id, l.number, extract(epoch FROM l.starts_at), f.about_id,
           e.id, e.kind, e.words, d.last_name, d.first_name, d.patronymic)
           ORDER BY l.starts_at, f.lesson_id, f.rule DESC, f.fact DESC, f.about_id)
      FROM f
      LEFT JOIN schedule_lesson l ON l.id = f.lesson_id
      LEFT JOIN school_course c ON c.id = f.course_id
      LEFT JOIN school_group g ON g.id = c.group_id
      LEFT JOIN school_subject b ON b.id = f.subject_id
      LEFT JOIN school_schoolclass k ON k.id = f.class_id
      LEFT JOIN school_employee t ON t.id = f.teacher_id
      LEFT JOIN school_person p ON p.id = t.person_id
      LEFT JOIN schedule_excuse e ON e.id = f.excuse_id
      LEFT JOIN school_person d ON d.id = e.decided_by_id
     WHERE f.day = of_day AND f.state IN ('late', 'missing', 'excused'));
END
$$;
