"""What a writing to many cells comes to as rows, and the statements that write them: one for
absences, one for marks, one for results of works. Each deletes, changes and inserts at once, with
the history's triggers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from journal.cells import Absence, Difference, Entry, Value
from journal.queries.cell import Cell, KindOfMark, Standing
from journal.queries.cells import Place
from school.models import Course, Person

_ABSENCES = """WITH gone AS (DELETE FROM journal_attendance WHERE id = ANY(%(gone)s)),
 changed AS (UPDATE journal_attendance a
     SET kind = n.kind, minutes = n.minutes, version = a.version + 1
    FROM unnest(%(ids)s::bigint[], %(to_kinds)s::text[], %(to_minutes)s::int[])
         n(id, kind, minutes) WHERE a.id = n.id)
INSERT INTO journal_attendance
       (school_id, lesson_id, student_id, kind, minutes, noted_at, noted_by_id, version)
SELECT %(school)s, n.lesson, n.student, n.kind, n.minutes, %(now)s, %(actor)s, 1
  FROM unnest(%(lessons)s::bigint[], %(students)s::bigint[], %(kinds)s::text[],
       %(minutes)s::int[]) n(lesson, student, kind, minutes)"""

_MARKS = """WITH gone AS (DELETE FROM journal_mark WHERE id = ANY(%(gone)s)),
 changed AS (UPDATE journal_mark m
     SET points = n.points, sign = n.sign, version = m.version + 1
    FROM unnest(%(ids)s::bigint[], %(to_points)s::int[], %(to_signs)s::text[])
         n(id, points, sign) WHERE m.id = n.id)
INSERT INTO journal_mark
       (id, school_id, course_id, scale, written_at, written_by_id, version, comment,
        lesson_id, student_id, work_id, kind_id, weight, part, first_part_id, retake_of_id,
        points, sign)
SELECT n.id, %(school)s, %(course)s, %(scale)s, %(now)s, %(actor)s, 1, '',
       n.lesson, n.student, n.work, n.kind, n.weight, n.part, n.first_part, n.retake_of,
       n.points, n.sign
  FROM unnest(%(new_id)s::bigint[], %(new_lesson)s::bigint[], %(new_student)s::bigint[],
       %(new_work)s::bigint[], %(new_kind)s::bigint[], %(new_weight)s::numeric[],
       %(new_part)s::int[], %(new_first)s::bigint[], %(new_retake)s::bigint[],
       %(new_points)s::int[], %(new_sign)s::text[])
       n(id, lesson, student, work, kind, weight, part, first_part, retake_of, points, sign)"""

_RESULTS = """WITH gone AS (
 DELETE FROM journal_workresult WHERE work_id = %(work)s AND student_id = ANY(%(gone)s))
INSERT INTO journal_workresult
       (school_id, work_id, student_id, points, is_none, noted_at, noted_by_id)
SELECT %(school)s, %(work)s, n.student, n.points, n.is_none, %(now)s, %(actor)s
  FROM unnest(%(students)s::bigint[], %(points)s::numeric[], %(nones)s::boolean[])
       n(student, points, is_none)
