"""Numbers of students at the two ends of a span of days, and the movements between."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from control.queries.reports.ground import Ground
from core.text import Name
from school.models import EnrolmentKind

_NUMBERS = """SELECT k.id,
       count(*) FILTER (WHERE m.since <= %(first)s AND (m.until IS NULL OR m.until >= %(first)s)),
       count(*) FILTER (WHERE m.since <= %(last)s AND (m.until IS NULL OR m.until >= %(last)s))
  FROM school_schoolclass k JOIN school_group g ON g.school_class_id = k.id AND g.kind = 'class'
  JOIN school_membership m ON m.group_id = g.id
 WHERE k.school_id = %(school)s AND k.year_id = %(year)s GROUP BY k.id"""
# The class before is the whole-class group of the day before the movement.
_MOVEMENTS = """SELECT e.kind, e.day, e.student_id, p.last_name, p.first_name, p.patronymic,
       (SELECT g.school_class_id FROM school_membership m
          JOIN school_group g ON g.id = m.group_id AND g.kind = 'class'
         WHERE m.student_id = e.student_id AND m.since < e.day ORDER BY m.since DESC LIMIT 1),
       e.to_class_id, e.order_number, e.order_day
  FROM school_enrolment e JOIN school_student s ON s.id = e.student_id
  JOIN school_person p ON p.id = s.person_id
 WHERE e.school_id = %(school)s AND e.day > %(first)s AND e.day <= %(last)s
 ORDER BY e.day, p.sort_key, e.id"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """A student came, moved to another class or left, by an order."""

    kind: str
    day: date
    student_id: int
    name: Name
    from_class: int | None
    to_class: int | None
    order_number: str
    order_day: date | None

    @property
    def label(self) -> str:
        return str(EnrolmentKind(self.kind).label)

    def is_into(self, class_id: int) -> bool:
        return self.kind != EnrolmentKind.WITHDRAWN and self.to_class == class_id

    def is_out_of(self, class_id: int) -> bool:
        return self.kind != EnrolmentKind.ENROLLED and self.from_class == class_id


@dataclass(frozen=True, slots=True, kw_only=True)
class MovementsOf:
    """`numbers`: by class at the beginning and at the end."""

    numbers: dict[int, tuple[int, int]]
    movements: tuple[Movement, ...]


def movements_of(ground: Ground, first: date, last: date) -> MovementsOf:
    """The whole school from the end of the first day to the last, in two statements."""
    values = {
        "school": ground.here.school.pk,
        "year": ground.year[0] if ground.year else 0,
        "first": first,
        "last": last,
    }
    numbers = {pk: (begin, end) for pk, begin, end in _read(_NUMBERS, values)}
    return MovementsOf(
        numbers=numbers, movements=tuple(_movement(row) for row in _read(_MOVEMENTS, values))
    )


def _movement(row: tuple) -> Movement:
    kind, day, student, last, first, patronymic, before, after, order, order_day = row
    return Movement(
        kind=kind,
        day=day,
        student_id=student,
        name=Name(last, first, patronymic),
        from_class=None if kind == EnrolmentKind.ENROLLED else before,
        to_class=after,
        order_number=order,
        order_day=order_day,
    )


def _read(sql: str, values: dict[str, Any]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
