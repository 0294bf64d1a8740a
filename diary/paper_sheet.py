"""What one paper report says (App. 5 1), and how it is laid out: an A4 sheet, or half of one."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import TypedDict

import segno

from core.printing import Printed, printed
from diary.codes import shown_code


class SheetMark(TypedDict):
    """A mark of the week and what it was given for."""

    text: str
    why: str


class SheetEntry(TypedDict):
    """A lesson of a subject, or several on which nothing was entered."""

    day: str
    sign: str
    words: str
    note: str
    marks: list[SheetMark]


class SheetRow(TypedDict):
    """A subject."""

    subject: str
    lessons: list[SheetEntry]
    average: str
    forecast: str
    set: str


class SheetLine(TypedDict):
    """Something under the table: homework of a day, a teacher's words, a mark entered later."""

    day: str
    subject: str
    text: str
    more: str


class Sheet(TypedDict):
    """All that a report says, as it is kept."""

    code: str
    school: str
    where: str
    class_name: str
    homeroom: str
    student: str
    guardian: str
    week: str
    made_on: str
    period: str
    rows: list[SheetRow]
    notes: list[str]
    missed: str
    words: list[SheetLine]
    later: list[SheetLine]
    homework: list[SheetLine]


# Heights in millimetres at 9 points, a little more than they are: what is thought to be too long
# for half a sheet gets a whole one, what was thought to fit and does not moves on by itself.
_HALF, _HEAD, _ROW, _LINE, _TITLE = 138.0, 48.0, 4.3, 3.65, 4.85
_LESSONS_WIDE, _SUBJECT_WIDE, _SET_WIDE, _TEXT_WIDE, _COLUMN_WIDE = 68, 22, 15, 112, 58


def fits_half(sheet: Sheet) -> bool:
    """Whether the report takes half an A4 sheet at most."""
    return _height(sheet) <= _HALF


def _height(sheet: Sheet) -> float:
    rows = sum(_ROW + _LINE * (_lines_of(row) - 1) for row in sheet["rows"])
    words = sum(_wrapped(line, _TEXT_WIDE) for line in sheet["words"])
    later = ceil(sum(_long(line) + 2 for line in sheet["later"]) / _TEXT_WIDE)
    homework = max(
        sum(_wrapped(line, _COLUMN_WIDE) for line in column) for column in _columns(sheet)
    )
    notes = ceil(len("; ".join(sheet["notes"])) / _TEXT_WIDE)
    titles = sum(bool(lines) for lines in (words, later, homework))
    return _HEAD + rows + _TITLE * titles + _LINE * (words + later + homework + notes)


def printed_sheets(sheets: Sequence[Sheet], *, title: str) -> Printed:
    """The reports in this order; the place of each is its code after an r."""
    return printed(
        "diary/print/reports.html",
        {"title": title, "sheets": _placed(sheets)},
        css="paper-report.css",
    )


def _placed(sheets: Sequence[Sheet]) -> list[dict[str, object]]:
    """Two neighbours that are both short share a sheet, to be cut; all others begin a new one."""
    placed: list[dict[str, object]] = []
    is_upper = False
    for sheet in sheets:
        is_half = fits_half(sheet)
        is_lower = is_half and is_upper
        is_upper = is_half and not is_lower
        placed.append(
            {
                **sheet,
                "is_half": is_half,
                "columns": _columns(sheet),
                "is_lower": is_lower,
                "shown_code": shown_code(sheet["code"]),
                "picture": _picture(sheet["code"]),
            }
        )
    return placed


def _picture(code: str) -> str:
    return segno.make(code, micro=False, error="m").png_data_uri(scale=1, border=1)


def _columns(sheet: Sheet) -> tuple[list[SheetLine], list[SheetLine]]:
    """Homework in two columns of about the same height, read one after the other."""
    lines = sheet["homework"]
    heights = [_wrapped(line, _COLUMN_WIDE) for line in lines]
    left = next((n for n in range(len(lines)) if 2 * sum(heights[:n]) >= sum(heights)), len(lines))
    return lines[:left], lines[left:]


def _lines_of(row: SheetRow) -> int:
    text = sum(len(_entry_text(entry)) for entry in row["lessons"])
    return max(
        1,
        ceil(text / _LESSONS_WIDE),
        ceil(len(row["subject"]) / _SUBJECT_WIDE),
        ceil(len(row["set"]) / _SET_WIDE),
    )


def _entry_text(entry: SheetEntry) -> str:
    marks = " ".join(f"{mark['text']} {mark['why']}" for mark in entry["marks"])
    parts = (entry["day"], entry["sign"], entry["words"], entry["note"], marks)
    return " ".join(filter(None, parts)) + "; "


def _long(line: SheetLine) -> int:
    return len(f"{line['day']}, {line['subject']}: {line['text']} {line['more']}")


def _wrapped(line: SheetLine, wide: int) -> int:
    first, *rest = line["text"].split("\n")
    around = _long(line) - len(line["text"])
    return ceil((around + len(first)) / wide) + sum(max(1, ceil(len(one) / wide)) for one in rest)
