-- Whether a student who left the school by an order has no access any more, nor have the guardians:
-- so many days after leaving (the school's choice `left_days`). Who was enrolled again, or is in a
-- group still, did not leave.
CREATE OR REPLACE FUNCTION school_access_ended(of_student bigint, on_day date)
RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    gone date;
    kept integer;
BEGIN
    SELECT max(e.day) INTO gone FROM school_enrolment e
     WHERE e.student_id = of_student AND e.kind = 'withdrawn';
    IF gone IS NULL OR gone > on_day THEN
        RETURN false;
    END IF;
    SELECT (s.value #>> '{}')::integer INTO kept
      FROM school_schoolsetting s JOIN school_student t ON t.id = of_student
     WHERE s.school_id = t.school_id AND s.key = 'left_days' AND s.since <= on_day
     ORDER BY s.since DESC LIMIT 1;
    RETURN gone + coalesce(kept, 30) <= on_day
       AND NOT EXISTS (SELECT 1 FROM school_membership m WHERE m.student_id = of_student
                         AND (m.until IS NULL OR m.until >= gone))
       AND NOT EXISTS (SELECT 1 FROM school_enrolment e WHERE e.student_id = of_student
                         AND e.kind <> 'withdrawn' AND e.day >= gone);
END
$$;
