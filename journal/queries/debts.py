"""Debts: works a student missed, and marks he owes («·»), until they are done."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection
from django.utils import timezone

from journal.models import AbsenceKind
from school.choices import chosen
from school.models import Course, SchoolClass, Term

# `of` says which courses and students. A debt is written within so many days after the student's
# return: the first lesson of the course with a taken register that he did not miss.
_DEBTS = """WITH asked AS MATERIALIZED (
  SELECT w.id FROM journal_work w JOIN schedule_lesson l ON l.id = w.lesson_id
    JOIN school_course c ON c.id = w.course_id
   WHERE l.day BETWEEN %(first)s AND %(last)s AND l.starts_at <= %(now)s
     AND l.state <> 'cancelled' AND {courses}),
owed AS (
  SELECT x.student_id, w.lesson_id, w.id AS work_id, w.title, w.kind_id, x.is_away
    FROM journal_work_students(ARRAY(SELECT id FROM asked)) x
    JOIN journal_work w ON w.id = x.work_id
   WHERE NOT x.is_freed AND x.done_at IS NULL AND (x.is_away OR x.is_owed)
  UNION ALL
  SELECT m.student_id, m.lesson_id, NULL, '', m.kind_id, false
    FROM journal_mark m JOIN schedule_lesson l ON l.id = m.lesson_id
    JOIN school_course c ON c.id = m.course_id
   WHERE m.sign = 'owed' AND m.work_id IS NULL AND l.day BETWEEN %(first)s AND %(last)s
     AND {courses})
SELECT o.student_id, p.last_name, p.first_name, c.id, s.name, g.name, o.work_id, l.id, l.day,
       k.name, o.title, o.is_away,
       (SELECT journal_absence_kind(a.kind, a.student_id, a.lesson_id) FROM journal_attendance a
         WHERE a.lesson_id = l.id AND a.student_id = o.student_id),
       CASE WHEN o.is_away THEN back.day ELSE l.day END,
       (SELECT g.school_class_id FROM school_group g WHERE g.id = here.group_id)
  FROM owed o JOIN schedule_lesson l ON l.id = o.lesson_id
  JOIN school_course c ON c.id = l.course_id JOIN school_subject s ON s.id = c.subject_id
  JOIN school_group g ON g.id = c.group_id JOIN journal_workkind k ON k.id = o.kind_id
  JOIN school_student t ON t.id = o.student_id JOIN school_person p ON p.id = t.person_id
  JOIN school_membership here ON here.group_id = {group} AND here.student_id = o.student_id
       AND here.since <= %(today)s AND (here.until IS NULL OR here.until >= %(today)s)
  LEFT JOIN LATERAL (
    SELECT n.day FROM schedule_lesson n JOIN journal_lessonrecord r ON r.lesson_id = n.id
     WHERE n.course_id = l.course_id AND n.starts_at > l.starts_at AND n.state <> 'cancelled'
       AND r.register_at IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM journal_attendance a WHERE a.lesson_id = n.id
                          AND a.student_id = o.student_id AND a.kind <> 'late')
     ORDER BY n.starts_at LIMIT 1) back ON o.is_away
 ORDER BY p.sort_key, o.student_id, l.day, l.id"""
_OF_COURSE = "c.id = %(course)s"
_WHOLE = "(SELECT id FROM school_group WHERE school_class_id = %(class)s AND kind = 'class')"
_OF_CLASS = f"""c.year_id = %(year)s AND c.group_id IN (
    SELECT o.group_id FROM school_membership o JOIN school_membership m USING (student_id)
     WHERE m.group_id = {_WHOLE})"""

# Of several classes: a student stands in one of them.
_WHOLES = (
    "ANY(SELECT id FROM school_group WHERE school_class_id = ANY(%(classes)s) AND kind = 'class')"
)
_OF_CLASSES = f"""c.year_id = %(year)s AND c.school_id = %(school)s AND c.group_id IN (
    SELECT o.group_id FROM school_membership o JOIN school_membership m USING (student_id)
     WHERE m.group_id = {_WHOLES})"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Debt:
    """A work or a mark a student owes. `sign` is the absence's (б), or «·»; `back_on` the day he
    was at the subject again, None where he has not been yet: then nothing is due."""

    student_id: int
    student: str
    class_id: int | None
    course_id: int
    subject: str
    group: str
    work_id: int | None
    lesson_id: int
    day: date
    name: str
    sign: str
    back_on: date | None
    due_day: date | None
    is_overdue: bool


def debts_of_course(course: Course, *, first: date, last: date, now: datetime) -> list[Debt]:
    """What the present students of a course owe of the lessons of these days, by student; two
    statements."""
    of = {"course": course.pk, "group": course.group_id, "first": first, "last": last}
    sql = _DEBTS.format(courses=_OF_COURSE, group="%(group)s")
    return _debts(sql, of, course.school_id, now=now)


def debts_of_class(school_class: SchoolClass, term: Term, *, now: datetime) -> list[Debt]:
    """What the present students of a class owe in all subjects of a term, by student; two
    statements."""
    of = {"class": school_class.pk, "year": school_class.year_id}
    days = {"first": term.first_day, "last": term.last_day}
    sql = _DEBTS.format(courses=_OF_CLASS, group=_WHOLE)
    return _debts(sql, of | days, school_class.school_id, now=now)


def debts_of_classes(
    class_ids: Collection[int],
    *,
    year_id: int,
    school_id: int,
    first: date,
    last: date,
    now: datetime,
) -> list[Debt]:
    """What the present students of several classes owe of the lessons of these days, by student;
    two statements."""
    of = {"classes": list(class_ids), "year": year_id, "school": school_id}
    sql = _DEBTS.format(courses=_OF_CLASSES, group=_WHOLES)
    return _debts(sql, of | {"first": first, "last": last}, school_id, now=now)


def _debts(sql: str, of: dict[str, int | date], school_id: int, *, now: datetime) -> list[Debt]:
    today = timezone.localdate(now)
    days = chosen(school_id, today, "debt_days")["debt_days"]
    with connection.cursor() as cursor:
        cursor.execute(sql, {**of, "now": now, "today": today})
        return [_debt(row, days, today) for row in cursor.fetchall()]


def _debt(row: Sequence, days: int, today: date) -> Debt:
    student, last, first, course, subject, group, work, lesson, day, kind, title, *rest = row
    is_away, absence, back_on, class_id = rest
    due = back_on + timedelta(days=days) if back_on else None
    return Debt(
        student_id=student,
        student=f"{last} {first}".strip(),
        class_id=class_id,
        course_id=course,
        subject=subject,
        group=group,
        work_id=work,
        lesson_id=lesson,
        day=day,
        name=": ".join(filter(None, (kind, title))),
        sign=AbsenceKind(absence).sign if is_away and absence else "·",
        back_on=back_on if is_away else None,
        due_day=due,
        is_overdue=due is not None and due < today,
    )
