"""Tables of a Word document, with merged cells as a person sees them: the text stands in the first
of the joined cells, the others are empty."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from docx import Document
from docx.oxml.ns import qn

from core.imports.tables import MOST_COLUMNS, MOST_ROWS, Line, Table, Unreadable, Upload, clean
from core.imports.workbook import look_through
from journal.plans.tables import Named

_BODY = "word/document.xml"
_MOST_BODY = 30 * 1024 * 1024
_WRAPPERS = {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:smartTag"), qn("w:customXml")}
_KEPT_ABOVE = 4


def is_word(archive: zipfile.ZipFile) -> bool:
    return _BODY in archive.namelist()


def read_word(upload: Upload, archive: zipfile.ZipFile) -> list[Named]:
    """The document's tables, each with the paragraphs just above it."""
    look_through(archive)
    if archive.getinfo(_BODY).file_size > _MOST_BODY:
        raise Unreadable("too_big", _("The document is too long for a plan. Divide it."))
    try:
        body = Document(io.BytesIO(upload.content)).element.body
        return list(_tables(upload.name, body))
    except Unreadable:
        raise
    except Exception as error:  # a damaged part makes the library raise whatever it stumbles over
        raise Unreadable(
            "damaged", _("The file is damaged. Save it anew and try again.")
        ) from error


def _tables(file: str, body: Any) -> Iterator[Named]:
    above: list[str] = []
    number = 0
    for element in _inside(body):
        if element.tag == qn("w:p"):
            text = _text(element)
            if text:
                above = [*above[-_KEPT_ABOVE + 1 :], text[:300]]
        elif element.tag == qn("w:tbl"):
            number += 1
            table = Table(file, _("table %(number)s") % {"number": number})
            _fill(table, element)
            yield Named(table, above)
            above = []


def _inside(element: Any) -> Iterator[Any]:
    """Children, those in content controls and tracked changes among them."""
    for child in element.iterchildren():
        if child.tag in _WRAPPERS:
            yield from _inside(child)
        else:
            yield child


def _fill(table: Table, element: Any) -> None:
    rows = (row for row in _inside(element) if row.tag == qn("w:tr"))
    for number, row in enumerate(rows, start=1):
        line = Line(number, tuple(_cells(row)))
        if not line.is_blank:
            table.lines.append(line)
        if number > MOST_ROWS:
            raise Unreadable(
                "too_many_rows",
                _("The table has more than %(rows)s rows. Divide it.") % {"rows": MOST_ROWS},
                place=table.place(number),
            )


def _cells(row: Any) -> list[str]:
    cells = [""] * _number(row, "w:trPr", "w:gridBefore")
    for cell in _inside(row):
        if cell.tag != qn("w:tc"):
            continue
        merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
        goes_on = merged is not None and merged.get(qn("w:val"), "continue") == "continue"
        cells.append("" if goes_on else clean(_text(cell)))
        cells += [""] * (_number(cell, "w:tcPr", "w:gridSpan", usual=1) - 1)
        if len(cells) >= MOST_COLUMNS:
            break
    while cells and not cells[-1]:
        cells.pop()
    return cells[:MOST_COLUMNS]


def _number(element: Any, properties: str, name: str, *, usual: int = 0) -> int:
    found = element.find(f"{qn(properties)}/{qn(name)}")
    said = found.get(qn("w:val"), "") if found is not None else ""
    return min(int(said), MOST_COLUMNS) if said.isdecimal() and len(said) < 6 else usual


def _text(element: Any) -> str:
    parts = []
    for one in element.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:p"), qn("w:noBreakHyphen")):
        if one.tag == qn("w:t"):
            parts.append(one.text or "")
        else:
            parts.append("-" if one.tag == qn("w:noBreakHyphen") else " ")
    return " ".join("".join(parts).split())
