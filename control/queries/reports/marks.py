"""Marks of periods as the reports count them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from control.figures import Counts, counted, level
from control.queries.reports.ground import Ground
from control.queries.reports.periods import Period
from core.text import Name
from journal.policy import Value

_FROM = """control_period_marks(%(school)s, %(calendars)s::bigint[], %(terms)s::bigint[],
  %(days)s::date[], %(slots)s::int[], %(classes)s::bigint[], %(subjects)s::bigint[])"""
_COUNTED = f"""SELECT slot, class_id, subject_id, course_id, scale, points, sign, count(*)
  FROM {_FROM} GROUP BY 1, 2, 3, 4, 5, 6, 7"""
_ROWS = f"""SELECT f.class_id, f.student_id, f.subject_id, f.course_id, f.scale, f.points, f.sign,
       p.last_name, p.first_name, p.patronymic
  FROM {_FROM} f
  JOIN school_student s ON s.id = f.student_id JOIN school_person p ON p.id = s.person_id
 ORDER BY p.sort_key, f.student_id"""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarksOf:
    """How many students of a class in a course have which mark; `slot` tells compared periods
    apart."""

    slot: int
    class_id: int
    subject_id: int
    course_id: int | None
    counts: Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class PupilMark:
    """A student in a subject, with the mark that stands: as it was given, and its level."""

    class_id: int
    student_id: int
    name: Name
    subject_id: int
    course_id: int | None
    given: Value
    value: Value

    @property
    def text(self) -> str:
        return self.given.text


def marks_counted(
    ground: Ground,
    periods: Iterable[Period | None],
    *,
    class_ids: Collection[int] | None = None,
    subject_ids: Collection[int] | None = None,
) -> list[MarksOf]:
    """Counts by class and course of one or more periods (slots 0, 1, …), one statement."""
    values = _asked(ground, enumerate(periods), class_ids, subject_ids)
    found: dict[tuple, list[tuple[Value, int]]] = {}
    for slot, school_class, subject, course, scale, points, sign, n in _read(_COUNTED, values):
        place = (slot, school_class, subject, course)
        value = level(Value(points, sign), scale or "", ground.point_borders)
        found.setdefault(place, []).append((value, n))
    return [
        MarksOf(
            slot=slot,
            class_id=school_class,
            subject_id=subject,
            course_id=course,
            counts=counted(rows),
        )
        for (slot, school_class, subject, course), rows in found.items()
    ]


def marks_of_pupils(
    ground: Ground,
    *,
    class_ids: Collection[int] | None = None,
    subject_ids: Collection[int] | None = None,
) -> list[PupilMark]:
    """Every student in every subject of the period, as class lists are sorted; one statement. Only
    what this person may see."""
    values = _asked(ground, [(0, ground.period)], class_ids, subject_ids)
    found = (_pupil(row, ground) for row in _read(_ROWS, values))
    return [one for one in found if ground.sees(one.class_id, one.course_id)]


def _pupil(row: tuple, ground: Ground) -> PupilMark:
    school_class, student, subject, course, scale, points, sign, last, first, patronymic = row
    given = Value(points, sign)
    return PupilMark(
        class_id=school_class,
        student_id=student,
        name=Name(last, first, patronymic),
        subject_id=subject,
        course_id=course,
        given=given,
        value=level(given, scale or "", ground.point_borders),
    )


def _asked(
    ground: Ground,
    periods: Iterable[tuple[int, Period | None]],
    class_ids: Collection[int] | None,
    subject_ids: Collection[int] | None,
) -> dict[str, Any]:
    places: list[tuple[int, int | None, date, int]] = []
    for slot, period in periods:
        for calendar in period.calendars if period else ():
            if not period.brings_marks(calendar):
                continue
            term = period.terms.get(calendar)
            last = term.last_day if term else period.last
            places.append((calendar, term.pk if term else None, min(last, ground.today), slot))
    return {
        "school": ground.here.school.pk,
        "calendars": [place[0] for place in places],
        "terms": [place[1] for place in places],
        "days": [place[2] for place in places],
        "slots": [place[3] for place in places],
        "classes": None if class_ids is None else list(class_ids),
        "subjects": None if subject_ids is None else list(subject_ids),
    }


def _read(sql: str, values: dict[str, Any]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
