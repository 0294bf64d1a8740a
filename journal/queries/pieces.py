"""What the grid and the lesson page read alike: members of a group, kinds of work, shown cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from journal.cells import Absence, Value
from journal.marks_shown import ShownCell, ShownMark, note_of, tries_of
from journal.models import AbsenceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A student with the days in the group."""

    pk: int
    name: str
    full_name: str
    class_name: str
    spans: tuple[tuple[date, date | None], ...]

    def is_always_in(self, first: date, last: date) -> bool:
        """On every day from first to last, in one span."""
        return any(
            since <= first and (until is None or last <= until) for since, until in self.spans
        )

    def was_in(self, day: date) -> bool:
        return any(since <= day and (until is None or day <= until) for since, until in self.spans)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of work as choosers and notes show it."""

    pk: int
    name: str
    short_name: str
    weight: Decimal
    is_written: bool
    is_usual: bool
    is_in_use: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkHere:
    """A work held in a lesson."""

    pk: int
    lesson_id: int
    kind: Kind
    title: str


class MarkRow(NamedTuple):
    """A mark as the pages read it from one JSON column."""

    lesson_id: int
    student_id: int
    pk: int
    points: int | None
    sign: str
    weight: str
    part: int
    first_part: int | None
    kind_id: int
    written_on: str
    is_counted: bool
    is_retake: bool

    @property
    def text(self) -> str:
        return Value(self.points, self.sign).text


# JSON columns that pages put into one statement: a page of the journal is read at once, and the
# ORM's compiling of a query costs more than the database's answering it (sql/pieces.sql).
# `lessons` is an array of ids.
MEMBERS = "journal_members(%(group)s, %(first)s, %(last)s)"
KINDS = "journal_kinds(%(school)s)"


def marks_sql(lessons: str) -> str:
    """Marks, each an array in the order of MarkRow's fields."""
    return f"journal_marks_in(%(course)s, {lessons}, %(zone)s)"


def absences_sql(lessons: str) -> str:
    """Absences: lesson, student, kind as it is shown (a note turns н into уп or б), minutes."""
    return f"journal_absences_in({lessons})"


def works_sql(lessons: str) -> str:
    """Works held in the lessons."""
    return f"journal_works_in({lessons})"


def members_from(rows: Sequence[list] | None) -> list[Member]:
    """The students of MEMBERS, each once with all spans of days in the group."""
    spans: dict[int, list[tuple[date, date | None]]] = {}
    names: dict[int, tuple[str, str, str]] = {}
    classes: dict[int, str] = {}
    for pk, since, until, last, first, patronymic, class_name in rows or ():
        end = date.fromisoformat(until) if until else None
        spans.setdefault(pk, []).append((date.fromisoformat(since), end))
        names[pk] = (last, first, patronymic)
        classes[pk] = class_name or ""
    return [
        Member(
            pk=pk,
            name=f"{names[pk][0]} {names[pk][1]}".strip(),
            full_name=" ".join(filter(None, names[pk])),
            class_name=classes[pk],
            spans=tuple(days),
        )
        for pk, days in spans.items()
    ]


def kinds_from(rows: Sequence[list] | None) -> dict[int, Kind]:
    """The school's kinds of work, in their order."""
    return {
        row[0]: Kind(
            pk=row[0],
            name=row[1],
            short_name=row[2],
            weight=Decimal(row[3]),
            is_written=row[4],
            is_usual=row[5],
            is_in_use=row[6],
        )
        for row in rows or ()
    }


def works_from(rows: Sequence[list] | None, kinds: dict[int, Kind]) -> dict[int, list[WorkHere]]:
    """Works by lesson."""
    found: dict[int, list[WorkHere]] = {}
    for pk, lesson_id, kind_id, title in rows or ():
        work = WorkHere(pk=pk, lesson_id=lesson_id, kind=kinds[kind_id], title=title)
        found.setdefault(lesson_id, []).append(work)
    return found


def shown_cells(
    marks: Iterable[MarkRow],
    absences: Sequence[list] | None,
    *,
    kinds: dict[int, Kind],
    days: dict[int, date],
) -> dict[tuple[int, int], ShownCell]:
    """Cells that hold something, by student and lesson. Of marks that look alike one is made."""
    late = _("written on %s")
    on_time = {lesson: day.isoformat() for lesson, day in days.items()}
    alike: dict[tuple[object, ...], ShownMark] = {}
    entries: dict[tuple[int, int], list[ShownMark]] = {}
    places: dict[int, tuple[tuple[int, int], int]] = {}
    for mark in marks:
        place = (mark.student_id, mark.lesson_id)
        if mark.first_part in places:
            _join(entries, places[mark.first_part], mark)
            continue
        cell = entries.setdefault(place, [])
        places[mark.pk] = (place, len(cell))
        later = mark.written_on if mark.written_on != on_time[mark.lesson_id] else ""
        look = (mark.points, mark.sign, mark.weight, mark.kind_id, later)
        look += (mark.is_counted, mark.is_retake)
        if look not in alike:
            alike[look] = _shown(mark, kinds[mark.kind_id], later, late)
        cell.append(alike[look])
    away = {
        (student, lesson): Absence(AbsenceKind(kind), minutes)
        for lesson, student, kind, minutes in absences or ()
    }
    return {
        place: ShownCell(tuple(entries.get(place, ())), away.get(place))
        for place in entries.keys() | away.keys()
    }


def _join(
    entries: dict[tuple[int, int], list[ShownMark]],
    where: tuple[tuple[int, int], int],
    mark: MarkRow,
) -> None:
    """The second part of a work stands beside its first: 4/3, coloured as the lower."""
    place, at = where
    first = entries[place][at]
    points = None if None in (first.points, mark.points) else min(first.points, mark.points)
    entries[place][at] = ShownMark(f"{first.text}/{mark.text}", points, first.note, first.is_heavy)


def _shown(mark: MarkRow, kind: Kind, later: str, late: str) -> ShownMark:
    """`later`: the day it was written, if not the lesson's."""
    note = note_of(
        kind=kind.name,
        weight=mark.weight,
        written_on=date.fromisoformat(later) if later else None,
        is_usual=kind.is_usual,
        late=late,
        tries=tries_of(is_retake=mark.is_retake, is_counted=mark.is_counted),
    )
    return ShownMark(mark.text, mark.points, note, kind.is_written)
