"""CSV as schools save it: UTF-8 or Windows-1251, three separators, line ends of all kinds."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import PurePath

from django.utils.translation import gettext as _

from core.imports.faults import Place
from core.imports.tables import (
    MOST_COLUMNS,
    MOST_ROWS,
    Line,
    Table,
    Unreadable,
    Upload,
    clean,
)

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_MARKS = ";,\t"


def read_csv(upload: Upload) -> Table:
    """The table of a CSV file; its sheet is called as the file without its ending."""
    table = Table(upload.name, PurePath(upload.name).stem)
    return read_text_table(table, decode(upload.content), marks=_MARKS)


def read_text_table(table: Table, text: str, *, marks: str) -> Table:
    """Fill a table from text. The separator is the one of `marks` that makes the most even rows."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    mark = max(marks, key=lambda candidate: _evenness(text, candidate))
    number = 0
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text), delimiter=mark), start=1):
            _keep(table, number, cells)
    except csv.Error as error:
        raise Unreadable(
            "broken_row",
            _("This row cannot be divided into cells: look for a quotation mark left open."),
            place=Place(table.file, table.sheet, number + 1),
        ) from error
    if not table.lines:
        raise Unreadable("empty_file", _("The file is empty."))
    return table


def decode(content: bytes) -> str:
    """Text of a file. Raises Unreadable for what is no text."""
    text = None
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            text = _decoded(content, encoding)
    if text is None and b"\x00" not in content:
        text = _decoded(content, "utf-8") or _decoded(content, "cp1251")
    if text is None or _is_junk(text):
        raise Unreadable("not_text", _("The file holds no text. Save the table as .xlsx or .csv."))
    return text


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_junk(text: str) -> bool:
    """Control signs do not occur in a table."""
    head = text[:20_000]
    odd = sum(1 for sign in head if ord(sign) < 32 and sign not in "\t\r\n\x1a")
    return odd > len(head) // 200


def _evenness(text: str, mark: str) -> tuple[int, int]:
    """Were this the separator: how many of the first rows are equally wide, and how wide."""
    try:
        rows = csv.reader(io.StringIO(text[:20_000]), delimiter=mark)
        widths = Counter(len(row) for row, _n in zip(rows, range(30), strict=False))
    except csv.Error:
        return 0, 0
    return max(((count, width) for width, count in widths.items() if width > 1), default=(0, 0))


def _keep(table: Table, number: int, cells: list[str]) -> None:
    line = Line(number, tuple(clean(cell) for cell in cells[:MOST_COLUMNS]))
    if not line.is_blank:
        table.lines.append(line)
    if len(table.lines) > MOST_ROWS:
        raise Unreadable(
            "too_many_rows",
            _("The table has more than %(rows)s rows. Divide it.") % {"rows": MOST_ROWS},
            place=Place(table.file, table.sheet, number),
        )
