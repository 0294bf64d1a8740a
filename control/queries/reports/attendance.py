"""Attendance of many classes over a period, by month and reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import connection

from control.queries.reports.ground import ClassRef, Ground
from core.text import Name
from journal.attendance import Tally, reason_of_day, total

_ASKED = """asked AS (SELECT * FROM unnest(%(classes)s::bigint[], %(firsts)s::date[],
                                           %(lasts)s::date[]) AS a(class, first, last))"""
# Sums by class (and student, where asked) and month, then each pupil's day with something missed.
_TALLIES = f"""WITH {_ASKED}, days AS MATERIALIZED (
  SELECT class_id, student_id, day,
         count(*) FILTER (WHERE is_counted) AS planned,
         count(*) FILTER (WHERE is_counted AND state = 'absent') AS absent,
         count(*) FILTER (WHERE is_counted AND state = 'excused') AS excused,
         count(*) FILTER (WHERE is_counted AND state = 'ill') AS ill,
         count(*) FILTER (WHERE is_counted AND state = 'late') AS late,
         count(*) FILTER (WHERE NOT is_counted AND state NOT IN ('away', 'ahead')) AS unknown,
         count(*) FILTER (WHERE state = 'away') AS away,
         count(*) FILTER (WHERE state = 'ahead') AS ahead
    FROM journal_pupil_lessons(%(classes)s::bigint[], %(first)s, %(last)s, %(now)s)
    JOIN asked a ON a.class = class_id AND day BETWEEN a.first AND a.last
   GROUP BY class_id, student_id, day)
SELECT false, class_id, CASE WHEN %(by_student)s THEN student_id END,
       date_trunc('month', day)::date, sum(planned)::int, sum(absent)::int, sum(excused)::int,
       sum(ill)::int, sum(late)::int, sum(unknown)::int, sum(away)::int, sum(ahead)::int
  FROM days GROUP BY 2, 3, 4
UNION ALL
SELECT true, class_id, CASE WHEN %(by_student)s THEN student_id END, day, planned, absent,
       excused, ill, late, unknown, away, ahead
  FROM days WHERE absent + excused + ill > 0"""
_LESSONS = f"""WITH {_ASKED}
SELECT a.class, date_trunc('month', l.day)::date, count(*),
       count(*) FILTER (WHERE r.register_at IS NULL)
  FROM asked a JOIN school_group g ON g.school_class_id = a.class
       AND g.kind IN ('class', 'subgroup')
  JOIN school_course c ON c.group_id = g.id
  JOIN schedule_lesson l ON l.course_id = c.id AND l.day BETWEEN a.first AND a.last
       AND l.state <> 'cancelled' AND l.starts_at <= %(now)s
  LEFT JOIN journal_lessonrecord r ON r.lesson_id = l.id
 GROUP BY 1, 2"""
_NAMES = """SELECT s.id, p.last_name, p.first_name, p.patronymic
  FROM school_student s JOIN school_person p ON p.id = s.person_id
 WHERE s.id = ANY(%(students)s) ORDER BY p.sort_key, s.id"""

Place = tuple[int, int | None, date]  # class, student where asked, month


@dataclass(frozen=True, slots=True, kw_only=True)
class Registers:
    """Lessons of a class that have begun, and how many of them have no register."""

    lessons: int = 0
    without: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceOf:
    """Tallies by class, student (None: all) and month; lessons by class and month; names of the
    students of the one class that was asked for."""

    tallies: dict[Place, Tally]
    registers: dict[tuple[int, date], Registers]
    names: dict[int, Name]

    def of(
        self, class_id: int, *, month: date | None = None, student_id: int | None = None
    ) -> Tally:
        """All of a class or of a student of it; of one month or all of them."""
        return total(
            tally
            for (one, student, when), tally in self.tallies.items()
            if one == class_id
            and (student_id is None or student == student_id)
            and (month is None or when == month)
        )

    def lessons_of(self, class_id: int, month: date | None = None) -> Registers:
        """Of one month or all of them."""
        found = [
            one
            for (pk, when), one in self.registers.items()
            if pk == class_id and month in (None, when)
        ]
        return Registers(
            lessons=sum(one.lessons for one in found), without=sum(one.without for one in found)
        )


def attendance_of(
    ground: Ground, classes: Sequence[ClassRef], *, by_student: bool = False
) -> AttendanceOf:
    """The period's attendance of these classes, in three statements."""
    period = ground.period
    if period is None:
        return AttendanceOf(tallies={}, registers={}, names={})
    spans = [period.span_of(one.calendar_id) for one in classes]
    values = {
        "classes": [one.pk for one in classes],
        "firsts": [span[0] for span in spans],
        "lasts": [span[1] for span in spans],
        "first": period.first,
        "last": period.last,
        "now": ground.now,
        "by_student": by_student,
    }
    tallies = _tallies(_read(_TALLIES, values), ground.missed_day)
    registers = {
        (pk, month): Registers(lessons=lessons, without=without)
        for pk, month, lessons, without in _read(_LESSONS, values)
    }
    students = sorted({student for _class, student, _month in tallies if student})
    names = {pk: Name(*parts) for pk, *parts in _read(_NAMES, {"students": students})}
    return AttendanceOf(tallies=tallies, registers=registers, names=names)


def _tallies(rows: Sequence[tuple], from_lessons: int) -> dict[Place, Tally]:
    found: dict[Place, Tally] = {}
    for is_day, class_id, student, day, *numbers in rows:
        tally = _tally(numbers)
        place = (class_id, student, day.replace(day=1))
        if not is_day:
            found[place] = _plus(found.get(place, Tally()), tally, with_lessons=True)
        elif reason := reason_of_day(tally, from_lessons=from_lessons):
            one_day = Tally(days=1, **{f"days_{reason.value}": 1})
            found[place] = _plus(found.get(place, Tally()), one_day, with_lessons=False)
    return found


def _tally(numbers: Sequence[int]) -> Tally:
    planned, absent, excused, ill, late, unknown, away, ahead = numbers
    return Tally(
        planned=planned,
        absent=absent,
        excused=excused,
        ill=ill,
        late=late,
        unknown=unknown,
        away=away,
        ahead=ahead,
    )


def _plus(here: Tally, more: Tally, *, with_lessons: bool) -> Tally:
    if with_lessons:
        return replace(
            more,
            days=here.days,
            days_absent=here.days_absent,
            days_excused=here.days_excused,
            days_ill=here.days_ill,
        )
    return replace(
        here,
        days=here.days + more.days,
        days_absent=here.days_absent + more.days_absent,
        days_excused=here.days_excused + more.days_excused,
        days_ill=here.days_ill + more.days_ill,
    )


def _read(sql: str, values: dict[str, Any]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
