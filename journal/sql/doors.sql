-- What the doors of the journal read (queries/door.py): whole rows around a lesson or a course, asked
-- on every page, where planning the joins costs several times what running them does.

-- A lesson of the school, and whether the employee teaches its course on its day or today.
DROP FUNCTION IF EXISTS journal_lesson_door;
CREATE FUNCTION journal_lesson_door(
    of_school bigint, of_lesson bigint, of_employee bigint, on_day date
) RETURNS TABLE (
    teaches boolean, l schedule_lesson, c school_course, s school_subject, g school_group,
    k school_schoolclass
) LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT EXISTS (SELECT 1 FROM school_courseteacher t
          WHERE t.course_id = l.course_id AND t.employee_id = of_employee
            AND (t.since <= l.day AND (t.until IS NULL OR t.until >= l.day)
                 OR t.since <= on_day AND (t.until IS NULL OR t.until >= on_day))),
         l, c, s, g, k
    FROM schedule_lesson l JOIN school_course c ON c.id = l.course_id
    JOIN school_subject s ON s.id = c.subject_id JOIN school_group g ON g.id = c.group_id
    LEFT JOIN school_schoolclass k ON k.id = g.school_class_id
   WHERE l.id = of_lesson AND l.school_id = of_school;
END
$$;

-- A course of the school, whether the employee has ever taught it, and teaches it today, and whether
-- its year waits for the opening.
DROP FUNCTION IF EXISTS journal_course_door;
CREATE FUNCTION journal_course_door(
    of_school bigint, of_course bigint, of_employee bigint, on_day date
) RETURNS TABLE (
    ever boolean, today boolean, is_unopened boolean, y school_academicyear, c school_course, s school_subject,
    g school_group, k school_schoolclass
) LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT t.ever, t.today,
         NOT EXISTS (SELECT 1 FROM journal_yearopening o WHERE o.year_id = c.year_id), y, c, s, g, k
    FROM school_course c JOIN school_academicyear y ON y.id = c.year_id
    JOIN school_subject s ON s.id = c.subject_id JOIN school_group g ON g.id = c.group_id
    LEFT JOIN school_schoolclass k ON k.id = g.school_class_id
    CROSS JOIN LATERAL (
      SELECT count(*) > 0 AS ever,
             coalesce(bool_or(t.since <= on_day AND (t.until IS NULL OR t.until >= on_day)),
                      false) AS today
        FROM school_courseteacher t
       WHERE t.course_id = c.id AND t.employee_id = of_employee) t
   WHERE c.id = of_course AND c.school_id = of_school;
END
$$;
