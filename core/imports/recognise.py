"""What a table holds: found by its headings, wherever they stand and however they are spelt."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.imports.cells import as_text
from core.imports.faults import BadCell, Faults, Place
from core.imports.sheets import GridSheet, Row, Sheet, sheets
from core.imports.tables import BadFormula, Table
from core.imports.templates import is_example

# Headings stand under titles and stamps of approval, but not further down.
_HEADING_ROWS = 20
_BRACKETS = re.compile(r"\([^)]*\)")
_NOT_WORD = re.compile(r"[^\w№]+")
_HELP = {"справка", "помощь", "инструкция", "help", "как заполнять", "пример"}


def norm(heading: Any) -> str:
    """A heading as it is compared: case, ё, stars, line breaks and signs aside."""
    return _NOT_WORD.sub(" ", as_text(heading).casefold().replace("ё", "е")).strip()


@dataclass(slots=True)
class Found:
    """A sheet recognised in a table: under which line its rows begin, which column is what."""

    sheet: Sheet
    below: int
    columns: dict[int, str]
    headings: dict[int, str]
    is_called_so: bool = False
    given: dict[str, Any] = field(default_factory=dict)

    @property
    def needs(self) -> tuple[tuple[str, ...], ...]:
        named = self.sheet.named_needs if self.is_called_so else ()
        return self.sheet.needs + named

    @property
    def whole(self) -> bool:
        have = {*self.columns.values(), *self.given}
        return any(have.issuperset(need) for need in self.needs)


def recognise(table: Table, faults: Faults) -> Found | GridSheet | None:
    """The sheet a table is, or None with the fault said (a sheet of help is passed over)."""
    if norm(table.sheet) in _HELP:
        return None
    drawn = {sheet.key: sheet.fits(table) for sheet in sheets.drawn}
    if any(drawn.values()):
        return sheets[max(drawn, key=drawn.get)]
    found = _candidates(table)
    if any(one.is_called_so for one in found):
        found = [one for one in found if one.is_called_so]
    whole = [one for one in found if one.whole]
    if not whole:
        _say_what_lacks(table, found, faults)
        return None
    best = max(whole, key=_rank)
    _look_at_headings(table, best, faults)
    return best


def _rank(found: Found) -> tuple[int, int]:
    """More columns understood is surer; the first row of headings wins between equals."""
    return len(set(found.columns.values())), -found.below


def _is_called(table: Table, sheet: Sheet | GridSheet) -> bool:
    return norm(table.sheet) in {norm(name) for name in sheet.names}


def _candidates(table: Table) -> list[Found]:
    found = []
    for index, line in enumerate(table.lines[:_HEADING_ROWS]):
        above = table.lines[index - 1].cells if index else ()
        for sheet in sheets.listed:
            one = _headed(sheet, index, line.cells, above)
            if one.columns:
                one.is_called_so = _is_called(table, sheet)
                one.given = _given_by_title(table, sheet)
                found.append(one)
    return found


def _given_by_title(table: Table, sheet: Sheet) -> dict[str, Any]:
    if sheet.by_title is None:
        return {}
    key, read = sheet.by_title
    try:
        return {key: read(table.sheet)}
    except BadCell:
        return {}


def _headed(sheet: Sheet, index: int, cells: tuple[Any, ...], above: tuple[Any, ...]) -> Found:
    """The sheet's columns in this row of headings; a merged heading above joins its columns."""
    known = _headings_of(sheet)
    columns: dict[int, str] = {}
    headings: dict[int, str] = {}
    group = ""
    for position in range(max(len(cells), len(above))):
        own = cells[position] if position < len(cells) else None
        over = above[position] if position < len(above) else None
        group = as_text(over) if over not in (None, "") else group
        spelt = _spellings(as_text(own), group) if own not in (None, "") else [norm(over)]
        for heading in spelt:
            if heading in known:
                columns[position] = known[heading]
                break
        if own not in (None, ""):
            headings[position] = as_text(own)
        elif position in columns:
            headings[position] = as_text(over)
    return Found(sheet, index, columns, headings)


def _spellings(own: str, group: str) -> list[str]:
    spelt = []
    for written in (own, _BRACKETS.sub(" ", own)):
        if group:
            spelt += [norm(f"{group} {written}"), norm(f"{_BRACKETS.sub(' ', group)} {written}")]
        spelt.append(norm(written))
    return [one for one in spelt if one]


_known: dict[str, dict[str, str]] = {}


def _headings_of(sheet: Sheet) -> dict[str, str]:
    if sheet.key not in _known:
        _known[sheet.key] = {
            norm(heading): column.key for column in sheet.columns for heading in column.headings
        }
    return _known[sheet.key]


