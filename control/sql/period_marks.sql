-- Who is expected to have a mark of a period in which subject, and the mark that stands (docs/
-- reports.md, "Who is counted"). One row for a student and a subject in each asked period:
--   asked_calendars, asked_terms, asked_days, asked_slots   in parallel: classes of this calendar,
--     their term (null: the mark of the year), as of this day, told apart by the slot (a comparison
--     asks for two).
-- Students are those in a class on the day; of two courses of a subject the one with more hours
-- counts. A mark without a course (brought, or the course was taken away) has `course` null.
DROP FUNCTION IF EXISTS control_period_marks;
CREATE FUNCTION control_period_marks(
    of_school bigint, asked_calendars bigint[], asked_terms bigint[], asked_days date[],
    asked_slots int[], of_classes bigint[], of_subjects bigint[]
) RETURNS TABLE (
    slot int, class_id bigint, student_id bigint, subject_id bigint, course_id bigint,
    scale text, points smallint, sign text
) LANGUAGE plpgsql STABLE AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH asked AS (
        SELECT * FROM unnest(asked_calendars, asked_terms, asked_days, asked_slots)
                   AS a(calendar, term, day, slot)
    ), pupil AS MATERIALIZED (
        SELECT a.slot, a.term, a.day, k.id AS class, k.year_id AS year, m.student_id AS student
          FROM asked a
          JOIN school_schoolclass k ON k.calendar_id = a.calendar AND k.school_id = of_school
               AND k.grade > 1 AND (of_classes IS NULL OR k.id = ANY(of_classes))
          JOIN school_group g ON g.school_class_id = k.id AND g.kind = 'class'
          JOIN school_membership m ON m.group_id = g.id AND m.since <= a.day
               AND (m.until IS NULL OR m.until >= a.day)
    ), place AS MATERIALIZED (
        SELECT DISTINCT ON (p.slot, p.student, c.subject_id)
               p.slot, p.class, p.student, c.subject_id AS subject, c.id AS course, c.scale
          FROM pupil p
          JOIN school_membership m ON m.student_id = p.student AND m.since <= p.day
               AND (m.until IS NULL OR m.until >= p.day)
          JOIN school_group g ON g.id = m.group_id AND g.year_id = p.year
               AND g.kind NOT IN ('club', 'extended_day')
          JOIN school_course c ON c.group_id = g.id AND c.year_id = p.year AND c.scale <> 'none'
         WHERE of_subjects IS NULL OR c.subject_id = ANY(of_subjects)
         ORDER BY p.slot, p.student, c.subject_id, c.hours_a_year DESC, c.id
    ), mark AS MATERIALIZED (
        SELECT p.slot, p.class, p.student, t.subject_id AS subject, t.scale, t.points, t.sign
          FROM pupil p
          JOIN journal_termmark t ON t.student_id = p.student AND t.year_id = p.year
               AND t.is_current AND t.subject_id IS NOT NULL
               AND t.kind = CASE WHEN p.term IS NULL THEN 'year' ELSE 'term' END
               AND t.term_id IS NOT DISTINCT FROM p.term
         WHERE of_subjects IS NULL OR t.subject_id = ANY(of_subjects)
    )
    SELECT slot, coalesce(o.class, k.class), student, subject, o.course,
           coalesce(k.scale, o.scale)::text, k.points, coalesce(k.sign, '')::text
      FROM place o FULL JOIN mark k USING (slot, student, subject);
END;
$$;
