"""Attendance of a class over a time: students × days, by reason, with sums (the сводная ведомость
посещаемости of the paper journal). Read by its own page and by the class page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from itertools import groupby

from django.db import connection

from journal.attendance import NOTHING, Tally, reason_of_day, total
from journal.models import AbsenceKind
from school.choices import chosen
from school.models import SchoolClass

_STUDENTS = """SELECT s.id, s.person_id, p.last_name, p.first_name, p.patronymic,
       min(m.since), bool_or(m.until IS NULL OR m.until >= %(last)s)
  FROM school_membership m JOIN school_group g ON g.id = m.group_id AND g.kind = 'class'
  JOIN school_student s ON s.id = m.student_id JOIN school_person p ON p.id = s.person_id
 WHERE g.school_class_id = %(class)s AND m.since <= %(last)s
   AND (m.until IS NULL OR m.until >= %(first)s)
 GROUP BY s.id, s.person_id, p.last_name, p.first_name, p.patronymic, p.sort_key
 ORDER BY p.sort_key, s.id"""
_DAYS = """SELECT student_id, day,
       count(*) FILTER (WHERE is_counted),
       count(*) FILTER (WHERE is_counted AND state = 'absent'),
       count(*) FILTER (WHERE is_counted AND state = 'excused'),
       count(*) FILTER (WHERE is_counted AND state = 'ill'),
       count(*) FILTER (WHERE is_counted AND state = 'late'),
       count(*) FILTER (WHERE NOT is_counted AND state NOT IN ('away', 'ahead')),
       count(*) FILTER (WHERE state = 'away'),
       count(*) FILTER (WHERE state = 'ahead')
  FROM journal_pupil_lessons(ARRAY[%(class)s], %(first)s, %(last)s, %(now)s)
 GROUP BY student_id, day"""
_LESSONS = """SELECT l.day, count(*),
       count(*) FILTER (WHERE r.register_at IS NULL AND l.starts_at <= %(now)s),
       bool_or(d.id IS NOT NULL)
  FROM school_group g JOIN school_course c ON c.group_id = g.id
  JOIN schedule_lesson l ON l.course_id = c.id AND l.day BETWEEN %(first)s AND %(last)s
       AND l.state <> 'cancelled'
  LEFT JOIN journal_lessonrecord r ON r.lesson_id = l.id
  LEFT JOIN school_calendarday d ON d.calendar_id = %(calendar)s AND d.day = l.day
       AND d.kind = 'distance'
 WHERE g.school_class_id = %(class)s AND g.kind IN ('class', 'subgroup')
 GROUP BY l.day ORDER BY l.day"""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixDay:
    """A column: a day with lessons of the class."""

    day: date
    lessons: int
    without_register: int
    is_distance: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixStudent:
    """A student of the class on at least one of the days."""

    pk: int
    person_id: int
    last_name: str
    first_name: str
    patronymic: str
    since: date
    is_in: bool

    @property
    def name(self) -> str:
        return f"{self.last_name} {self.first_name}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCell:
    """A student's day: its pupil-lessons, and why it counts as missed, if it does."""

    tally: Tally
    missed_day: AbsenceKind | None

    @property
    def parts(self) -> tuple[tuple[AbsenceKind, int], ...]:
        """(н, 1), (б, 2): what was missed of the day, by reason."""
        counts = (
            (AbsenceKind.ABSENT, self.tally.absent),
            (AbsenceKind.EXCUSED, self.tally.excused),
            (AbsenceKind.ILL, self.tally.ill),
        )
        return tuple((kind, count) for kind, count in counts if count)