def _look_at_headings(table: Table, found: Found, faults: Faults) -> None:
    """Two columns of one meaning, and headings that look misspelt, are errors: what is passed
    over in silence would be lost."""
    line = table.lines[found.below]
    seen: set[str] = set()
    for position, key in list(found.columns.items()):
        if key in seen:
            faults.add(
                _heading_place(table, line.number, position, found.headings[position]),
                "heading_twice",
                _("This column stands there twice. Keep one."),
            )
            del found.columns[position]
        seen.add(key)
    known = {norm(one): one for column in found.sheet.columns for one in column.headings}
    for position, heading in found.headings.items():
        if position in found.columns:
            continue
        near = get_close_matches(norm(heading), list(known), n=1, cutoff=0.85)
        if near and _headings_of(found.sheet)[near[0]] not in seen:
            faults.add(
                _heading_place(table, line.number, position, heading),
                "heading_misspelt",
                _("Is this “%(heading)s”? Correct the heading, or delete the column.")
                % {"heading": known[near[0]]},
            )


def _heading_place(table: Table, row: int, position: int, heading: str) -> Place:
    place = table.place(row, position)
    return place.at(column=place.column, heading=heading)


def _say_what_lacks(table: Table, found: list[Found], faults: Faults) -> None:
    likely = [one for one in found if one.is_called_so or len(set(one.columns.values())) >= 2]
    if not likely:
        return faults.add(
            table.place(),
            "unknown_sheet",
            _("The headings of this sheet are not known. Take the template, or delete the sheet."),
        )
    best = max(likely, key=lambda one: len(one.columns))
    have = set(best.columns.values())
    need = min(best.needs, key=lambda keys: len(set(keys) - have))
    language = get_language()
    lacking = [best.sheet.column(key) for key in need if key not in have]
    return faults.add(
        table.place(table.lines[best.below].number),
        "column_missing",
        _("“%(sheet)s” lacks the column %(columns)s. Add it, or correct its heading.")
        % {
            "sheet": best.sheet.title(language),
            "columns": ", ".join(f"«{column.title(language)}»" for column in lacking),
        },
    )


def read_rows(table: Table, found: Found, faults: Faults) -> list[Row]:
    """The rows under the headings with their values, every unreadable cell said."""
    rows = []
    for line in table.lines[found.below + 1 :]:
        cells = {
            key: (position, line.cells[position])
            for position, key in found.columns.items()
            if position < len(line.cells) and line.cells[position] not in (None, "")
        }
        if cells and not _is_no_entry(cells, found):
            rows.append(_row(table, line.number, cells, found, faults))
    return rows


def _is_no_entry(cells: dict[str, tuple[int, Any]], found: Found) -> bool:
    """Printed tables repeat their headings on every page, number their columns 1, 2, 3, and end
    with a sum; a template's example row is no entry either."""
    if any(norm(value).startswith(("итого", "всего", "total")) for _at, value in cells.values()):
        return True
    if is_example(found.sheet, {key: as_text(value) for key, (_at, value) in cells.items()}):
        return True
    if all(norm(value) == norm(found.headings[position]) for position, value in cells.values()):
        return True
    counted = [as_text(value) for _position, value in cells.values()]
    return len(counted) > 2 and counted == [str(position + 1) for position, _v in cells.values()]


def _row(
    table: Table,
    number: int,
    cells: dict[str, tuple[int, Any]],
    found: Found,
    faults: Faults,
) -> Row:
    values: dict[str, Any] = {
        key: value for key, value in found.given.items() if key not in found.columns.values()
    }
    broken: set[str] = set()
    places = {
        key: _heading_place(table, number, position, found.headings[position])
        for position, key in found.columns.items()
    }
    for column in found.sheet.columns:
        if column.key not in cells:
            if column.required and column.key in places:
                broken.add(column.key)
                faults.add(places[column.key], "empty_cell", _("This cell must be filled."))
            continue
        try:
            values[column.key] = _value(column.read, cells[column.key][1])
        except BadCell as bad:
            broken.add(column.key)
            faults.add(places[column.key], bad.code, bad.message)
    return Row(table.place(number), values, places, frozenset(broken))


def _value(read: Any, cell: Any) -> Any:
    if isinstance(cell, BadFormula):
        if cell.code == "formula_error":
            raise BadCell(cell.code, _("The formula gives an error. Replace it by its value."))
        raise BadCell(
            cell.code,
            _("The formula has no saved value. Open the file in Excel, save it, or paste values."),
        )
    if isinstance(cell, str) and cell.startswith("#") and cell.rstrip("!?").isupper():
        raise BadCell("formula_error", _("The formula gives an error. Replace it by its value."))
    return read(cell)
