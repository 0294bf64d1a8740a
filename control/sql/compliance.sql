-- What the pages of compliance read: the facts of control_facts with their state at a moment.
-- Functions, because planning these joins costs as much as running them (decision 0010).

-- Facts of these days, each with its state; of one rule, teacher, class or subject where asked.
-- An id of 0 asks for facts without one: a lesson nobody teaches, a deadline of the whole school.
-- `was` is what an excused fact would be: late or missing. `late_for` is whole seconds, null unless
-- it came after the deadline.
DROP FUNCTION IF EXISTS control_stated;
CREATE FUNCTION control_stated(
    of_school bigint, first date, last date, at timestamptz,
    of_rule text, of_teacher bigint, of_class bigint, of_subject bigint
) RETURNS TABLE (
    rule text, fact text, day date, due_at timestamptz, done_at timestamptz, device_at timestamptz,
    teacher_id bigint, class_id bigint, subject_id bigint, course_id bigint, lesson_id bigint,
    about_id bigint, excuse_id bigint, state text, was text, late_for bigint
) LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT f.rule, f.fact, f.day, f.due_at, f.done_at, f.device_at, f.teacher_id, f.class_id,
         f.subject_id, f.course_id, f.lesson_id, f.about_id, f.excuse_id,
         core_rule_state(f.due_at, f.done_at, f.excuse_id IS NOT NULL, at),
         core_rule_state(f.due_at, f.done_at, FALSE, at),
         CASE WHEN f.done_at >= f.due_at
              THEN floor(extract(epoch FROM f.done_at - f.due_at))::bigint END
    FROM control_facts(of_school, first, last) f
   WHERE (of_rule = '' OR f.rule = of_rule)
     AND (of_teacher IS NULL OR coalesce(f.teacher_id, 0) = of_teacher)
     AND (of_class IS NULL OR coalesce(f.class_id, 0) = of_class)
     AND (of_subject IS NULL OR coalesce(f.subject_id, 0) = of_subject);
END
$$;

-- Sums of a week or a period: `sums` by rule, by group (grouped_by: teacher, class, subject, rule)
-- and by group and column (a day, or the Monday of its week), `weeks` from `since` on (the trend
-- reaches further back than the period), `excuses` that count here with what they excuse.
-- Five numbers stand for done, due, late, missing, excused; then seconds of delay, the longest,
-- and the late ones that were typed in time without a network.
DROP FUNCTION IF EXISTS control_compliance;
CREATE FUNCTION control_compliance(
    of_school bigint, since date, first date, last date, at timestamptz,
    grouped_by text, in_weeks boolean,
    of_rule text, of_teacher bigint, of_class bigint, of_subject bigint
) RETURNS TABLE (sums json, weeks json, excuses json)
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  WITH f AS MATERIALIZED (
    -- what is alike is counted first: a few thousand rows are summed up in many ways
    SELECT s.rule, s.day, s.state,
           CASE grouped_by WHEN 'teacher' THEN coalesce(s.teacher_id, 0)
                           WHEN 'class' THEN coalesce(s.class_id, 0)
                           WHEN 'subject' THEN coalesce(s.subject_id, 0) END AS place,
           CASE WHEN s.state = 'excused' THEN s.excuse_id END AS excuse_id,
           s.state = 'late' AND s.device_at < s.due_at AS offline,
           count(*) AS n, sum(s.late_for) AS seconds, max(s.late_for) AS longest
      FROM control_stated(of_school, since, last, at, of_rule, of_teacher, of_class,
                          of_subject) s
     GROUP BY 1, 2, 3, 4, 5, 6),
  placed AS MATERIALIZED (
    SELECT f.*, coalesce(f.place::text, f.rule) AS key,
           f.day - extract(isodow FROM f.day)::int + 1 AS monday,
           CASE WHEN in_weeks THEN f.day - extract(isodow FROM f.day)::int + 1 ELSE f.day END AS col
      FROM f),
  summed AS (
    SELECT p.rule, p.key, p.col,
           coalesce(sum(n) FILTER (WHERE state = 'done'), 0) AS done,
           coalesce(sum(n) FILTER (WHERE state = 'due'), 0) AS due,
           coalesce(sum(n) FILTER (WHERE state = 'late'), 0) AS late,
           coalesce(sum(n) FILTER (WHERE state = 'missing'), 0) AS missing,
           coalesce(sum(n) FILTER (WHERE state = 'excused'), 0) AS excused,
           coalesce(sum(seconds) FILTER (WHERE state = 'late'), 0)::bigint AS seconds,
           coalesce(max(longest) FILTER (WHERE state = 'late'), 0) AS longest,
           coalesce(sum(n) FILTER (WHERE offline), 0) AS offline
      FROM placed p WHERE p.day >= first
     GROUP BY GROUPING SETS ((p.rule), (p.key), (p.key, p.col)))
  SELECT
   (SELECT json_agg(json_build_array(s.rule, s.key, s.col, s.done, s.due, s.late, s.missing,
           s.excused, s.seconds, s.longest, s.offline) ORDER BY s.col) FROM summed s),
   (SELECT json_agg(json_build_array(w.monday, w.done, w.due, w.late, w.missing, w.excused)
           ORDER BY w.monday)
      FROM (SELECT p.monday,
                   coalesce(sum(n) FILTER (WHERE state = 'done'), 0) AS done,
                   coalesce(sum(n) FILTER (WHERE state = 'due'), 0) AS due,
                   coalesce(sum(n) FILTER (WHERE state = 'late'), 0) AS late,
                   coalesce(sum(n) FILTER (WHERE state = 'missing'), 0) AS missing,
                   coalesce(sum(n) FILTER (WHERE state = 'excused'), 0) AS excused
              FROM placed p GROUP BY p.monday) w),
   (SELECT json_agg(json_build_array(e.id, e.kind, e.words, e.first_day, e.last_day, e.rule,
           k.grade || k.letter, o.last_name, o.first_name, o.patronymic,
           p.last_name, p.first_name, p.patronymic, extract(epoch FROM e.decided_at),
           (SELECT l.number || '. ' || coalesce(nullif(b.short_name, ''), b.name) || ', ' || g.name
              FROM schedule_lesson l JOIN school_course c ON c.id = l.course_id
              JOIN school_subject b ON b.id = c.subject_id JOIN school_group g ON g.id = c.group_id
             WHERE l.id = e.lesson_id), x.n)
           ORDER BY e.decided_at, e.id)
      FROM (SELECT f.excuse_id, sum(f.n) AS n FROM f
             WHERE f.state = 'excused' AND f.day >= first GROUP BY f.excuse_id) x
      JOIN schedule_excuse e ON e.id = x.excuse_id
      JOIN school_person p ON p.id = e.decided_by_id
      LEFT JOIN school_schoolclass k ON k.id = e.school_class_id
      LEFT JOIN school_employee t ON t.id = e.teacher_id
      LEFT JOIN school_person o ON o.id = t.person_id);
