-- Who a work asks a result of, and how it stands for each: the students who were in the group on the
-- day it was held. Away: missed the lesson, so the work is owed, not late (A4 2.4: who was absent is
-- not counted). Freed: exempt from the subject, or learning elsewhere that day. Done at: the first
-- entry of what still stands, a mark that is not «·» or the explicit word that there will be none.
CREATE OR REPLACE FUNCTION journal_work_students(works bigint[])
RETURNS TABLE (work_id bigint, student_id bigint, is_away boolean, is_freed boolean,
               is_owed boolean, done_at timestamptz)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 200 AS $$
  WITH marks AS (
    SELECT m.work_id, m.student_id, min(m.written_at) FILTER (WHERE m.sign <> 'owed') AS done_at,
           bool_or(m.sign = 'owed') AS is_owed
      FROM journal_mark m WHERE m.work_id = ANY(works) GROUP BY m.work_id, m.student_id)
  SELECT w.id, s.student_id, a.id IS NOT NULL,
         EXISTS (SELECT 1 FROM journal_studyaway f
                  WHERE f.student_id = s.student_id AND f.since <= l.day
                    AND (f.until IS NULL OR f.until >= l.day))
      OR EXISTS (SELECT 1 FROM journal_exemption e
                  WHERE e.student_id = s.student_id AND e.subject_id = c.subject_id
                    AND e.since <= l.day AND (e.until IS NULL OR e.until >= l.day)),
         coalesce(m.is_owed, false), coalesce(m.done_at, r.noted_at)
    FROM journal_work w
    JOIN schedule_lesson l ON l.id = w.lesson_id
    JOIN school_course c ON c.id = w.course_id
    JOIN school_membership s ON s.group_id = c.group_id AND s.since <= l.day
                            AND (s.until IS NULL OR s.until >= l.day)
    LEFT JOIN marks m ON m.work_id = w.id AND m.student_id = s.student_id
    LEFT JOIN journal_workresult r ON r.work_id = w.id AND r.student_id = s.student_id AND r.is_none
    LEFT JOIN journal_attendance a ON a.lesson_id = w.lesson_id AND a.student_id = s.student_id
                                  AND a.kind <> 'late'
   WHERE w.id = ANY(works)
$$;
