"""The movements of a period as a spreadsheet."""

from __future__ import annotations

import io

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from school.queries.movements import MovementsPage

_WIDTHS = (5, 12, 40, 26, 10, 10, 16, 14)


def movements_sheet(page: MovementsPage) -> bytes:
    """An XLSX: period, headings, a row for each movement. Days are days."""
    book = Workbook()
    sheet = book.active
    sheet.title = _("Movements")[:31]
    sheet.append([f"{_('Movements')}: {page.first:%d.%m.%Y} – {page.last:%d.%m.%Y}"])
    sheet.append(
        [
            _("No."),
            _("Day"),
            _("Student"),
            _("Movement"),
            _("From class"),
            _("To class"),
            _("Order number"),
            _("Date of the order"),
        ]
    )
    for number, line in enumerate(page.lines, start=1):
        words = [line.name.full, line.label, line.from_class, line.to_class, line.order_number]
        sheet.append([number, line.day, *words, line.order_day])
        for cell in sheet[sheet.max_row][2:7]:
            cell.data_type = "s"  # a name that begins with "=" is no formula
    for row in (1, 2):
        for cell in sheet[row]:
            cell.font = Font(bold=True)
    for column, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A3"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