END
$$;

-- The facts themselves, the newest day first: what a figure unfolds to. `of_states` empty: all.
DROP FUNCTION IF EXISTS control_fact_list;
CREATE FUNCTION control_fact_list(
    of_school bigint, first date, last date, at timestamptz,
    of_rule text, of_teacher bigint, of_class bigint, of_subject bigint,
    of_states text[], most int, skipped int
) RETURNS TABLE (total bigint, rows json)
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  WITH f AS MATERIALIZED (
    SELECT s.* FROM control_stated(of_school, first, last, at, of_rule, of_teacher, of_class,
                                   of_subject) s
     WHERE cardinality(of_states) = 0 OR s.state = ANY(of_states)),
  named AS (
    SELECT f.*, l.number, l.starts_at, coalesce(nullif(b.short_name, ''), b.name) AS subject,
           coalesce(g.name, k.grade || k.letter) AS of_group,
           p.last_name, p.first_name, p.patronymic, coalesce(p.sort_key, '') AS sort_key
      FROM f
      LEFT JOIN schedule_lesson l ON l.id = f.lesson_id
      LEFT JOIN school_course c ON c.id = f.course_id
      LEFT JOIN school_group g ON g.id = c.group_id
      LEFT JOIN school_subject b ON b.id = f.subject_id
      LEFT JOIN school_schoolclass k ON k.id = f.class_id
      LEFT JOIN school_employee t ON t.id = f.teacher_id
      LEFT JOIN school_person p ON p.id = t.person_id
     ORDER BY f.day DESC, sort_key, f.teacher_id, l.starts_at, f.lesson_id, f.rule DESC, f.fact DESC,
              f.about_id
     LIMIT most OFFSET skipped)
  SELECT (SELECT count(*) FROM f),
   (SELECT json_agg(json_build_array(n.rule, n.fact, n.day, extract(epoch FROM n.due_at),
           extract(epoch FROM n.done_at), extract(epoch FROM n.device_at), n.state, n.was,
           n.late_for, n.teacher_id, n.last_name, n.first_name, n.patronymic, n.class_id,
           n.of_group, n.subject, n.course_id, n.lesson_id, n.number,
           extract(epoch FROM n.starts_at), n.about_id, e.id, e.kind, e.words, d.last_name,
           d.first_name, d.patronymic)
           ORDER BY n.day DESC, n.sort_key, n.teacher_id, n.starts_at, n.lesson_id, n.rule DESC,
           n.fact DESC, n.about_id)
      FROM named n
      LEFT JOIN schedule_excuse e ON e.id = n.excuse_id
      LEFT JOIN school_person d ON d.id = e.decided_by_id);
END
$$;

-- What the filters offer: teachers, classes and subjects of these days' years, and their terms.
DROP FUNCTION IF EXISTS control_choices;
CREATE FUNCTION control_choices(of_school bigint, first date, last date)
RETURNS TABLE (teachers json, classes json, subjects json, terms json)
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT
   (SELECT json_agg(json_build_array(e.id, p.last_name, p.first_name, p.patronymic)
           ORDER BY p.sort_key, e.id)
      FROM school_employee e JOIN school_person p ON p.id = e.person_id
     WHERE e.school_id = of_school AND (e.left_on IS NULL OR e.left_on >= first)),
   (SELECT json_agg(json_build_array(k.id, k.grade || k.letter) ORDER BY k.grade, k.letter, k.id)
      FROM school_schoolclass k JOIN school_academicyear y ON y.id = k.year_id
     WHERE k.school_id = of_school AND y.first_day <= last AND y.last_day >= first),
   (SELECT json_agg(json_build_array(b.id, b.name) ORDER BY b.name)
      FROM school_subject b WHERE b.school_id = of_school),
   (SELECT json_agg(json_build_array(t.kind, t.number, t.first_day, t.last_day)
           ORDER BY t.first_day, t.kind)
      FROM (SELECT DISTINCT t.kind, t.number, t.first_day, t.last_day
              FROM school_term t JOIN school_calendar a ON a.id = t.calendar_id
              JOIN school_academicyear y ON y.id = a.year_id
             WHERE t.school_id = of_school AND y.first_day <= last AND y.last_day >= first) t);
END
$$;
