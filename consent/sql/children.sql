-- One row per child a person may ask about: the one asked for, the person's own children, the
-- person's own studies. `today` is the school's own day; the two papers are asked for that day
-- (order 2.6). Who left the school some time ago is no child of it any more (school_access_ended).
DROP FUNCTION IF EXISTS consent_children;
CREATE FUNCTION consent_children(
    of_person bigint, asked_student bigint, at_moment timestamptz
) RETURNS TABLE (
    student_id bigint, guardianship_id bigint, school_id bigint, school_name varchar,
    person_id bigint, today date, last_name varchar, first_name varchar, patronymic varchar,
    class_id bigint, class_name varchar, calendar_id bigint, has_application boolean,
    has_consent boolean
) LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH asked AS (
        SELECT asked_student AS student_id, NULL::bigint AS guardianship_id
        UNION ALL
        SELECT g.student_id, g.id
          FROM school_guardianship g JOIN school_student t ON t.id = g.student_id
          JOIN school_school s ON s.id = t.school_id
         WHERE g.guardian_id = of_person
           AND g.since <= (at_moment AT TIME ZONE s.time_zone)::date
           AND (g.until IS NULL OR g.until >= (at_moment AT TIME ZONE s.time_zone)::date)
           AND NOT school_access_ended(t.id, (at_moment AT TIME ZONE s.time_zone)::date)
        UNION ALL
        SELECT t.id, NULL FROM school_student t JOIN school_school s ON s.id = t.school_id
         WHERE t.person_id = of_person
           AND NOT school_access_ended(t.id, (at_moment AT TIME ZONE s.time_zone)::date)
    ), days AS (
        SELECT asked.*, s.id AS school_id, s.short_name, t.person_id,
               (at_moment AT TIME ZONE s.time_zone)::date AS today
          FROM asked JOIN school_student t ON t.id = asked.student_id
          JOIN school_school s ON s.id = t.school_id
    )
    SELECT d.student_id, d.guardianship_id, d.school_id, d.short_name, d.person_id, d.today,
           p.last_name, p.first_name, p.patronymic, k.id, k.name, k.calendar_id,
           d.guardianship_id IS NOT NULL AND EXISTS (
               SELECT 1 FROM consent_serviceapplication a
                WHERE a.guardianship_id = d.guardianship_id AND a.signed_on <= d.today
                  AND (a.ended_on IS NULL OR a.ended_on > d.today)),
           d.guardianship_id IS NOT NULL AND EXISTS (
               SELECT 1 FROM consent_dataconsent a
                WHERE a.guardianship_id = d.guardianship_id AND a.signed_on <= d.today
                  AND (a.ended_on IS NULL OR a.ended_on > d.today))
      FROM days d JOIN school_person p ON p.id = d.person_id
      LEFT JOIN LATERAL (
          SELECT c.id, (c.grade || c.letter)::varchar AS name, c.calendar_id
            FROM school_membership m
            JOIN school_group g ON g.id = m.group_id AND g.kind = 'class'
            JOIN school_schoolclass c ON c.id = g.school_class_id
           WHERE m.student_id = d.student_id AND m.since <= d.today
           ORDER BY m.since DESC LIMIT 1) k ON TRUE
     ORDER BY p.sort_key, d.student_id, d.guardianship_id;
END;
$$;
