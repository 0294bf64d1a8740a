"""A report as a spreadsheet: numbers are numbers, rounded as they are shown."""

from __future__ import annotations

from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from control.reports.table import Cell, Report, Table

_LINE = Border(*(Side(style="thin", color="888888") for _side in range(4)))
_HEAD = PatternFill("solid", fgColor="DCE8F2")
_BOLD = Font(bold=True)
_WIDEST, _NARROWEST, _NUMBER = 44, 9, 11


def report_workbook(report: Report) -> bytes:
    """One sheet: head, tables one below the other, notes, places for signatures."""
    book = Workbook()
    sheet = book.active
    sheet.title = report.title[:31].replace("/", " ").replace(":", " ")
    _write(sheet, [report.school])
    _write(sheet, [report.title], font=Font(bold=True, size=14))
    for label, value in report.facts:
        _write(sheet, [f"{label}: {value}"])
    if report.made_at:
        _write(sheet, [f"{_('Made on')}: {report.made_at:%d.%m.%Y %H:%M}"])
    for warning in (*report.warnings, *filter(None, [report.empty])):
        _write(sheet, [warning], font=Font(italic=True))
    for table in report.tables:
        _table(sheet, table)
    _write(sheet, [])
    for note in report.notes:
        _write(sheet, [note])
    for position, name in report.signers:
        _write(sheet, [])
        _write(sheet, [f"{position} ____________________ {name}"])
    _dress(sheet, report)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _write(sheet: Worksheet, values: list[object], font: Font | None = None) -> int:
    row = sheet.max_row + 1 if sheet.max_row > 1 or sheet["A1"].value is not None else 1
    if not values:
        sheet.cell(row, 1, " ")
        return row
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(row, column, value)
        if isinstance(value, str):
            cell.data_type = "s"  # a name that begins with "=" is no formula
        if font:
            cell.font = font
    return row


def _table(sheet: Worksheet, table: Table) -> None:
    _write(sheet, [])
    if table.title:
        _write(sheet, [table.title], font=_BOLD)
    if not table.lines:
        _write(sheet, [table.empty])
        return
    labels = [f"{head.group}: {head.label}" if head.group else head.label for head in table.heads]
    for cell in sheet[_write(sheet, labels, font=_BOLD)][: len(labels)]:
        cell.fill, cell.border = _HEAD, _LINE
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for line in table.lines:
        row = _write(sheet, [cell.cell_value for cell in line.cells] or [""])
        for column, shown in enumerate(line.cells, start=1):
            cell = sheet.cell(row, column)
            cell.border = _LINE
            cell.number_format = _format(shown)
            cell.alignment = Alignment(wrap_text=not shown.is_number, vertical="top")
            cell.font = _BOLD if line.is_sum else Font()
    if table.note:
        _write(sheet, [table.note])


def _format(cell: Cell) -> str:
    if not cell.is_number:
        return "DD.MM.YYYY" if hasattr(cell.value, "isoformat") else "General"
    return "0" if not cell.places else f"0.{'0' * cell.places}"


def _dress(sheet: Worksheet, report: Report) -> None:
    """Widths by what stands in the tables; the page laid across, its width on one sheet."""
    widths: dict[int, int] = {}
    for table in report.tables:
        for line in table.lines:
            for column, cell in enumerate(line.cells, start=1):
                widest = _NUMBER if cell.is_number else min(len(cell.text) + 2, _WIDEST)
                widths[column] = max(widths.get(column, _NARROWEST), widest)
    for column, width in widths.items():
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.page_setup.orientation = "landscape" if report.is_wide else "portrait"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.right.text = "&P / &N"
