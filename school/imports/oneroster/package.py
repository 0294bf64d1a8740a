"""Reading a package: its manifest, its tables, and every error by file, row and column."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _

from core.imports.batch import Batch
from core.imports.delimited import decode, read_text_table
from core.imports.faults import BadCell, Faults, Place
from core.imports.sheets import Row
from core.imports.tables import Line, Table, Unreadable, Upload
from core.imports.workbook import read_member
from school.imports.oneroster.spec import (
    MODES,
    PASSED_OVER,
    STATUSES,
    TABLES,
    VERSIONS,
    TableSpec,
)

_LONGEST = 255
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_STAMP = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?")


@dataclass(slots=True)
class Package:
    """A package as read: rows by table, and whether it tells all or only what changed."""

    name: str
    version: str = "1.1"
    modes: dict[str, str] = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=dict)

    def of(self, table: str) -> list[Row]:
        return self.rows.get(table, [])


def is_package(names: list[str]) -> bool:
    """A manifest, or at least users and orgs: without a manifest the fault is said later."""
    lowered = {name.lower() for name in names}
    return "manifest.csv" in lowered or {"users.csv", "orgs.csv"} <= lowered


def read_package(batch: Batch, upload: Upload, archive: zipfile.ZipFile) -> Package:
    """All tables of the package; faults are collected, nothing is raised."""
    package = Package(upload.name)
    members = _members(batch, upload, archive)
    if "manifest.csv" not in members:
        batch.faults.add(
            Place(upload.name), "no_manifest", _("The package has no manifest.csv. Export it anew.")
        )
        return package
    _read_manifest(batch, package, archive, members)
    for table, mode in package.modes.items():
        if mode == "absent" or table in PASSED_OVER:
            continue
        read = _table(batch, upload, archive, members[f"{table}.csv".lower()])
        if read is not None:
            rows = _rows(batch.faults, read, TABLES[table], delta=mode == "delta")
            package.rows[table] = rows
    return package


def _members(batch: Batch, upload: Upload, archive: zipfile.ZipFile) -> dict[str, str]:
    """File names of the archive by their small letters; other capitals are noticed."""
    members: dict[str, str] = {}
    standard = {f"{table}.csv".lower(): f"{table}.csv" for table in [*TABLES, *PASSED_OVER]}
    for name in archive.namelist():
        key = name.lower()
        if key in members:
            batch.faults.add(
                Place(upload.name, name), "twice", _("The package holds this file twice.")
            )
        elif standard.get(key, name) != name:
            batch.notices.append(
                _("%(file)s is written with other capitals than %(standard)s.")
                % {"file": name, "standard": standard[key]}
            )
        members[key] = name
    return members


def _table(batch: Batch, upload: Upload, archive: zipfile.ZipFile, member: str) -> Table | None:
    table = Table(upload.name, member)
    try:
        content = read_member(archive, member)
        return read_text_table(table, decode(content), marks=",;\t")
    except Unreadable as bad:
        if bad.code == "empty_file":
            code, message = "header_missing", _("The file has no headings.")
        else:
            code, message = bad.code, bad.message
        batch.faults.add(bad.place or table.place(), code, message)
    return None


def _read_manifest(
    batch: Batch, package: Package, archive: zipfile.ZipFile, members: dict[str, str]
) -> None:
    table = _table(batch, Upload(package.name, b""), archive, members["manifest.csv"])
    if table is None:
        return
    for line in table.lines[1:]:
        key, value = (*(str(cell).strip() for cell in line.cells), "", "")[:2]
        place = table.place(line.number, 1)
        if key == "oneroster.version":
            package.version = value
            if value not in VERSIONS:
                batch.faults.add(
                    place, "unknown_version", _("Only OneRoster 1.1 and 1.2 can be read.")
                )
        elif key.startswith("file."):
            _read_mode(batch, package, members, key.removeprefix("file."), value, place)


def _read_mode(
    batch: Batch,
    package: Package,
    members: dict[str, str],
    table: str,
    mode: str,
    place: Place,
) -> None:
    if table not in TABLES and table not in PASSED_OVER:
        batch.faults.add(
            place, "unknown_file", _("OneRoster has no file %(file)s.") % {"file": table}
        )
    elif mode.lower() not in MODES:
        batch.faults.add(place, "unknown_word", _("Write bulk, delta or absent."))
    elif mode.lower() != "absent" and f"{table}.csv".lower() not in members:
        batch.faults.add(
            place,
            "file_missing",
            _("The manifest names %(file)s.csv, which is not in the package.") % {"file": table},
        )
    else:
        package.modes[table] = mode.lower()


def _rows(faults: Faults, table: Table, spec: TableSpec, *, delta: bool) -> list[Row]:
    headings = [str(cell).strip() for cell in table.lines[0].cells]
    if not _headings_fit(faults, table, headings, spec):
        return []
    seen: dict[str, int] = {}
    rows = []
    for line in table.lines[1:]:
        row = _row(faults, table, line, headings, spec, delta=delta)
        if row is None:
            continue
        first = seen.setdefault(row.get("sourcedId", ""), line.number)
        if first != line.number and row.get("sourcedId"):
            faults.add(
                row.at("sourcedId"),
                "twice",
                _("This number already stands in row %(row)s.") % {"row": first},
            )
        rows.append(row)
    return rows


def _headings_fit(faults: Faults, table: Table, headings: list[str], spec: TableSpec) -> bool:
    """Unknown headings and lacking ones; a misspelt one is said once, with what was meant."""
    meant: set[str] = set()
    good = True
    for position, heading in enumerate(headings):
        if heading in spec.known or heading.startswith(("ext_", "metadata.")):
            continue
        good = False
        near = get_close_matches(heading, spec.known, n=1, cutoff=0.7)
        meant.update(near)
        message = _("OneRoster has no column %(heading)s here.") % {"heading": heading}
        if near:
            message = _("Is this %(heading)s?") % {"heading": near[0]}
        place = table.place(table.lines[0].number, position)
        faults.add(place.at(column=place.column, heading=heading), "unknown_header", message)
    for heading in spec.needed:
        if heading not in headings and heading not in meant:
            good = False
            faults.add(
                table.place(table.lines[0].number),
                "header_missing",
                _("The column %(heading)s is missing.") % {"heading": heading},
            )
    return good


def _row(
    faults: Faults,
    table: Table,
    line: Line,
    headings: list[str],
    spec: TableSpec,
    *,
    delta: bool,
) -> Row | None:
    if len(line.cells) != len(headings):
        faults.add(
            table.place(line.number),
            "short_row" if len(line.cells) < len(headings) else "long_row",
            _("The row has %(has)s cells, the headings are %(wants)s.")
            % {"has": len(line.cells), "wants": len(headings)},
        )
        return None
    places = {}
    for position, heading in enumerate(headings):
        place = table.place(line.number, position)
        places[heading] = place.at(column=place.column, heading=heading)
    values: dict[str, Any] = {}
    broken: set[str] = set()
    for heading, cell in zip(headings, line.cells, strict=True):
        try:
            value = _value(heading, cell, spec, delta=delta)
        except BadCell as bad:
            broken.add(heading)
            faults.add(places[heading], bad.code, bad.message)
        else:
            if value not in ("", None):
                values[heading] = value
    return Row(table.place(line.number), values, places, frozenset(broken))


def _value(heading: str, cell: str, spec: TableSpec, *, delta: bool) -> Any:
    if not cell:
        if heading in spec.needed or (delta and heading in ("status", "dateLastModified")):
            raise BadCell("empty_cell", _("This cell must be filled."))
        return None
    if len(cell) > _LONGEST:
        raise BadCell("too_long", _("The text is too long. Shorten it."))
    if heading == "status" and cell not in STATUSES:
        raise _unknown(STATUSES)
    if heading == "dateLastModified":
        return _stamp(cell)
    if heading in spec.dates:
        return _iso(cell)
    if heading in spec.booleans:
        if cell.lower() not in ("true", "false"):
            raise _unknown({"true", "false"})
        return cell.lower() == "true"
    words = spec.words.get(heading)
    if words and cell not in words and not cell.startswith("ext:"):
        raise _unknown(words)
    return cell


def _iso(cell: str) -> date:
    if not _ISO.fullmatch(cell):
        raise BadCell("bad_date", _("OneRoster writes dates as 2025-09-01."))
    try:
        return date.fromisoformat(cell)
    except ValueError as error:
        raise BadCell("no_such_date", _("There is no such day. Correct it.")) from error


def _stamp(cell: str) -> datetime:
    """A moment with or without a zone."""
    if not (_STAMP.fullmatch(cell) or _ISO.fullmatch(cell)):
        raise BadCell("bad_time", _("OneRoster writes moments as 2025-08-25T09:00:00.000Z."))
    try:
        return datetime.fromisoformat(cell)
    except ValueError as error:
        raise BadCell("no_such_date", _("There is no such day. Correct it.")) from error


def _unknown(words: frozenset[str] | set[str]) -> BadCell:
    return BadCell(
        "unknown_word", _("Write one of: %(words)s.") % {"words": ", ".join(sorted(words))}
    )
