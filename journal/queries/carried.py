"""Marks that count in the average of a course's subject and stand in no cell of the course: of
another class or subgroup that the student was in, or brought from another school."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal


def carried_sql(students: str, first: str, last: str) -> str:
    """A JSON column of the statements about a course (`%(course)s`): student, points, weight.
    `students` is a condition's right side, `first` and `last` the days of the period."""
    return f"""(SELECT json_agg(json_build_array(x.student_id, x.points, x.weight::text))
   FROM (SELECT m.student_id, m.points, m.weight
           FROM school_course c
           JOIN school_course o ON o.subject_id = c.subject_id AND o.year_id = c.year_id
                AND o.id <> c.id AND (o.scale = '100') = (c.scale = '100')
           JOIN journal_mark m ON m.course_id = o.id AND m.student_id {students}
           JOIN schedule_lesson l ON l.id = m.lesson_id AND l.day BETWEEN {first} AND {last}
          WHERE c.id = %(course)s AND m.points IS NOT NULL AND m.is_counted
          UNION ALL
         SELECT b.student_id, b.points, b.weight
           FROM school_course c
           JOIN journal_broughtmark b ON b.subject_id = c.subject_id
                AND b.student_id {students} AND b.day BETWEEN {first} AND {last}
          WHERE c.id = %(course)s AND c.scale <> '100') x)"""


def carried_from(rows: Iterable[list] | None) -> dict[int, list[tuple[int, Decimal]]]:
    """(mark, weight) by student."""
    found: dict[int, list[tuple[int, Decimal]]] = {}
    for student, points, weight in rows or ():
        found.setdefault(student, []).append((points, Decimal(weight)))
    return found
