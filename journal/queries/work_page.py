"""The results page of a work: each student with the first mark, the retake, the points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from core.regulation import State
from journal.averages import average, shown
from journal.cells import Value
from journal.models import AbsenceKind, Work
from journal.permissions import LessonHere
from journal.points import points_text
from journal.queries.pieces import MEMBERS, Member, absences_sql, members_from
from journal.queries.work_states import WorkState, work_states
from school.choices import CHOICES

_PAGE = f"""SELECT {MEMBERS}, {absences_sql("ARRAY[%(lesson)s]::bigint[]")},
 (SELECT json_agg(json_build_array(m.student_id, m.id, m.points, m.sign, m.part, m.first_part_id,
         m.retake_of_id, m.is_counted) ORDER BY m.id)
    FROM journal_mark m WHERE m.work_id = %(work)s),
 (SELECT json_agg(json_build_array(r.student_id, r.points::text, r.is_none))
    FROM journal_workresult r WHERE r.work_id = %(work)s),
 (SELECT s.value::json FROM school_schoolsetting s
   WHERE s.school_id = %(school)s AND s.key = 'point_borders' AND s.since <= %(last)s
   ORDER BY s.since DESC LIMIT 1)"""
NONE = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """One time the work was written: 4, or 4/3; whether it counts in the average."""

    pk: int
    text: str
    points: tuple[int, ...]
    is_retake: bool
    is_counted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultRow:
    """A student. `mark` is what stands in the column (`-`: no mark), `retake` the last retake,
    `between` those before it. Who missed the work, or has «·», owes it."""

    student: Member
    sign: str
    mark: str
    retake: str
    between: tuple[str, ...]
    points: str
    owes: bool

    @property
    def is_away(self) -> bool:
        return self.sign in ("н", "уп", "б")


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkPage:
    """All that the results page shows."""

    work: Work
    may_write: bool
    as_deputy: bool
    has_begun: bool
    rows: tuple[ResultRow, ...]
    state: WorkState
    borders: tuple[Decimal, ...]
    counts: tuple[tuple[int, int], ...]
    mean: str
    now: datetime

    @property
    def is_open(self) -> bool:
        """Results may be written: by fact, and not where the lesson was cancelled."""
        return self.may_write and self.has_begun and not self.work.lesson.is_cancelled

    @property
    def most(self) -> str:
        return points_text(self.work.most_points)

    @property
    def plain_most(self) -> str:
        """For the page's own reckoning: a point, no noughts asked."""
        return f"{self.work.most_points:f}"

    @property
    def plain_borders(self) -> str:
        return " ".join(f"{border:f}" for border in self.borders)

    @property
    def borders_text(self) -> str:
        return " / ".join(points_text(border) for border in self.borders)

    @property
    def is_late(self) -> bool:
        return self.state.state == State.MISSING

    @property
    def is_asked(self) -> bool:
        return self.state.state != State.NOT_ASKED


def work_page(thing: LessonHere, work: Work, *, may_write: bool, now: datetime) -> WorkPage:
    """One work, in two statements beside the doors'."""
    lesson = thing.lesson
    values = {
        "lesson": lesson.pk,
        "group": lesson.course.group_id,
        "first": lesson.day,
        "last": lesson.day,
        "work": work.pk,
        "school": lesson.school_id,
    }
    with connection.cursor() as cursor:
        cursor.execute(_PAGE, values)
        members, absences, marks, results, borders = cursor.fetchone()
    tries = _tries(marks or ())
    noted = {row[0]: row[1:] for row in results or ()}
    signs = {row[1]: AbsenceKind(row[2]).sign for row in absences or ()}
    rows = tuple(
        _row(one, signs.get(one.pk, ""), tries.get(one.pk, []), noted.get(one.pk))
        for one in members_from(members)
    )
    firsts = [point for t in tries.values() for one in t if one.is_counted for point in one.points]
    choice = CHOICES["point_borders"]
    return WorkPage(
        work=work,
        may_write=may_write,
        as_deputy=may_write and thing.as_deputy,
        has_begun=lesson.has_begun(now),
        rows=rows,
        state=work_states([work.pk], now=now, zone=thing.here.school.zone)[work.pk],
        borders=choice.default if borders is None else choice.parse(borders),
        counts=tuple((mark, firsts.count(mark)) for mark in (5, 4, 3, 2) if mark in firsts),
        mean=shown(average((point, Decimal(1)) for point in firsts)),
        now=now,
    )


def students_of(work: Work) -> list[Member]:
    """Who was in the group on the day of the work (its lesson and course at hand), as listed."""
    day = work.lesson.day
    values = {"group": work.lesson.course.group_id, "first": day, "last": day}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {MEMBERS}", values)
        return members_from(cursor.fetchone()[0])


def work_of(school_id: int, work_id: int) -> Work | None:
    """A work of this school with its kind."""
    found = Work.objects.filter(school_id=school_id, pk=work_id).select_related("kind")
    return found.first()


def _tries(marks: Sequence[list[Any]]) -> dict[int, list[Try]]:
    seconds = {row[5]: row for row in marks if row[5] is not None}
    tries: dict[int, list[Try]] = {}
    for student, pk, points, sign, _part, first_part, retake_of, is_counted in marks:
        if first_part is not None:
            continue
        values = [Value(points, sign)]
        if second := seconds.get(pk):
            values.append(Value(second[2], second[3]))
        tries.setdefault(student, []).append(
            Try(
                pk=pk,
                text="/".join(value.text for value in values),
                points=tuple(v.points for v in values if v.points is not None),
                is_retake=retake_of is not None,
                is_counted=is_counted,
            )
        )
    return tries


def _row(student: Member, sign: str, tries: list[Try], noted: list | None) -> ResultRow:
    points, is_none = noted or (None, False)
    firsts = [one.text for one in tries if not one.is_retake]
    again = [one.text for one in tries if one.is_retake]
    mark = firsts[0] if firsts else (NONE if is_none else "")
    is_away = sign in ("н", "уп", "б")
    return ResultRow(
        student=student,
        sign=sign,
        mark=mark,
        retake=again[-1] if again else "",
        between=(*firsts[1:], *again[:-1]),
        points=points_text(Decimal(points)) if points is not None else "",
        owes=mark == "·" or (is_away and not mark),
    )
