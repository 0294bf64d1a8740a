"""What students owe: works of the period, and subjects failed for a year (273-FZ, art. 58)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from control.queries.reports.ground import Ground
from core.text import Name
from journal.policy import Value, is_debt

# Marks of years that stand; of a student and subject the last year counts: passed since, no debt.
_YEARS = """SELECT DISTINCT ON (t.student_id, t.subject_id) t.student_id, p.last_name, p.first_name,
       p.patronymic, g.school_class_id, t.subject_id, y.name, t.points, t.sign, p.sort_key
  FROM journal_termmark t
  JOIN school_academicyear y ON y.id = t.year_id
  JOIN school_student s ON s.id = t.student_id JOIN school_person p ON p.id = s.person_id
  JOIN school_membership m ON m.student_id = s.id AND m.since <= %(day)s
       AND (m.until IS NULL OR m.until >= %(day)s)
  JOIN school_group g ON g.id = m.group_id AND g.kind = 'class' AND g.year_id = %(year)s
 WHERE t.school_id = %(school)s AND t.kind = 'year' AND t.is_current AND t.subject_id IS NOT NULL
   AND y.first_day <= %(day)s
 ORDER BY t.student_id, t.subject_id, y.first_day DESC"""


@dataclass(frozen=True, slots=True, kw_only=True)
class AcademicDebt:
    """A subject a student failed for a year and has not passed since."""

    student_id: int
    name: Name
    class_id: int
    subject_id: int
    year: str
    value: Value
    sort_key: str


def academic_debts(ground: Ground) -> list[AcademicDebt]:
    """Of the students of the school, by name; one statement."""
    values = {
        "school": ground.here.school.pk,
        "year": ground.year[0] if ground.year else 0,
        "day": ground.day,
    }
    with connection.cursor() as cursor:
        cursor.execute(_YEARS, values)
        found = [_debt(row) for row in cursor.fetchall()]
    debts = [one for one in found if is_debt(one.value)]
    return sorted(debts, key=lambda one: (one.sort_key, one.student_id))


def _debt(row: tuple) -> AcademicDebt:
    student, last, first, patronymic, class_id, subject, year, points, sign, sort_key = row
    return AcademicDebt(
        student_id=student,
        name=Name(last, first, patronymic),
        class_id=class_id,
        subject_id=subject,
        year=year,
        value=Value(points, sign),
        sort_key=sort_key,
    )
