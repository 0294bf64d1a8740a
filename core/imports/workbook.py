"""XLSX workbooks, read row by row; hostile ones are refused before anything is parsed."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from itertools import repeat
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from core.imports.faults import Place
from core.imports.tables import (
    MOST_COLUMNS,
    MOST_ROWS,
    BadFormula,
    Line,
    Table,
    Unreadable,
    Upload,
    clean,
)

# After so many blank rows nothing more is expected: Excel keeps a million formatted ones.
_BLANKS_END = 2000
_DTD = re.compile(rb"<!\s*(DOCTYPE|ENTITY)|<\x00!\x00|\x00<\x00!", re.IGNORECASE)
_FORMULA = re.compile(rb"<f[\s>]")


def read_workbook(upload: Upload, archive: zipfile.ZipFile) -> list[Table]:
    """Tables of the visible sheets that hold anything."""
    has_formulas = look_through(archive)
    try:
        tables = list(_tables(upload, has_formulas=has_formulas))
    except Unreadable:
        raise
    except Exception as error:  # openpyxl raises whatever a damaged part makes it stumble over
        raise _damaged() from error
    if not any(table.lines for table in tables):
        raise Unreadable("empty_file", _("The file is empty."))
    return [table for table in tables if table.lines]


def read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo | str) -> bytes:
    """One file of an archive. Raises Unreadable for a damaged one."""
    try:
        return archive.read(member)
    except Exception as error:  # a damaged archive makes zipfile raise whatever it stumbles over
        raise _damaged() from error


def look_through(archive: zipfile.ZipFile) -> bool:
    """Whether there are formulas. Refuses a workbook (or a Word document) with a document type:
    none needs one, and it is how entity bombs and foreign files come in."""
    has_formulas = False
    for member in archive.infolist():
        content = read_member(archive, member)
        if _DTD.search(content):
            raise Unreadable(
                "hostile", _("The file holds entity declarations, which no table needs. Refused.")
            )
        if member.filename.startswith("xl/worksheets/"):
            has_formulas = has_formulas or bool(_FORMULA.search(content))
    return has_formulas


def _tables(upload: Upload, *, has_formulas: bool) -> Iterator[Table]:
    book = load_workbook(io.BytesIO(upload.content), read_only=True, data_only=True)
    formulas = load_workbook(io.BytesIO(upload.content), read_only=True) if has_formulas else None
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        table = Table(upload.name, sheet.title)
        beside = formulas[sheet.title] if formulas else None
        _fill(table, _rows(sheet), _rows(beside) if beside else repeat(()))
        yield table


def _rows(sheet: Any) -> Iterator[tuple[Any, ...]]:
    sheet.reset_dimensions()  # what the file says of its own size is often wrong
    return sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)


def _fill(
    table: Table, rows: Iterator[tuple[Any, ...]], formulas: Iterator[tuple[Any, ...]]
) -> None:
    blanks = 0
    for number, (cells, beside) in enumerate(zip(rows, formulas, strict=False), start=1):
        line = Line(number, _trimmed(cells, beside))
        if line.is_blank:
            blanks += 1
            if blanks > _BLANKS_END:
                return
            continue
        blanks = 0
        table.lines.append(line)
        if len(table.lines) > MOST_ROWS:
            raise Unreadable(
                "too_many_rows",
                _("The table has more than %(rows)s rows. Divide it.") % {"rows": MOST_ROWS},
                place=Place(table.file, table.sheet, number),
            )


def _trimmed(cells: tuple[Any, ...], formulas: tuple[Any, ...]) -> tuple[Any, ...]:
    values = [clean(value) for value in cells]
    for index, formula in enumerate(formulas[: len(values)]):
        if isinstance(formula, str) and formula.startswith("=") and len(formula) > 1:
            values[index] = _value_of(values[index], formula)
    while values and values[-1] in (None, ""):
        values.pop()
    return tuple(values)


def _value_of(cached: Any, formula: str) -> Any:
    """What Excel had worked out when the file was saved; a program that works nothing out saves
    formulas without values."""
    if cached is None:
        return BadFormula("formula_without_value", formula)
    if isinstance(cached, str) and cached.startswith("#") and cached.endswith(("!", "?", "A")):
        return BadFormula("formula_error", formula)
    return cached


def _damaged() -> Unreadable:
    return Unreadable("damaged", _("The file is damaged. Save it anew and try again."))
