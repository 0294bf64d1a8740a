"""What a writing to cells comes to as rows, and the statements that write them: one for absences,
one for marks. Each deletes, changes and inserts at once, whatever the number of cells, with the
history's triggers."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import connection

from journal.cells import Absence
from journal.entries import Entries
from journal.queries.cell import Cell, Standing
from journal.queries.cells import Place
from school.models import Course, Person

_ABSENCES = """WITH gone AS (DELETE FROM journal_attendance WHERE id = ANY(%(gone)s)),
 changed AS (UPDATE journal_attendance a
     SET kind = n.kind, minutes = n.minutes, version = a.version + 1
    FROM unnest(%(ids)s::bigint[], %(to_kinds)s::text[], %(to_minutes)s::int[])
         n(id, kind, minutes) WHERE a.id = n.id)
INSERT INTO journal_attendance
       (school_id, lesson_id, student_id, kind, minutes, noted_at, noted_by_id, device_at, version)
SELECT %(school)s, n.lesson, n.student, n.kind, n.minutes, %(now)s, %(actor)s, %(device)s, 1
  FROM unnest(%(lessons)s::bigint[], %(students)s::bigint[], %(kinds)s::text[],
       %(minutes)s::int[]) n(lesson, student, kind, minutes)"""

_MARKS = """WITH gone AS (DELETE FROM journal_mark WHERE id = ANY(%(gone)s)),
 changed AS (UPDATE journal_mark m
     SET points = n.points, sign = n.sign, is_counted = n.is_counted, version = m.version + 1
    FROM unnest(%(ids)s::bigint[], %(to_points)s::int[], %(to_signs)s::text[],
         %(to_counted)s::boolean[]) n(id, points, sign, is_counted) WHERE m.id = n.id)
INSERT INTO journal_mark
       (id, school_id, course_id, scale, written_at, written_by_id, device_at, version, comment,
        lesson_id, student_id, work_id, kind_id, weight, part, first_part_id, retake_of_id,
        points, sign, is_counted)
SELECT n.id, %(school)s, %(course)s, %(scale)s, %(now)s, %(actor)s, %(device)s, 1, '',
       n.lesson, n.student, n.work, n.kind, n.weight, n.part, n.first_part, n.retake_of,
       n.points, n.sign, n.is_counted
  FROM unnest(%(new_id)s::bigint[], %(new_lesson)s::bigint[], %(new_student)s::bigint[],
       %(new_work)s::bigint[], %(new_kind)s::bigint[], %(new_weight)s::numeric[],
       %(new_part)s::int[], %(new_first)s::bigint[], %(new_retake)s::bigint[],
       %(new_points)s::int[], %(new_sign)s::text[], %(new_counted)s::boolean[])
       n(id, lesson, student, work, kind, weight, part, first_part, retake_of, points, sign,
         is_counted)"""


@dataclass(slots=True)
class Rows:
    """Gathered cell by cell, written at the end."""

    gone: list[int] = field(default_factory=list)
    changed: list[Standing] = field(default_factory=list)
    new: list[tuple[Place, Standing]] = field(default_factory=list)
    absences_gone: list[int] = field(default_factory=list)
    absences_changed: list[tuple[int, Absence]] = field(default_factory=list)
    absences_new: list[tuple[Place, Absence]] = field(default_factory=list)

    def bring(self, place: Place, cell: Cell, *, entries: Entries, absence: Absence | None) -> Cell:
        """What makes these entries and this absence of the cell; the cell with them."""
        stood = {mark.pk: mark for entry in cell.entries for mark in entry}
        stands = {mark.pk: mark for entry in entries for mark in entry}
        self.gone += stood.keys() - stands.keys()
        self.changed += [m for pk, m in stands.items() if pk in stood and m != stood[pk]]
        self.new += [(place, mark) for pk, mark in stands.items() if pk not in stood]
        cell = replace(cell, entries=entries)
        return cell if absence == cell.absence else self._bring_absence(place, cell, absence)

    def _bring_absence(self, place: Place, cell: Cell, absence: Absence | None) -> Cell:
        if absence is None:
            self.absences_gone.append(cell.noted_id)
        elif cell.noted_id is None:
            self.absences_new.append((place, absence))
        else:
            self.absences_changed.append((cell.noted_id, absence))
        return replace(cell, noted=absence)

    def write(
        self, *, course: Course, actor: Person, now: datetime, typed_at: datetime | None = None
    ) -> None:
        """At most two statements, none where nothing changes."""
        common = {"school": course.school_id, "actor": actor.pk, "now": now, "device": typed_at}
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
            "ids": [mark.pk for mark in self.changed],
            "to_points": [mark.value.points for mark in self.changed],
            "to_signs": [mark.value.sign for mark in self.changed],
            "to_counted": [mark.is_counted for mark in self.changed],
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
            "new_counted": [mark.is_counted for mark in new],
        }


def _execute(sql: str, values: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
