-- What a school still lacks to open its year (order 2.3), a row for each thing that lacks something:
-- of which check, the thing's number for the link to where it is mended, what it is called. At most
-- `most` rows of a check come, `total` says how many there are. `on_day` is the day looked at, never
-- before the year begins: who is appointed, joined or teaches from 1 September counts in August.
DROP FUNCTION IF EXISTS control_readiness;
CREATE FUNCTION control_readiness(
    of_school bigint, of_year bigint, on_day date, at_moment timestamptz, most integer
) RETURNS TABLE (code text, pk bigint, name text, more text, total bigint)
LANGUAGE plpgsql STABLE AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  WITH classes AS MATERIALIZED (
    SELECT c.id, c.calendar_id, c.shift, c.grade || c.letter AS name,
           c.grade * 100 AS place
      FROM school_schoolclass c WHERE c.year_id = of_year),
  courses AS MATERIALIZED (
    SELECT c.id, g.id AS group_id, g.kind, g.school_class_id, g.name AS of_group, s.name AS subject
      FROM school_course c JOIN school_group g ON g.id = c.group_id
      JOIN school_subject s ON s.id = c.subject_id WHERE c.year_id = of_year),
  members AS MATERIALIZED (
    SELECT m.student_id, g.id AS group_id, g.kind, g.school_class_id
      FROM school_membership m JOIN school_group g ON g.id = m.group_id
     WHERE g.year_id = of_year AND m.since <= on_day AND (m.until IS NULL OR m.until >= on_day)),
  lines AS MATERIALIZED (
    SELECT DISTINCT t.course_id FROM schedule_timetableslot t JOIN courses c ON c.id = t.course_id
     WHERE t.until IS NULL OR t.until >= on_day),
  responsible AS (
    SELECT a.id, a.sent_on, a.order_number FROM school_appointment a
     WHERE a.school_id = of_school AND a.kind = 'responsible' AND a.since <= on_day
       AND (a.until IS NULL OR a.until >= on_day)),
  -- who has to log in and can neither by a password nor by a code on paper
  locked_out AS (
    SELECT p.id, p.last_name, p.first_name, p.patronymic, p.sort_key FROM school_person p
     WHERE (p.password = '' OR p.password LIKE '!%') AND p.is_active
       AND NOT EXISTS (SELECT 1 FROM school_accesscode k
             WHERE k.person_id = p.id AND k.used_at IS NULL AND k.void_at IS NULL
               AND k.expires_at > at_moment)
       AND NOT EXISTS (SELECT 1 FROM account_emailaddress e WHERE e.user_id = p.id AND e.verified)),
  found(code, pk, name, more, place) AS (
    SELECT 'responsible', 0::bigint, '', '', '' WHERE NOT EXISTS (SELECT 1 FROM responsible
           WHERE order_number <> '')
    UNION ALL
    SELECT 'sent', r.id, '№ ' || r.order_number, '', '' FROM responsible r
     WHERE r.sent_on IS NULL AND r.order_number <> ''
    UNION ALL
    SELECT 'terms', k.id, k.name, '', k.name FROM school_calendar k
     WHERE k.year_id = of_year AND NOT EXISTS (
           SELECT 1 FROM school_term t WHERE t.calendar_id = k.id AND t.kind <> 'year')
    UNION ALL
    SELECT 'breaks', k.id, k.name, '', k.name FROM school_calendar k
     WHERE k.year_id = of_year AND NOT EXISTS (
           SELECT 1 FROM school_break b WHERE b.calendar_id = k.id)
    UNION ALL
    SELECT 'classes', 0, '', '', '' WHERE NOT EXISTS (SELECT 1 FROM classes)
    UNION ALL
    SELECT checks.code, c.id, c.name, '', to_char(c.place, 'FM0000') || c.name
      FROM classes c CROSS JOIN LATERAL (
        SELECT 'homeroom' WHERE NOT EXISTS (
          SELECT 1 FROM school_homeroomteacher h WHERE h.school_class_id = c.id
             AND h.since <= on_day AND (h.until IS NULL OR h.until >= on_day))
        UNION ALL
        SELECT 'students' WHERE NOT EXISTS (
          SELECT 1 FROM members m WHERE m.school_class_id = c.id AND m.kind = 'class')
        UNION ALL
        SELECT 'courses' WHERE NOT EXISTS (SELECT 1 FROM courses o WHERE o.school_class_id = c.id)
        UNION ALL
        SELECT 'bells' WHERE NOT EXISTS (
          SELECT 1 FROM schedule_belluse u WHERE u.school_id = of_school
             AND (u.school_class_id IS NULL OR u.school_class_id = c.id)
             AND (u.shift IS NULL OR u.shift = c.shift)
             AND u.since <= on_day AND (u.until IS NULL OR u.until >= on_day)
             AND EXISTS (SELECT 1 FROM schedule_bell b WHERE b.schedule_id = u.schedule_id))
        UNION ALL
        SELECT 'timetable' WHERE NOT EXISTS (
          SELECT 1 FROM courses o JOIN lines l ON l.course_id = o.id WHERE o.school_class_id = c.id)
        UNION ALL
        SELECT 'lessons' WHERE EXISTS (
          SELECT 1 FROM courses o JOIN lines l ON l.course_id = o.id WHERE o.school_class_id = c.id)
          AND NOT EXISTS (
          SELECT 1 FROM courses o JOIN schedule_lesson l ON l.course_id = o.id AND l.day >= on_day
           WHERE o.school_class_id = c.id)
      ) checks(code)
    UNION ALL
    SELECT checks.code, o.id, o.of_group, o.subject, o.of_group || o.subject
      FROM courses o CROSS JOIN LATERAL (
        SELECT 'teacher' WHERE NOT EXISTS (
          SELECT 1 FROM school_courseteacher t WHERE t.course_id = o.id
             AND t.since <= on_day AND (t.until IS NULL OR t.until >= on_day))
        UNION ALL
        SELECT 'plan' WHERE o.kind <> 'extended_day' AND NOT EXISTS (
          SELECT 1 FROM journal_courseplan p
           WHERE p.course_id = o.id AND p.is_in_use AND p.state = 'approved')
        UNION ALL
        SELECT 'members' WHERE o.kind <> 'class' AND NOT EXISTS (
          SELECT 1 FROM members m WHERE m.group_id = o.group_id)
        UNION ALL
        SELECT 'hours' WHERE NOT EXISTS (SELECT 1 FROM lines l WHERE l.course_id = o.id)
          AND EXISTS (SELECT 1 FROM courses i JOIN lines l ON l.course_id = i.id
                       WHERE i.school_class_id IS NOT DISTINCT FROM o.school_class_id)
      ) checks(code)
    UNION ALL
    SELECT 'kin', p.id, p.last_name || ' ' || p.first_name, c.name, p.sort_key
      FROM members m JOIN classes c ON c.id = m.school_class_id
      JOIN school_student t ON t.id = m.student_id JOIN school_person p ON p.id = t.person_id
     WHERE m.kind = 'class' AND NOT EXISTS (
           SELECT 1 FROM school_guardianship g WHERE g.student_id = m.student_id
              AND (g.until IS NULL OR g.until >= on_day))
    UNION ALL
    SELECT 'staff_login', p.id, p.last_name || ' ' || p.first_name, e.position, p.sort_key
      FROM school_employee e JOIN locked_out p ON p.id = e.person_id
     WHERE e.school_id = of_school AND (e.left_on IS NULL OR e.left_on >= on_day)
       AND (EXISTS (SELECT 1 FROM school_duty d WHERE d.person_id = p.id
                       AND d.school_id = of_school AND (d.until IS NULL OR d.until >= on_day))
            OR EXISTS (SELECT 1 FROM school_homeroomteacher h WHERE h.employee_id = e.id
                       AND (h.until IS NULL OR h.until >= on_day))
            OR EXISTS (SELECT 1 FROM school_courseteacher t WHERE t.employee_id = e.id
                       AND (t.until IS NULL OR t.until >= on_day)))
    UNION ALL
    SELECT 'kin_login', p.id, p.last_name || ' ' || p.first_name, min(c.name), min(p.sort_key)
      FROM members m JOIN classes c ON c.id = m.school_class_id
      JOIN school_guardianship g ON g.student_id = m.student_id
       AND (g.until IS NULL OR g.until >= on_day)
      JOIN locked_out p ON p.id = g.guardian_id
     WHERE m.kind = 'class'
       AND EXISTS (SELECT 1 FROM consent_serviceapplication a
                    WHERE a.guardianship_id = g.id AND a.ended_on IS NULL)
       AND EXISTS (SELECT 1 FROM consent_dataconsent a
                    WHERE a.guardianship_id = g.id AND a.ended_on IS NULL)
     GROUP BY p.id, p.last_name, p.first_name),
  numbered AS (
    SELECT f.*, count(*) OVER (PARTITION BY f.code) AS total,
           row_number() OVER (PARTITION BY f.code ORDER BY f.place, f.pk) AS n FROM found f)
  SELECT n.code::text, n.pk, n.name::text, n.more::text, n.total FROM numbered n
   WHERE n.n <= most ORDER BY n.code, n.n;
END
$$;