EMPTY = DayCell(tally=NOTHING, missed_day=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """A student: one cell a column, the sums, and the months of which much was missed."""

    student: MatrixStudent
    cells: tuple[DayCell, ...]
    sums: Tally
    alarms: tuple[date, ...]


@dataclass(frozen=True, kw_only=True)
class AttendanceMatrix:
    """The whole table. `alarms` of a row are first days of months."""

    school_class: SchoolClass
    first: date
    last: date
    days: tuple[MatrixDay, ...]
    rows: tuple[MatrixRow, ...]
    from_lessons: int

    @cached_property
    def sums(self) -> Tally:
        return total(row.sums for row in self.rows)

    @cached_property
    def by_day(self) -> tuple[Tally, ...]:
        """The sums of each column."""
        return tuple(
            total(row.cells[at].tally for row in self.rows) for at in range(len(self.days))
        )

    @property
    def lessons(self) -> int:
        return sum(day.lessons for day in self.days)

    @property
    def without_register(self) -> int:
        """Lessons begun whose register nobody took: they are in no percentage."""
        return sum(day.without_register for day in self.days)

    @property
    def months(self) -> tuple[tuple[date, int], ...]:
        """The first day of each month with the number of its columns."""
        by_month = groupby(self.days, key=lambda column: column.day.replace(day=1))
        return tuple((month, len(list(columns))) for month, columns in by_month)


def attendance_matrix(
    school_class: SchoolClass, first: date, last: date, *, now: datetime
) -> AttendanceMatrix:
    """The class from day to day, in four statements whatever its size. A student is counted for
    the days in the class; lessons that have not begun by `now` are in no sum."""
    values = {
        "class": school_class.pk,
        "calendar": school_class.calendar_id,
        "first": first,
        "last": last,
        "now": now,
    }
    from_lessons = chosen(school_class.school_id, last, "missed_day")["missed_day"]
    days = tuple(_day(row) for row in _rows(_LESSONS, values))
    cells = {
        (student_id, day): _cell(counts, from_lessons)
        for student_id, day, *counts in _rows(_DAYS, values)
    }
    return AttendanceMatrix(
        school_class=school_class,
        first=first,
        last=last,
        days=days,
        rows=tuple(_row(row, days, cells) for row in _rows(_STUDENTS, values)),
        from_lessons=from_lessons,
    )


def _rows(sql: str, values: dict[str, object]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def _day(row: tuple) -> MatrixDay:
    day, lessons, without, is_distance = row
    return MatrixDay(day=day, lessons=lessons, without_register=without, is_distance=is_distance)


def _cell(counts: list[int], from_lessons: int) -> DayCell:
    planned, absent, excused, ill, late, unknown, away, ahead = counts
    tally = Tally(
        planned=planned,
        absent=absent,
        excused=excused,
        ill=ill,
        late=late,
        unknown=unknown,
        away=away,
        ahead=ahead,
    )
    reason = reason_of_day(tally, from_lessons=from_lessons)
    return DayCell(tally=_with_day(tally, reason), missed_day=reason)


def _with_day(tally: Tally, reason: AbsenceKind | None) -> Tally:
    match reason:
        case AbsenceKind.ABSENT:
            return replace(tally, days=1, days_absent=1)
        case AbsenceKind.EXCUSED:
            return replace(tally, days=1, days_excused=1)
        case AbsenceKind.ILL:
            return replace(tally, days=1, days_ill=1)
        case _:
            return tally


def _row(
    row: tuple, days: tuple[MatrixDay, ...], cells: dict[tuple[int, date], DayCell]
) -> MatrixRow:
    pk, person_id, last, first, patronymic, since, is_in = row
    student = MatrixStudent(
        pk=pk,
        person_id=person_id,
        last_name=last,
        first_name=first,
        patronymic=patronymic,
        since=since,
        is_in=is_in,
    )
    mine = tuple(cells.get((pk, column.day), EMPTY) for column in days)
    by_month = groupby(zip(days, mine, strict=True), key=lambda pair: pair[0].day.replace(day=1))
    sums = {month: total(cell.tally for _day, cell in pairs) for month, pairs in by_month}
    return MatrixRow(
        student=student,
        cells=mine,
        sums=total(sums.values()),
        alarms=tuple(month for month, tally in sums.items() if tally.is_alarming),
    )
