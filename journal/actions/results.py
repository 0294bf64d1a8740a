"""Results of a work: all students in one act, all or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.refusal import ChangedMeanwhile, Refused
from journal.actions.bulk import BadCell, bad_cell, name_the_hands, refuse_place, take_cells
from journal.actions.cell_rows import Rows
from journal.actions.marks import scale_of
from journal.actions.record import given
from journal.actions.result_rows import Noted, noted_of, write_noted
from journal.actions.rules import ask_rules, refuse_stranger, refuse_without_its_work
from journal.cells import Content, Difference, Entry, Value, entry_text, parse
from journal.entries import (
    Entries,
    change_between,
    counted_anew,
    kind_of_standing,
    with_entry,
)
from journal.models import Work
from journal.points import mark_of_points, points_of
from journal.queries.cell import Cell, values_of
from journal.queries.cells import Cells, cells_of
from school.choices import chosen
from school.models import Course, Person

NONE = frozenset({"-", "—", "–", "нет"})
ABSENT = frozenset({"н", "б", "уп", "у", "n", "h"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultWish:
    """What a student is to have of a work, as typed, and what was seen: the mark (`4`, `4/3`, `·`,
    `-` for none), the points it is made of, the mark of the retake. None: not asked."""

    student_id: int
    mark: str
    seen_mark: str
    points: str | None = None
    seen_points: str = ""
    retake: str | None = None
    seen_retake: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BadResult:
    """A result that cannot be written, and why."""

    student_id: int
    field: str
    code: str
    message: str


class ResultsRefused(Refused):
    """Some results cannot be written, so none was. Each bad one is named by student and field."""

    def __init__(self, bad: Sequence[BadResult]) -> None:
        message = ngettext(
            "Nothing was saved: %(count)d result cannot be written.",
            "Nothing was saved: %(count)d results cannot be written.",
            len(bad),
        ) % {"count": len(bad)}
        super().__init__("bad_results", message, field="results")
        self.bad = tuple(bad)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tries:
    """The entries of a work in a cell: the first, the retake (the last of them), and others."""

    first: int | None
    retake: int | None

    @classmethod
    def of(cls, entries: Entries, work_id: int) -> Tries:
        """By their places in the cell."""
        mine = [at for at, entry in enumerate(entries) if entry[0].work_id == work_id]
        firsts = [at for at in mine if entries[at][0].retake_of is None]
        again = [at for at in mine if entries[at][0].retake_of is not None]
        return cls(first=firsts[0] if firsts else None, retake=again[-1] if again else None)


def save_results(
    *,
    actor: Person,
    course: Course,
    work: Work,
    wishes: Sequence[ResultWish],
    now: datetime,
    key: UUID | None = None,
    reason: str = "",
) -> bool:
    """Write the results of a work (its course with group and class at hand): marks, points that
    become marks by the school's scale, an explicit «no mark», retakes beside the first.

    All or nothing. Raises ResultsRefused with every bad result. Answers whether the request was
    new: repeated, it changes nothing."""
    places = [(work.lesson_id, wish.student_id) for wish in wishes]
    with transaction.atomic(), given(reason):
        if not take_cells(actor=actor, key=key, now=now, lesson_ids=[work.lesson_id]):
            return False
        read = cells_of(
            course,
            places,
            now=now,
            person_id=actor.pk,
            work_ids=[work.pk],
            new_marks=4 * len(wishes),
        )
        borders = _borders(work, read)
        sheet = _Sheet(work=work, read=read, borders=borders, reason=reason, now=now)
        rows, noted = _all(sheet, wishes, noted_of(work.pk))
        rows.write(course=course, actor=actor, now=now)
        write_noted(work, noted, actor=actor, now=now)
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    work: Work
    read: Cells
    borders: Sequence[Decimal]
    reason: str
    now: datetime

    @property
    def scale(self) -> str:
        return scale_of(self.read.course)


def _borders(work: Work, read: Cells) -> Sequence[Decimal]:
    lesson = read.lessons.get(work.lesson_id)
    if work.most_points is None or lesson is None:
        return ()
    return chosen(work.school_id, lesson.day, "point_borders")["point_borders"]


def _all(
    sheet: _Sheet, wishes: Sequence[ResultWish], before: dict[int, Noted]
) -> tuple[Rows, dict[int, Noted | None]]:
    rows, ids, bad = Rows(), iter(sheet.read.ids), []
    noted: dict[int, Noted | None] = {}
    for wish in wishes:
        stood = before.get(wish.student_id, Noted())
        try:
            now_noted = _one(sheet, wish, stood, rows, ids)
        except Refused as error:
            place = (sheet.work.lesson_id, wish.student_id)
            bad.append((error.field or "mark", bad_cell(place, error)))
            continue
        if now_noted != stood:
            noted[wish.student_id] = now_noted if now_noted != Noted() else None
    if bad:
        raise ResultsRefused(_named(bad))
    return rows, noted


def _named(bad: Sequence[tuple[str, BadCell]]) -> list[BadResult]:
    cells = name_the_hands([cell for _field, cell in bad])
    return [
        BadResult(
            student_id=cell.student_id,
            field=field if field in ("mark", "points", "retake") else "mark",
            code=cell.code,
            message=cell.message,
        )
        for (field, _cell), cell in zip(bad, cells, strict=True)
    ]


def _one(sheet: _Sheet, wish: ResultWish, stood: Noted, rows: Rows, ids: Iterator[int]) -> Noted:
    """One student: rows that bring the cell to what is wanted; what is noted beside the mark."""
    place = (sheet.work.lesson_id, wish.student_id)
    refuse_place(sheet.read, place, now=sheet.now)
    cell = sheet.read.cell(place, kind_id=None, work_id=sheet.work.pk)
    refuse_without_its_work(cell)
    tries = Tries.of(cell.entries, sheet.work.pk)
    points = _points(sheet, wish, stood)
    first, is_none = _first(sheet, wish, cell, points, stood)
    again = _again(sheet, wish)
    _refuse_if_changed(cell, tries, wish, stood, first=first, again=again)
    entries = _entries(cell, tries, first=first, again=again, ids=ids, now=sheet.now)
    change = change_between(cell.entries, entries)
    if change != Difference():
        wanted = Content(tuple(values_of(entry) for entry in entries), cell.absence)
        ask_rules(cell, change, wanted, reason=sheet.reason, now=sheet.now)
        entries = counted_anew(entries, cell.retakes)
        rows.bring(place, cell, entries=entries, absence=cell.absence)
    else:
        refuse_stranger(cell)
    return Noted(points=points if first else None, is_none=is_none)


def _points(sheet: _Sheet, wish: ResultWish, stood: Noted) -> Decimal | None:
    if wish.points is None or sheet.work.most_points is None:
        return stood.points
    return points_of(wish.points, most=sheet.work.most_points)


def _first(
    sheet: _Sheet, wish: ResultWish, cell: Cell, points: Decimal | None, stood: Noted
) -> tuple[Entry, bool]:
    """The first mark that is wanted (empty: none written), and whether there is to be none. New
    points make the mark, where no other mark was typed beside them."""
    text = " ".join(wish.mark.split())
    if points is not None and points != stood.points and text == wish.seen_mark:
        value = mark_of_points(
            points, most=sheet.work.most_points, borders=sheet.borders, scale=sheet.scale
        )
        if value is not None:
            return (Value(points=value),), False
    if text in NONE:
        return (), True
    if text.casefold() in ABSENT:
        if cell.absence is None or not cell.absence.kind.is_missed:
            message = _("The register does not say absent: note it there first.")
            raise Refused("not_absent", message, field="mark")
        return (), False
    return _entry(text, sheet, field="mark"), False


def _again(sheet: _Sheet, wish: ResultWish) -> Entry | None:
    if wish.retake is None:
        return None
    return _entry(" ".join(wish.retake.split()), sheet, field="retake")


def _entry(text: str, sheet: _Sheet, *, field: str) -> Entry:
    """One mark of the work, of two parts where it has two."""
    if not text:
        return ()
    try:
        content = parse(text, scale=sheet.scale)
    except Refused as error:
        error.field = field
        raise
    if content.absence or len(content.entries) != 1:
        raise Refused("one_mark", _("One mark is meant here."), field=field)
    [entry] = content.entries
    if len(entry) > sheet.work.parts:
        raise Refused("one_part", _("This work has one mark, not two."), field=field)
    return entry


def _refuse_if_changed(
    cell: Cell, tries: Tries, wish: ResultWish, stood: Noted, *, first: Entry, again: Entry | None
) -> None:
    """Somebody else wrote one of the two marks meanwhile, and something else is wanted."""
    stands = _text(cell.entries, tries.first) or ("-" if stood.is_none else "")
    pairs = [("mark", wish.seen_mark, stands, entry_text(first))]
    if again is not None:
        stands = _text(cell.entries, tries.retake)
        pairs.append(("retake", wish.seen_retake, stands, entry_text(again)))
    for field, seen, now, wanted in pairs:
        if now not in (seen, wanted):
            raise ChangedMeanwhile("", theirs=now, by="", field=field)


def _text(entries: Entries, at: int | None) -> str:
    return "" if at is None else entry_text(values_of(entries[at]))


def _entries(
    cell: Cell,
    tries: Tries,
    *,
    first: Entry,
    again: Entry | None,
    ids: Iterator[int],
    now: datetime,
) -> Entries:
    """The cell's entries with the work's first mark and its retake as wanted."""
    entries = cell.entries
    if again is not None and tries.retake is not None:
        retaken = kind_of_standing(entries[tries.retake][0])
        entries = with_entry(entries, tries.retake, again, new=retaken, ids=ids, now=now)
    at = Tries.of(entries, cell.new.work_id).first
    entries = with_entry(entries, at, first, new=cell.new, ids=ids, now=now)
    if not again or tries.retake is not None:
        return entries
    at = Tries.of(entries, cell.new.work_id).first
    if at is None:
        message = _("There is no first mark to write again.")
        raise Refused("nothing_to_retake", message, field="retake")
    new = kind_of_standing(entries[at][0], retake_of=entries[at][0].pk)
    return with_entry(entries, None, again, new=new, ids=ids, now=now)
