"""One import: all its files together, what they hold, what is wrong, what would be written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from core.imports.faults import Faults, Place
from core.imports.files import is_zip, open_zip, read_tables
from core.imports.plan import Plan
from core.imports.recognise import read_rows, recognise
from core.imports.sheets import GridSheet, Row, packages, sheets
from core.imports.tables import MOST_FILES, MOST_ROWS, Table, Unreadable, Upload

P = TypeVar("P")


def _silent(step: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


@dataclass(slots=True, kw_only=True)
class Batch:
    """What an import of one school works with.

    `day` is the day from which changes hold (None: the year's first day for what is new, today
    for what moves). Rooms keep what they have read from the database in `part`."""

    school_id: int
    actor: Any
    now: datetime
    day: date | None = None
    progress: Callable[[str, int, int], None] = _silent
    faults: Faults = field(default_factory=Faults)
    plan: Plan = field(default_factory=Plan)
    notices: list[str] = field(default_factory=list)
    rows: dict[str, list[Any]] = field(default_factory=dict)
    packages: dict[str, list[Any]] = field(default_factory=dict)
    _parts: dict[type, Any] = field(default_factory=dict)
    _last: list[Callable[[Batch], None]] = field(default_factory=list)

    def part(self, kind: type[P]) -> P:
        """What a room keeps for this import, made once: `batch.part(Registers)`."""
        if kind not in self._parts:
            self._parts[kind] = kind(self)
        return self._parts[kind]

    def at_the_end(self, work: Callable[[Batch], None]) -> None:
        """Do this once when all sheets are planned (all login names, for example)."""
        if work not in self._last:
            self._last.append(work)


def read_and_plan(batch: Batch, uploads: list[Upload]) -> Batch:
    """Read all files, collect every error, plan every write. Writes nothing."""
    read_all(batch, uploads)
    steps = [
        *((kind, batch.packages[kind.key]) for kind in packages if kind.key in batch.packages),
        *((sheet, batch.rows[sheet.key]) for sheet in sheets if sheet.key in batch.rows),
    ]
    for number, (step, rows) in enumerate(sorted(steps, key=lambda pair: pair[0].order)):
        batch.progress(_("Comparing with the registers"), number, len(steps))
        step.plan(batch, rows)
    for work in batch._last:
        work(batch)
    if not batch.faults and not batch.plan.entries:
        batch.faults.add(Place(), "nothing_found", _("The files hold no entries."))
    return batch


def read_all(batch: Batch, uploads: list[Upload]) -> None:
    """Read every file as far as it goes; one that is none does not hide the others' errors."""
    if len(uploads) > MOST_FILES:
        batch.faults.add(
            Place(),
            "too_many_files",
            _("More than %(most)s files at once. Divide them.") % {"most": MOST_FILES},
        )
        return
    for number, upload in enumerate(uploads):
        batch.progress(_("Reading the files"), number, len(uploads))
        try:
            _read_one(batch, upload)
        except Unreadable as bad:
            batch.faults.add(bad.place or Place(upload.name), bad.code, bad.message)
    if sum(map(len, batch.rows.values())) > MOST_ROWS:
        batch.faults.add(
            Place(),
            "too_many_rows",
            _("The files have more than %(rows)s rows together. Divide them.")
            % {"rows": MOST_ROWS},
        )
        batch.rows.clear()


def _read_one(batch: Batch, upload: Upload) -> None:
    if is_zip(upload):
        archive = open_zip(upload)
        for kind in packages:
            if kind.fits(archive.namelist()):
                batch.packages.setdefault(kind.key, []).append((upload, archive))
                return
    for table in read_tables(upload):
        _read_table(batch, table)


def _read_table(batch: Batch, table: Table) -> None:
    found = recognise(table, batch.faults)
    if found is None:
        return
    if isinstance(found, GridSheet):
        batch.rows.setdefault(found.key, []).extend(found.read(batch, table))
        return
    rows: list[Row] = read_rows(table, found, batch.faults)
    batch.rows.setdefault(found.sheet.key, []).extend(rows)
    _notice_unused(batch, table, found.headings, set(found.columns))


def _notice_unused(batch: Batch, table: Table, headings: dict[int, str], used: set[int]) -> None:
    unused = [heading for position, heading in headings.items() if position not in used]
    if unused:
        shown = ", ".join(f"«{one}»" for one in unused[:12])
        batch.notices.append(
            _("%(place)s: these columns are not read: %(columns)s.")
            % {"place": table.place().text, "columns": shown}
        )
