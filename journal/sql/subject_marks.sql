-- A student's marks in a subject over a period: over all courses of it and what he brought from
-- another school (`subject_marks` in queries/subject_averages.py). Planning this costs as much as
-- running it (decision 0010).
--
-- One row per student, subject and term. What counts are numbers of one scale: that of the course
-- the student is in last. Lessons are those of his days in the group, held elsewhere by nobody:
-- whoever learns at home or at a distance is not expected.
--
-- Lessons are looked up course by course (OFFSET 0 keeps it so): one plan serves a class and a
-- single course, and by days alone it would read the lessons of all schools.
DROP FUNCTION IF EXISTS journal_subject_marks;
CREATE FUNCTION journal_subject_marks(
    asked_school bigint, asked_year bigint, asked_students bigint[], asked_terms bigint[],
    asked_firsts date[], asked_lasts date[], asked_subjects bigint[], asked_today date,
    with_marks boolean
) RETURNS TABLE (
    student bigint, subject bigint, term bigint, course bigint, scale text, stays boolean,
    hours bigint, held bigint, missed bigint, exempt bigint, ahead bigint, marks bigint,
    total numeric, weights numeric, lowest bigint, passed bigint, failed bigint, list json
) LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH asked AS (
      SELECT * FROM unnest(asked_terms, asked_firsts, asked_lasts)
                 AS t(term, first, last)),
    stays AS (
      SELECT m.student_id AS student, c.subject_id AS subject, t.term, c.id AS course, c.scale,
             c.hours_a_year AS hours, greatest(m.since, t.first) AS first,
             least(coalesce(m.until, t.last), t.last) AS last
        FROM school_membership m JOIN school_course c ON c.group_id = m.group_id
        JOIN asked t ON m.since <= t.last AND (m.until IS NULL OR m.until >= t.first)
       WHERE m.school_id = asked_school AND m.student_id = ANY(asked_students) AND c.year_id = asked_year
         AND (asked_subjects IS NULL OR c.subject_id = ANY(asked_subjects))),
    last_course AS (
      SELECT DISTINCT ON (student, subject, term) student, subject, term, course, scale, last
        FROM stays
       ORDER BY student, subject, term, scale = 'none', last DESC, hours DESC, course),
    taught AS MATERIALIZED (
      SELECT c.course, l.day, l.taken, l.missed_by
        FROM (SELECT DISTINCT course FROM stays) c CROSS JOIN LATERAL (
          SELECT l.day, r.register_at IS NOT NULL AS taken,
                 ARRAY(SELECT a.student_id FROM journal_attendance a
                        WHERE a.lesson_id = l.id AND a.kind <> 'late') AS missed_by
            FROM schedule_lesson l LEFT JOIN journal_lessonrecord r ON r.lesson_id = l.id
           WHERE l.course_id = c.course AND l.state <> 'cancelled' AND l.day BETWEEN
                 (SELECT min(first) FROM asked) AND (SELECT max(last) FROM asked) OFFSET 0) l),
    freed AS MATERIALIZED (
      SELECT x.student_id AS student, x.subject_id AS subject, x.since, x.until
        FROM journal_exemption x WHERE x.student_id = ANY(asked_students)),
    elsewhere AS MATERIALIZED (
      SELECT w.student_id AS student, w.since, w.until
        FROM journal_studyaway w WHERE w.student_id = ANY(asked_students)),
    lessons AS MATERIALIZED (
      SELECT s.student, s.subject, s.term, max(s.hours) AS hours,
             count(*) FILTER (WHERE here.is_held) AS held,
             count(*) FILTER (WHERE l.day > asked_today) AS ahead,
             count(*) FILTER (WHERE here.is_held AND x.student IS NOT NULL) AS exempt,
             count(*) FILTER (WHERE here.is_held AND s.student = ANY(l.missed_by)) AS missed
        FROM stays s JOIN last_course c USING (student, subject, term)
        JOIN taught l ON l.course = s.course AND l.day BETWEEN s.first AND s.last
        LEFT JOIN freed x ON x.student = s.student AND x.subject = s.subject
              AND x.since <= l.day AND (x.until IS NULL OR x.until >= l.day)
        CROSS JOIN LATERAL (SELECT l.taken AND NOT EXISTS (
              SELECT 1 FROM elsewhere w WHERE w.student = s.student AND w.since <= l.day
                 AND (w.until IS NULL OR w.until >= l.day)) AS is_held OFFSET 0) here
       WHERE s.scale <> 'none' OR c.scale = 'none'
       GROUP BY s.student, s.subject, s.term),
    courses AS MATERIALIZED (
      SELECT c.id, c.subject_id AS subject FROM school_course c
       WHERE c.school_id = asked_school AND c.year_id = asked_year
         AND (asked_subjects IS NULL OR c.subject_id = ANY(asked_subjects))),
    written AS (
      SELECT m.student_id AS student, c.subject, t.term, m.id, m.points, m.sign,
             m.weight, l.day, k.name AS kind, m.scale, c.id AS course, m.is_counted
        FROM journal_mark m JOIN schedule_lesson l ON l.id = m.lesson_id
        JOIN courses c ON c.id = m.course_id JOIN journal_workkind k ON k.id = m.kind_id
        JOIN asked t ON l.day BETWEEN t.first AND t.last
       WHERE m.student_id = ANY(asked_students) AND m.sign <> 'owed'
         AND m.course_id = ANY(ARRAY(SELECT id FROM courses))
      UNION ALL
      SELECT b.student_id, b.subject_id, t.term, -b.id, b.points, '', b.weight, b.day,
             concat_ws(', ', nullif(b.kind_name, ''), b.from_where), '1-5', NULL, true
        FROM journal_broughtmark b JOIN asked t ON b.day BETWEEN t.first AND t.last
       WHERE b.student_id = ANY(asked_students) AND b.school_id = asked_school
         AND (asked_subjects IS NULL OR b.subject_id = ANY(asked_subjects)))
    , sums AS MATERIALIZED (
      SELECT w.student, w.subject, w.term,
             count(w.points) FILTER (WHERE w.is_counted) AS marks,
             sum(w.points * w.weight) FILTER (WHERE w.is_counted) AS total,
             sum(w.weight) FILTER (WHERE w.points IS NOT NULL AND w.is_counted) AS weights,
             min(w.points) FILTER (WHERE w.is_counted) AS lowest,
             count(*) FILTER (WHERE w.sign = 'passed') AS passed,
             count(*) FILTER (WHERE w.sign = 'failed') AS failed, json_agg(json_build_array(w.id, w.points, w.sign,
                      (CASE WHEN w.is_counted THEN w.weight ELSE 0 END)::text, w.day, w.kind, w.course)
                      ORDER BY w.day, abs(w.id)) FILTER (WHERE with_marks) AS list
        FROM written w LEFT JOIN last_course c USING (student, subject, term)
       WHERE (w.scale = '100') = (coalesce(c.scale, '2-5') = '100')
       GROUP BY w.student, w.subject, w.term)
    SELECT student, subject, term, c.course, coalesce(c.scale, '2-5')::text,
           coalesce(c.last = t.last, false), coalesce(l.hours, 0)::bigint,
           coalesce(l.held, 0), coalesce(l.missed, 0), coalesce(l.exempt, 0), coalesce(l.ahead, 0),
           coalesce(s.marks, 0), s.total, s.weights, s.lowest::bigint, coalesce(s.passed, 0),
           coalesce(s.failed, 0), s.list
      FROM last_course c FULL JOIN sums s USING (student, subject, term)
      LEFT JOIN lessons l USING (student, subject, term) JOIN asked t USING (term);
END
$$;