ON CONFLICT (work_id, student_id) DO UPDATE SET points = EXCLUDED.points,
   is_none = EXCLUDED.is_none, noted_at = EXCLUDED.noted_at, noted_by_id = EXCLUDED.noted_by_id"""


@dataclass(slots=True)
class Rows:
    """Gathered cell by cell, written at the end."""

    ids: Iterator[int]
    gone: list[int] = field(default_factory=list)
    changed: list[tuple[int, Value]] = field(default_factory=list)
    new: list[tuple[Place, Standing]] = field(default_factory=list)
    absences_gone: list[int] = field(default_factory=list)
    absences_changed: list[tuple[int, Absence]] = field(default_factory=list)
    absences_new: list[tuple[Place, Absence]] = field(default_factory=list)

    def bring_absence(self, place: Place, cell: Cell, absence: Absence | None) -> Cell:
        """Write this absence where another stands, or none; the cell with it."""
        if absence == cell.absence:
            return cell
        if absence is None:
            self.absences_gone.append(cell.noted_id)
        elif cell.noted_id is None:
            self.absences_new.append((place, absence))
        else:
            self.absences_changed.append((cell.noted_id, absence))
        return replace(cell, noted=absence)

    def bring_entries(
        self, place: Place, cell: Cell, change: Difference, *, now: datetime
    ) -> tuple[tuple[Standing, ...], ...]:
        """The entries as they stand afterwards; an entry that stays keeps author and moment."""
        changed = dict(change.changed)
        entries = []
        for at, entry in enumerate(cell.entries):
            if at in change.removed:
                self.gone += [mark.pk for mark in entry]
            elif at in changed:
                entries.append(self._change(place, entry, changed[at], now=now))
            else:
                entries.append(entry)
        entries += [self.add(place, cell.new, entry, now=now) for entry in change.added]
        return tuple(entries)

    def add(
        self,
        place: Place,
        new: KindOfMark,
        entry: Entry,
        *,
        now: datetime,
        retake_of: int | None = None,
    ) -> tuple[Standing, ...]:
        """A new mark, or the two parts of one."""
        first = self._part(place, new, entry[0], now=now, retake_of=retake_of)
        if len(entry) == 1:
            return (first,)
        return (first, self._part(place, new, entry[1], now=now, first_part=first.pk))

    def _part(
        self,
        place: Place,
        new: KindOfMark,
        value: Value,
        *,
        now: datetime,
        first_part: int | None = None,
        retake_of: int | None = None,
    ) -> Standing:
        mark = Standing(
            pk=next(self.ids),
            value=value,
            weight=new.weight,
            part=1 if first_part is None else 2,
            first_part=first_part,
            kind_id=new.kind_id,
            kind_name=new.name,
            work_id=new.work_id,
            written_at=now,
            is_written=new.is_written,
            is_usual=new.is_usual,
            retake_of=retake_of,
        )
        self.new.append((place, mark))
        return mark

    def _change(
        self, place: Place, stands: tuple[Standing, ...], wanted: Entry, *, now: datetime
    ) -> tuple[Standing, ...]:
        entry = []
        for mark, value in zip(stands, wanted, strict=False):
            if mark.value != value:
                self.changed.append((mark.pk, value))
            entry.append(replace(mark, value=value))
        self.gone += [mark.pk for mark in stands[len(wanted) :]]
        if len(wanted) > len(stands):
            kind = kind_of_standing(stands[0])
            entry.append(self._part(place, kind, wanted[1], now=now, first_part=stands[0].pk))
        return tuple(entry)

    def write(self, *, course: Course, actor: Person, now: datetime) -> None:
        """At most two statements, none where nothing changes."""
        common = {"school": course.school_id, "actor": actor.pk, "now": now}
        if self.absences_gone or self.absences_changed or self.absences_new:
            _execute(_ABSENCES, common | self._absences())
        if self.gone or self.changed or self.new:
            of = {"course": course.pk, "scale": course.scale}
            _execute(_MARKS, common | of | self._marks())

    def _absences(self) -> dict[str, Any]:
        return {
            "gone": self.absences_gone,
            "ids": [pk for pk, _absence in self.absences_changed],
            "to_kinds": [absence.kind.value for _pk, absence in self.absences_changed],
            "to_minutes": [absence.minutes for _pk, absence in self.absences_changed],
            "lessons": [place[0] for place, _absence in self.absences_new],
            "students": [place[1] for place, _absence in self.absences_new],
            "kinds": [absence.kind.value for _place, absence in self.absences_new],
            "minutes": [absence.minutes for _place, absence in self.absences_new],
        }

    def _marks(self) -> dict[str, Any]:
        new = [mark for _place, mark in self.new]
        return {
            "gone": self.gone,
            "ids": [pk for pk, _value in self.changed],
            "to_points": [value.points for _pk, value in self.changed],
            "to_signs": [value.sign for _pk, value in self.changed],
            "new_id": [mark.pk for mark in new],
            "new_lesson": [place[0] for place, _mark in self.new],
            "new_student": [place[1] for place, _mark in self.new],
            "new_work": [mark.work_id for mark in new],
            "new_kind": [mark.kind_id for mark in new],
            "new_weight": [mark.weight for mark in new],
            "new_part": [mark.part for mark in new],
            "new_first": [mark.first_part for mark in new],
            "new_retake": [mark.retake_of for mark in new],
            "new_points": [mark.value.points for mark in new],
            "new_sign": [mark.value.sign for mark in new],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultRow:
    """Points of a work, or the explicit word that there will be no mark."""

    student_id: int
    points: Decimal | None = None
    is_none: bool = False


def write_results(
    *,
    course: Course,
    work_id: int,
    kept: Sequence[ResultRow],
    gone: Sequence[int],
    actor: Person,
    now: datetime,
) -> None:
    """Results of a work: what is noted for some students, taken back for others."""
    if not kept and not gone:
        return
    values = {
        "school": course.school_id,
        "work": work_id,
        "actor": actor.pk,
        "now": now,
        "gone": list(gone),
        "students": [row.student_id for row in kept],
        "points": [row.points for row in kept],
        "nones": [row.is_none for row in kept],
    }
    _execute(_RESULTS, values)


def kind_of_standing(mark: Standing) -> KindOfMark:
    """Kind, weight and work of a mark that stands, for what is written beside it."""
    return KindOfMark(
        kind_id=mark.kind_id,
        weight=mark.weight,
        is_written=mark.is_written,
        name=mark.kind_name,
        is_usual=mark.is_usual,
        work_id=mark.work_id,
    )


def _execute(sql: str, values: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
