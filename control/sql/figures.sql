-- A school's figures of a span of days as they stood at one moment (order 3): counts only, no child.
-- What was entered at or after that moment counts as not entered, so the figures of a week come out
-- the same whether they are fixed on Monday at midnight or, after an outage, on Tuesday.
-- A rule's states are of the deadlines that ran out in these days, whatever day they belong to: the
-- results of a work held on Tuesday stand in the figures of the week after.
-- `of_calendar`: only classes of this calendar (for the sign-off of its period), and groups that
-- belong to no class. docs/monitoring.md says what each key means.
CREATE OR REPLACE FUNCTION control_figures(
    of_school bigint, from_day date, to_day date, at_moment timestamptz,
    of_calendar bigint DEFAULT NULL
) RETURNS jsonb LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    zone text; on_day date; begins timestamptz; ends timestamptz; opened date; of_year bigint;
BEGIN
    SELECT s.time_zone INTO zone FROM school_school s WHERE s.id = of_school;
    on_day := least(to_day, (at_moment AT TIME ZONE zone)::date);
    begins := from_day::timestamp AT TIME ZONE zone;
    ends := (to_day + 1)::timestamp AT TIME ZONE zone;
    SELECT y.id INTO of_year FROM school_academicyear y
     WHERE y.school_id = of_school AND y.first_day <= on_day ORDER BY y.first_day DESC LIMIT 1;
    SELECT o.day INTO opened FROM journal_yearopening o
     WHERE o.year_id = of_year AND o.opened_at < at_moment;
    RETURN jsonb_build_object(
        'year', (
            SELECT jsonb_build_object('name', y.name, 'opened_on', opened)
              FROM school_academicyear y WHERE y.id = of_year),
        'people', (
            SELECT jsonb_build_object(
                       'students', count(DISTINCT m.student_id), 'classes', count(DISTINCT k.id),
                       'teachers', (
                           SELECT count(DISTINCT t.employee_id) FROM school_courseteacher t
                             JOIN school_course c ON c.id = t.course_id AND c.year_id = of_year
                            WHERE t.school_id = of_school AND t.since <= on_day
                              AND (t.until IS NULL OR t.until >= on_day)
                              AND (of_calendar IS NULL OR EXISTS (
                                  SELECT 1 FROM school_group o
                                    JOIN school_schoolclass i ON i.id = o.school_class_id
                                   WHERE o.id = c.group_id AND i.calendar_id = of_calendar))))
              FROM school_schoolclass k
              JOIN school_group g ON g.school_class_id = k.id AND g.kind = 'class'
              LEFT JOIN school_membership m ON m.group_id = g.id AND m.since <= on_day
                                           AND (m.until IS NULL OR m.until >= on_day)
             WHERE k.year_id = of_year AND (of_calendar IS NULL OR k.calendar_id = of_calendar)),
        'lessons', (
            SELECT jsonb_build_object(
                       'held', count(*) FILTER (WHERE n.is_held),
                       'recorded', count(*) FILTER (WHERE n.is_held AND n.recorded_at IS NOT NULL),
                       'in_time', count(*) FILTER (
                           WHERE n.is_held AND n.recorded_at < n.midnight),
                       'complete', count(*) FILTER (
                           WHERE n.is_held AND n.recorded_at IS NOT NULL
                             AND (n.homework_at < at_moment OR NOT n.asks_homework)),
                       'cancelled', count(*) FILTER (WHERE n.is_cancelled))
              FROM (SELECT l.state <> 'cancelled' AND l.ends_at <= at_moment AS is_held,
                           l.state = 'cancelled' AS is_cancelled,
                           (l.day + 1)::timestamp AT TIME ZONE zone AS midnight,
                           CASE WHEN r.topic_at < at_moment AND r.register_at < at_moment
                                THEN greatest(r.topic_at, r.register_at) END AS recorded_at,
                           r.homework_at,
                           c.asks_homework AND k.grade IS DISTINCT FROM 1
                               AND g.kind NOT IN ('club', 'extended_day') AS asks_homework
                      FROM schedule_lesson l
                      JOIN school_course c ON c.id = l.course_id
                      JOIN school_group g ON g.id = c.group_id
                      LEFT JOIN school_schoolclass k ON k.id = g.school_class_id
                      LEFT JOIN journal_lessonrecord r ON r.lesson_id = l.id
                     WHERE l.school_id = of_school AND l.day BETWEEN from_day AND to_day
                       AND l.day >= coalesce(opened, l.day)
                       AND (of_calendar IS NULL OR k.id IS NULL
                            OR k.calendar_id = of_calendar)) n),
        'rules', (
            SELECT coalesce(jsonb_object_agg(n.rule, n.states), '{}')
              FROM (SELECT f.rule, jsonb_build_object(
                               'done', count(*) FILTER (WHERE f.state = 'done'),
                               'due', count(*) FILTER (WHERE f.state = 'due'),
                               'late', count(*) FILTER (WHERE f.state = 'late'),
                               'late_offline', count(*) FILTER (
                                   WHERE f.state = 'late' AND f.device_at < f.due_at),
                               'missing', count(*) FILTER (WHERE f.state = 'missing'),
                               'excused', count(*) FILTER (WHERE f.state = 'excused')) AS states
                      FROM (SELECT a.rule, a.due_at, a.device_at, core_rule_state(
                                       a.due_at, CASE WHEN a.done_at < at_moment THEN a.done_at END,
                                       a.excuse_id IS NOT NULL, at_moment) AS state
                              FROM control_facts(of_school, from_day - 15, to_day + 15) a
                              LEFT JOIN school_schoolclass k ON k.id = a.class_id
                             WHERE a.due_at > begins AND a.due_at <= ends
                               AND (of_calendar IS NULL OR k.id IS NULL
                                    OR k.calendar_id = of_calendar)) f
                     GROUP BY f.rule) n),
        'families', (
            SELECT jsonb_build_object(
                       'guardianships', count(*),
                       'with_access', count(*) FILTER (WHERE n.has_access),
                       'electronic', count(*) FILTER (WHERE n.form = 'electronic'),
                       'paper', count(*) FILTER (WHERE n.form = 'paper'),
                       'undecided', count(*) FILTER (WHERE n.form = 'undecided'),
                       'served', count(*) FILTER (WHERE n.is_served))
              FROM (SELECT coalesce((SELECT i.form FROM consent_informingchoice i
                                      WHERE i.guardianship_id = w.id AND i.since <= on_day
                                      ORDER BY i.since DESC LIMIT 1), 'undecided') AS form,
                           EXISTS (SELECT 1 FROM consent_serviceapplication a
                                    WHERE a.guardianship_id = w.id AND a.signed_on <= on_day
                                      AND (a.ended_on IS NULL OR a.ended_on > on_day))
                           AND EXISTS (SELECT 1 FROM consent_dataconsent a
                                    WHERE a.guardianship_id = w.id AND a.signed_on <= on_day
                                      AND (a.ended_on IS NULL OR a.ended_on > on_day))
                               AS has_access,
                           EXISTS (SELECT 1 FROM diary_paperreport p
                                    WHERE p.guardianship_id = w.id AND p.handed_at >= begins
                                      AND p.handed_at < least(at_moment, ends))
                               AS is_served
                      FROM school_guardianship w
                     WHERE w.school_id = of_school AND w.since <= on_day
                       AND (w.until IS NULL OR w.until >= on_day)
                       AND EXISTS (SELECT 1 FROM school_membership m
                                     JOIN school_group g ON g.id = m.group_id AND g.kind = 'class'
                                     JOIN school_schoolclass k ON k.id = g.school_class_id
                                    WHERE m.student_id = w.student_id AND m.since <= on_day
                                      AND (m.until IS NULL OR m.until >= on_day)
                                      AND (of_calendar IS NULL
                                           OR k.calendar_id = of_calendar))) n),
        'appointments', (
            SELECT coalesce(jsonb_object_agg(n.kind, n.who), '{}')
              FROM (SELECT DISTINCT ON (a.kind) a.kind, jsonb_build_object(
                               'name', trim(concat_ws(' ', p.last_name, p.first_name,
                                                      p.patronymic)),
                               'order_number', a.order_number, 'order_day', a.order_day,
                               'sent_on', a.sent_on) AS who
                      FROM school_appointment a JOIN school_person p ON p.id = a.person_id
                     WHERE a.school_id = of_school AND a.since <= on_day
                       AND (a.until IS NULL OR a.until >= on_day)
                     ORDER BY a.kind, a.since DESC, a.id DESC) n),
        'movement', (
            SELECT jsonb_build_object(
                       'enrolled', count(*) FILTER (WHERE e.kind = 'enrolled'),
                       'transferred', count(*) FILTER (WHERE e.kind = 'transferred'),
                       'withdrawn', count(*) FILTER (WHERE e.kind = 'withdrawn'))
              FROM school_enrolment e
             WHERE e.school_id = of_school AND e.day BETWEEN from_day AND to_day
               AND (of_calendar IS NULL OR EXISTS (
                       SELECT 1 FROM school_membership m
                         JOIN school_group g ON g.id = m.group_id AND g.kind = 'class'
                         JOIN school_schoolclass k ON k.id = g.school_class_id
                        WHERE m.student_id = e.student_id AND k.calendar_id = of_calendar
                          AND m.since <= e.day AND (m.until IS NULL OR m.until >= e.day - 1)))),
        'terms', (
            SELECT coalesce(jsonb_agg(n.term ORDER BY n.last_day, n.calendar_id), '[]')
              FROM (SELECT t.last_day, t.calendar_id, jsonb_build_object(
                               'calendar', v.name, 'kind', t.kind, 'number', t.number,
                               'first_day', t.first_day, 'last_day', t.last_day,
                               'marks', count(m.id),
                               'not_attested', count(m.id) FILTER (WHERE m.sign = 'not_attested'),
                               'classes', (SELECT count(*) FROM school_schoolclass k
                                            WHERE k.calendar_id = t.calendar_id),
                               'closed', (SELECT count(*) FROM journal_termlock b
                                           WHERE b.term_id = t.id AND b.locked_at < at_moment)
                           ) AS term
                      FROM school_term t
                      JOIN school_calendar v ON v.id = t.calendar_id AND v.year_id = of_year
                      LEFT JOIN journal_termmark m ON m.term_id = t.id AND m.kind = 'term'
                           AND m.is_current AND m.subject_id IS NOT NULL
                           AND m.known_at < at_moment
                     WHERE t.school_id = of_school AND t.first_day <= on_day
                       AND EXISTS (SELECT 1 FROM school_schoolclass k
                                    WHERE k.calendar_id = t.calendar_id)
                       AND (of_calendar IS NULL
                            OR t.calendar_id = of_calendar AND t.first_day = from_day
                               AND t.last_day = to_day)
                     GROUP BY t.id, v.name) n),
        'backup', (
            SELECT jsonb_build_object(
                       'made_at', max(b.made_at) FILTER (WHERE b.made_at < at_moment),
                       'rehearsed_at', max(b.rehearsed_at) FILTER (
                           WHERE b.rehearsed_at < at_moment AND b.rehearsal_problem = ''))
              FROM archive_backuprun b));
END;
$$;
