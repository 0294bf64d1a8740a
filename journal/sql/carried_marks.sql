-- Marks of a course's subject that stand in no cell of it: those a student of its group in these days
-- got in other groups he is or was in during the year (another class, another subgroup), and those
-- brought from another school. A function, because planning this join costs more than running it.
DROP FUNCTION IF EXISTS journal_carried_marks;
CREATE FUNCTION journal_carried_marks(
    of_course bigint, from_day date, to_day date
) RETURNS TABLE (
    student_id bigint, points smallint, sign varchar, weight numeric, day date, place text
) LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH mine AS MATERIALIZED (
        SELECT c.id, c.group_id, c.subject_id, c.year_id FROM school_course c WHERE c.id = of_course
    ), here AS MATERIALIZED (
        SELECT DISTINCT m.student_id, mine.id, mine.subject_id, mine.year_id
          FROM mine JOIN school_membership m ON m.group_id = mine.group_id
         WHERE m.since <= to_day AND (m.until IS NULL OR m.until >= from_day)
    ), elsewhere AS MATERIALIZED (
        SELECT DISTINCT h.student_id, c.id AS course_id, g.name
          FROM here h JOIN school_membership m ON m.student_id = h.student_id
          JOIN school_course c ON c.group_id = m.group_id AND c.subject_id = h.subject_id
               AND c.year_id = h.year_id AND c.id <> h.id
          JOIN school_group g ON g.id = m.group_id
    )
    SELECT k.student_id, k.points, k.sign, CASE WHEN k.is_counted THEN k.weight ELSE 0 END, l.day,
           e.name::text
      FROM elsewhere e
      JOIN journal_mark k ON k.student_id = e.student_id AND k.course_id = e.course_id
      JOIN schedule_lesson l ON l.id = k.lesson_id AND l.day BETWEEN from_day AND to_day
    UNION ALL
    SELECT b.student_id, b.points, ''::varchar, b.weight, b.day, b.from_where::text
      FROM here h
      JOIN journal_broughtmark b ON b.student_id = h.student_id AND b.subject_id = h.subject_id
           AND b.day BETWEEN from_day AND to_day
     ORDER BY 5;
END;
$$;
