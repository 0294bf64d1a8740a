"""The entries of a cell after a change, and which of several tries counts. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from journal.averages import Retakes, Tried, not_counted
from journal.cells import Difference, Entry, Value
from journal.queries.cell import Cell, KindOfMark, Standing

Entries = tuple[tuple[Standing, ...], ...]


def entries_after(cell: Cell, change: Difference, *, ids: Iterator[int], now: datetime) -> Entries:
    """The entries as they will stand: what stays keeps kind, author and moment; what is new is of
    the cell's new kind and work."""
    changed = dict(change.changed)
    entries = [
        _changed(entry, changed[at], ids=ids, now=now) if at in changed else entry
        for at, entry in enumerate(cell.entries)
        if at not in change.removed
    ]
    added = [new_entry(cell.new, entry, ids=ids, now=now) for entry in change.added if cell.new]
    return counted_anew((*entries, *added), cell.retakes)


def new_entry(
    new: KindOfMark, values: Entry, *, ids: Iterator[int], now: datetime
) -> tuple[Standing, ...]:
    """A new mark, or the two parts of one."""
    first = _part(new, values[0], pk=next(ids), now=now)
    if len(values) == 1:
        return (first,)
    return (first, _part(new, values[1], pk=next(ids), now=now, first_part=first.pk))


def with_entry(
    entries: Entries,
    at: int | None,
    wanted: Entry,
    *,
    new: KindOfMark,
    ids: Iterator[int],
    now: datetime,
) -> Entries:
    """The entries with one of them as wanted: changed at its place, taken out, or added."""
    if at is None:
        return (*entries, new_entry(new, wanted, ids=ids, now=now)) if wanted else entries
    if not wanted:
        return (*entries[:at], *entries[at + 1 :])
    changed = _changed(entries[at], wanted, ids=ids, now=now)
    return (*entries[:at], changed, *entries[at + 1 :])


def change_between(before: Entries, after: Entries) -> Difference:
    """What was done to the entries of a cell, for the rules."""
    stands = {entry[0].pk: entry for entry in after}
    stood = {entry[0].pk for entry in before}
    values = {pk: tuple(mark.value for mark in entry) for pk, entry in stands.items()}
    return Difference(
        changed=tuple(
            (at, values[entry[0].pk])
            for at, entry in enumerate(before)
            if entry[0].pk in stands and stands[entry[0].pk] != entry
        ),
        removed=tuple(at for at, entry in enumerate(before) if entry[0].pk not in stands),
        added=tuple(values[pk] for pk in stands if pk not in stood),
    )


def kind_of_standing(mark: Standing, *, retake_of: int | None = None) -> KindOfMark:
    """Kind, weight and work of a mark that stands, for what is written beside it."""
    return KindOfMark(
        kind_id=mark.kind_id,
        weight=mark.weight,
        is_written=mark.is_written,
        name=mark.kind_name,
        is_usual=mark.is_usual,
        work_id=mark.work_id,
        retake_of=retake_of,
    )


def counted_anew(entries: Entries, retakes: Retakes) -> Entries:
    """The same entries; of several tries only the one that counts by the school's choice does."""
    if not any(entry[0].retake_of or not entry[0].is_counted for entry in entries):
        return entries
    numbers = [
        Tried(mark.pk, mark.value.points, mark.first_part, mark.retake_of)
        for entry in entries
        for mark in entry
        if mark.value.points is not None
    ]
    out = not_counted(numbers, retakes)
    return tuple(
        tuple(replace(mark, is_counted=mark.pk not in out) for mark in entry) for entry in entries
    )


def _changed(
    stands: tuple[Standing, ...], wanted: Entry, *, ids: Iterator[int], now: datetime
) -> tuple[Standing, ...]:
    """Other values, the same kind, author and first moment; a second part may come or go."""
    entry = [replace(m, value=value) for m, value in zip(stands, wanted, strict=False)]
    if len(wanted) > len(stands):
        first = stands[0]
        new = kind_of_standing(first)
        entry.append(_part(new, wanted[1], pk=next(ids), now=now, first_part=first.pk))
    return tuple(entry)


def _part(
    new: KindOfMark, value: Value, *, pk: int, now: datetime, first_part: int | None = None
) -> Standing:
    return Standing(
        pk=pk,
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
        retake_of=new.retake_of if first_part is None else None,
    )
