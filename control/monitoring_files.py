"""The monitoring of a week as a spreadsheet and on paper: the rows and the order of the page."""

from __future__ import annotations

import io
from datetime import date, datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from control.monitoring_shown import NARROWED
from control.queries.monitoring import MonitoringPage, SchoolRow
from core.printing import pdf
from core.regulation import State

_HEAD = PatternFill("solid", fgColor="DCE8F2")
_FIRST = 4


def heads() -> list[str]:
    """The columns of the file: each figure apart, so that it can be reckoned with."""
    return [
        _("School"),
        _("Reported"),
        _("Lessons held"),
        _("Recorded the same day"),
        "%",
        _("With all facts"),
        "%",
        _("Deadlines late"),
        _("Deadlines missing"),
        _("Deadlines excused"),
        _("Guardians"),
        _("With access to the diary"),
        "%",
        _("On paper or undecided"),
        _("Handed a paper report"),
        _("Year opened"),
        _("Responsible"),
        _("Order number"),
        _("Date of the order"),
        _("Sent to the coordinator on"),
        _("Last backup"),
        _("Last restore test"),
        _("Confirmed by"),
        _("Confirmed on"),
        _("Remarks"),
    ]


def _values(row: SchoolRow) -> list[str | int | date | None]:
    if not row.is_reported:
        return [row.name, _("no")] + [None] * 23
    return [
        row.name,
        _("yes"),
        row.held,
        row.in_time,
        row.in_time_percent,
        row.complete,
        row.complete_percent,
        row.late,
        row.missing,
        row.excused,
        row.guardianships,
        row.with_access,
        row.access_percent,
        row.without_diary,
        row.served,
        row.opened_on,
        row.responsible or (_("nobody named") if row.responsible_state == State.MISSING else ""),
        row.order_number,
        row.order_day,
        row.sent_on,
        _local_day(row.backup_at),
        _local_day(row.rehearsed_at),
        row.confirmed_by,
        _local_day(row.confirmed_at),
        "; ".join(remark.words for remark in row.remarks),
    ]


def _local_day(moment: datetime | None) -> date | None:
    return localtime(moment).date() if moment else None


def monitoring_sheet(page: MonitoringPage, municipality: str) -> bytes:
    """An XLSX. Numbers are numbers, days are days."""
    book = Workbook()
    sheet = book.active
    sheet.title = f"{page.week:%d.%m.%Y}"
    _write(sheet, 1, [f"{_('Monitoring')}: {municipality}"])
    span = f"{page.week:%d.%m.%Y} – {page.last:%d.%m.%Y}"
    _write(sheet, 2, [span, str(NARROWED[page.asked.only])])
    _write(sheet, _FIRST - 1, heads())
    for number, row in enumerate(page.rows):
        _write(sheet, _FIRST + number, _values(row))
    total = page.total
    sums = [_("Total"), None, total.held, total.in_time, total.in_time_percent]
    sums += [total.complete, total.complete_percent, total.late, total.missing, total.excused]
    sums += [total.guardianships, total.with_access, total.access_percent]
    sums += [total.without_diary, total.served]
    _write(sheet, _FIRST + len(page.rows), sums)
    _dress(sheet, last=_FIRST + len(page.rows))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _write(sheet: Worksheet, row: int, values: list[str | int | date | None]) -> None:
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(row, column, value)
        if isinstance(value, str):
            cell.data_type = "s"  # a name that begins with "=" is no formula
        elif isinstance(value, date):
            cell.number_format = "DD.MM.YYYY"


def _dress(sheet: Worksheet, *, last: int) -> None:
    sheet.cell(1, 1).font = Font(bold=True, size=13)
    for column in range(1, len(heads()) + 1):
        head = sheet.cell(_FIRST - 1, column)
        head.font, head.fill = Font(bold=True), _HEAD
        head.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.cell(last, column).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = 13
    for letter, width in (("A", 30), ("Q", 32), ("W", 26), ("Y", 50)):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = sheet.cell(_FIRST, 2)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def monitoring_paper(page: MonitoringPage, municipality: str) -> bytes:
    """The same on A4 across, to sign and file."""
    shown = {"page": page, "municipality": municipality, "narrowed": NARROWED[page.asked.only]}
    return pdf("control/print/monitoring.html", shown)
