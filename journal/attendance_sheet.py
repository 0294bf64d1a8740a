"""The attendance of a class as a spreadsheet."""

from __future__ import annotations

import io
from decimal import Decimal

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from journal.attendance import Tally
from journal.attendance_shown import sum_heads
from journal.models import AbsenceKind
from journal.queries.attendance_matrix import DayCell
from journal.queries.class_attendance import ClassAttendancePage

_HEAD = PatternFill("solid", fgColor="DCE8F2")
_FIRST_ROW = 4


def attendance_sheet(page: ClassAttendancePage) -> bytes:
    """An XLSX: title, headings, a row for each student, the sums. Numbers are numbers."""
    book = Workbook()
    sheet = book.active
    sheet.title = page.school_class.name[:31]
    matrix = page.matrix
    span = f"{matrix.first:%d.%m.%Y} – {matrix.last:%d.%m.%Y}"
    _write(sheet, 1, [_("Attendance of %(name)s") % {"name": page.school_class.name}, span])
    _write(sheet, 2, [_("Lessons without a register, in no percentage:"), matrix.without_register])
    heads = [title if short == "%" else short for short, title in sum_heads()]
    days = [f"{column.day:%d.%m}" for column in matrix.days]
    _write(sheet, _FIRST_ROW - 1, [_("Last name, first name"), *days, *heads])
    for number, row in enumerate(matrix.rows):
        cells = [_cell(cell) for cell in row.cells]
        _write(sheet, _FIRST_ROW + number, [row.student.name, *cells, *_sums(row.sums)])
    below = [tally.missed or None for tally in matrix.by_day]
    last = _FIRST_ROW + len(matrix.rows)
    _write(sheet, last, [_("Class"), *below, *_sums(matrix.sums)])
    _dress(sheet, days=len(days), last=last)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def file_name(page: ClassAttendancePage) -> str:
    """attendance-5A-2025-09.xlsx, without a letter that a system could not hold."""
    return f"attendance-{page.school_class.pk}-{page.matrix.first:%Y-%m}.xlsx"


def _write(sheet: Worksheet, row: int, values: list[str | int | Decimal | None]) -> None:
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(row, column, value)
        if isinstance(value, str):
            cell.data_type = "s"  # a name that begins with "=" is no formula


def _cell(cell: DayCell) -> str | None:
    parts = [f"{count}{kind.sign}" for kind, count in cell.parts]
    if cell.tally.late:
        parts.append(AbsenceKind.LATE.sign)
    if not parts and cell.tally.away:
        return "–"
    return " ".join(parts) or None


def _sums(tally: Tally) -> list[int | Decimal | None]:
    numbers = [
        tally.missed, tally.absent, tally.excused, tally.ill,
        tally.days, tally.days_ill, tally.late,
    ]  # fmt: skip
    share = tally.attendance_shown.replace(",", ".")
    return [number or None for number in numbers] + [Decimal(share) if share else None]


def _dress(sheet: Worksheet, *, days: int, last: int) -> None:
    sheet.cell(1, 1).font = Font(bold=True, size=13)
    sheet.column_dimensions["A"].width = 34
    for column in range(2, sheet.max_column + 1):
        sheet.column_dimensions[get_column_letter(column)].width = 6.5 if column <= days + 1 else 10
    for row in (_FIRST_ROW - 1, last):
        for cell in sheet[row]:
            cell.font, cell.fill = Font(bold=True), _HEAD
            cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="center")
    sheet.freeze_panes = sheet.cell(_FIRST_ROW, 2)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
