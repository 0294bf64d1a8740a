-- What the order asked of a school on these days, a row for each thing asked: the topic, register
-- and homework of every lesson that was not cancelled, and every deadline that is no lesson's. Every
-- page of control, the reminders, the monitoring and the exports count these rows and nothing else;
-- core_rule_state says how each stands at a moment.
--
-- `day` is the lesson's day, or the day a deadline belongs to. `done_at` is the server's time of the
-- first entry of what still stands, `device_at` when it was typed where it waited on a device.
-- `excuse_id` is what frees it of the breach, the most exact one, whether it is broken or not. Before
-- the day the year was opened on nothing is owed of lessons and classes; duties of the school are.
DROP FUNCTION IF EXISTS control_facts;
CREATE FUNCTION control_facts(of_school bigint, first_day date, last_day date)
RETURNS TABLE (rule text, fact text, day date, due_at timestamptz, done_at timestamptz,
               device_at timestamptz, teacher_id bigint, class_id bigint, subject_id bigint,
               course_id bigint, lesson_id bigint, about_id bigint, excuse_id bigint)
LANGUAGE plpgsql STABLE ROWS 1000 SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  WITH excuses AS MATERIALIZED (
    SELECT e.id, e.rule::text, e.first_day, e.last_day, e.school_class_id, e.teacher_id, e.lesson_id,
           row_number() OVER (ORDER BY e.lesson_id IS NULL, e.teacher_id IS NULL,
                                       e.school_class_id IS NULL, e.id) AS place
      FROM schedule_excuse e
     WHERE e.school_id = of_school AND e.ended_at IS NULL
       AND e.first_day <= control_facts.last_day AND e.last_day >= control_facts.first_day),
  facts AS (
    SELECT f.rule, f.fact, d.day, f.due_at, f.done_at, f.device_at, l.teacher_id,
           g.school_class_id AS class_id, c.subject_id, l.course_id, l.id AS lesson_id,
           l.id AS about_id
      FROM journal_lessondue d
      JOIN schedule_lesson l ON l.id = d.lesson_id AND l.state <> 'cancelled'
      JOIN school_course c ON c.id = l.course_id
      JOIN school_group g ON g.id = c.group_id
      LEFT JOIN journal_lessonrecord r ON r.lesson_id = d.lesson_id
      LEFT JOIN journal_yearopening o ON o.year_id = l.year_id
     CROSS JOIN LATERAL (VALUES
       ('LESSON_SAME_DAY', 'topic', d.record_due_at, r.topic_at, r.topic_device_at),
       ('LESSON_SAME_DAY', 'register', d.record_due_at, r.register_at, r.register_device_at),
       ('HOMEWORK_IN_TIME', 'homework', d.homework_due_at, r.homework_at, r.homework_device_at)
     ) f(rule, fact, due_at, done_at, device_at)
     WHERE d.school_id = of_school
       AND d.day BETWEEN control_facts.first_day AND control_facts.last_day
       AND (o.day IS NULL OR d.day >= o.day) AND f.due_at IS NOT NULL
    UNION ALL
    SELECT d.rule, '', d.day, d.due_at, d.done_at, NULL, d.teacher_id, d.school_class_id,
           c.subject_id, d.course_id, d.lesson_id, d.about_id
      FROM control_deadline d
      LEFT JOIN school_course c ON c.id = d.course_id
     WHERE d.school_id = of_school
       AND d.day BETWEEN control_facts.first_day AND control_facts.last_day
       AND (coalesce(d.lesson_id, d.course_id, d.school_class_id) IS NULL OR NOT EXISTS (
              SELECT 1 FROM journal_yearopening o JOIN school_academicyear y ON y.id = o.year_id
               WHERE o.school_id = of_school AND d.day BETWEEN y.first_day AND o.day - 1)))
  SELECT f.*, CASE WHEN EXISTS (SELECT 1 FROM excuses) THEN (
    SELECT x.id FROM excuses x WHERE x.place = (
      SELECT min(e.place) FROM excuses e
       WHERE f.day BETWEEN e.first_day AND e.last_day AND e.rule IN ('', f.rule)
         AND (e.lesson_id IS NULL OR e.lesson_id = f.lesson_id)
         AND (e.teacher_id IS NULL OR e.teacher_id = f.teacher_id)
         AND (e.school_class_id IS NULL OR e.school_class_id = f.class_id))) END
    FROM facts f;
END
$$;

-- The same of many schools, for the municipality: figures, never a child.
DROP FUNCTION IF EXISTS control_facts_of;
CREATE FUNCTION control_facts_of(schools bigint[], first_day date, last_day date)
RETURNS TABLE (school_id bigint, rule text, fact text, day date, due_at timestamptz,
               done_at timestamptz, device_at timestamptz, teacher_id bigint, class_id bigint,
               subject_id bigint, course_id bigint, lesson_id bigint, about_id bigint,
               excuse_id bigint)
LANGUAGE plpgsql STABLE ROWS 100000 AS $$
DECLARE
  one bigint;
BEGIN
  FOREACH one IN ARRAY schools LOOP
    RETURN QUERY SELECT one, f.* FROM control_facts(one, first_day, last_day) f;
  END LOOP;
END
$$;
