"""What the grid and the lesson page read alike: members of a group, kinds of work, shown cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from journal.cells import Absence, Value
from journal.marks_shown import ShownCell, ShownMark, note_of
from journal.models import AbsenceKind
from school.models import Membership


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A student with the days in the group."""

    pk: int
    name: str
    full_name: str
    spans: tuple[tuple[date, date | None], ...]

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


@dataclass(slots=True)
class MarkRow:
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

    @property
    def text(self) -> str:
        return Value(self.points, self.sign).text


# One JSON column of marks, each an array in the order of MarkRow's fields.
MARKS = """
(SELECT json_agg(json_build_array(m.lesson_id, m.student_id, m.id, m.points, m.sign,
        m.weight::text, m.part, m.first_part_id, m.kind_id,
        (m.written_at AT TIME ZONE %(zone)s)::date::text) ORDER BY m.id)
   FROM journal_mark m WHERE m.course_id = %(course)s AND m.lesson_id = ANY(%(lessons)s))
"""
ABSENCES = """
(SELECT json_agg(json_build_array(a.lesson_id, a.student_id, a.kind, a.minutes))
   FROM journal_attendance a WHERE a.lesson_id = ANY(%(lessons)s))
"""
KINDS = """
(SELECT json_agg(json_build_array(k.id, k.name, k.short_name, k.weight::text, k.is_written,
        k.is_usual, k.is_in_use) ORDER BY k.position, k.name)
   FROM journal_workkind k WHERE k.school_id = %(school)s)
"""
WORKS = """
(SELECT json_agg(json_build_array(w.id, w.lesson_id, w.kind_id, w.title) ORDER BY w.id)
   FROM journal_work w WHERE w.lesson_id = ANY(%(lessons)s))
"""


def members_of(group_id: int, first: date, last: date) -> list[Member]:
    """Who is in the group on at least one of these days, as a class list is sorted. One SQL."""
    rows = (
        Membership.objects.within(first, last)
        .filter(group_id=group_id)
        .order_by("student__person__sort_key", "student_id", "since")
        .values_list(
            "student_id",
            "since",
            "until",
            "student__person__last_name",
            "student__person__first_name",
            "student__person__patronymic",
        )
    )
    spans: dict[int, list[tuple[date, date | None]]] = {}
    names: dict[int, tuple[str, str, str]] = {}
    for pk, since, until, *name in rows:
        spans.setdefault(pk, []).append((since, until))
        names[pk] = (name[0], name[1], name[2])
    return [
        Member(
            pk=pk,
            name=f"{names[pk][0]} {names[pk][1]}".strip(),
            full_name=" ".join(filter(None, names[pk])),
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
    """Cells that hold something, by student and lesson."""
    late = _("written on %s")
    entries: dict[tuple[int, int], list[ShownMark]] = {}
    places: dict[int, tuple[tuple[int, int], int]] = {}
    for mark in marks:
        place = (mark.student_id, mark.lesson_id)
        if mark.first_part in places:
            _join(entries, places[mark.first_part], mark)
            continue
        cell = entries.setdefault(place, [])
        places[mark.pk] = (place, len(cell))
        cell.append(_shown(mark, kinds[mark.kind_id], days[mark.lesson_id], late))
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


def _shown(mark: MarkRow, kind: Kind, day: date, late: str) -> ShownMark:
    written = date.fromisoformat(mark.written_on)
    note = note_of(
        kind=kind.name,
        weight=mark.weight,
        written_on=written if written != day else None,
        is_usual=kind.is_usual,
        late=late,
    )
    return ShownMark(mark.text, mark.points, note, kind.is_written)
