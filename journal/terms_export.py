"""The class's sheet of marks as a workbook: a page for each period, the year, exams and finals."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from journal.queries.class_terms import ClassTermsPage, class_terms_page, columns_of
from journal.queries.term_grounds import terms_of_class
from journal.terms_shown import column_name
from school.models import SchoolClass

_LINE = Border(*(Side(style="thin") for _side in range(4)))
_UPRIGHT = Alignment(text_rotation=90, horizontal="center", vertical="bottom", wrap_text=True)
_MIDDLE = Alignment(horizontal="center")


def class_terms_workbook(school_class: SchoolClass, *, now: datetime) -> bytes:
    """The whole year. Numbers are numbers, н/а and its like are text; a name that begins like a
    formula stays a name."""
    book = Workbook()
    book.remove(book.active)
    for column in columns_of(terms_of_class(school_class)):
        page = class_terms_page(school_class, slug=column.slug, now=now)
        _write(book.create_sheet(column_name(column)[:31]), page)
    if not book.worksheets:
        book.create_sheet(school_class.name[:31])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _write(sheet: Worksheet, page: ClassTermsPage) -> None:
    name = column_name(page.column) if page.column else ""
    sheet.append([f"{page.school_class.name}, {page.school_class.year.name}, {name}"])
    sheet["A1"].font = Font(bold=True)
    heads = ["№", _("Last name, first name"), *(subject.name for subject in page.subjects)]
    if page.marks_conduct:
        heads.append(_("conduct"))
    if page.has_decisions:
        heads.append(_("decision of the council"))
    heads += [_("lessons missed"), _("of them ill"), _("of them without a reason")]
    sheet.append(heads)
    for number, row in enumerate(page.rows, start=1):
        line: list[object] = [number, row.student.full_name]
        line += [_value(cell.mark.text) if cell.mark else None for cell in row.cells]
        if page.marks_conduct:
            line.append(_value(row.conduct.text) if row.conduct else None)
        if page.has_decisions:
            line.append(row.decision_label or None)
        sheet.append([*line, row.missed, row.ill, row.unexcused])
    _dress(sheet, len(heads))


def _value(text: str) -> int | str:
    return int(text) if text.isdecimal() else text


def _dress(sheet: Worksheet, columns: int) -> None:
    """Upright headings, borders, and the page laid across, as the form is printed."""
    for row in sheet.iter_rows(min_row=2, max_col=columns):
        for cell in row:
            cell.border = _LINE
            if isinstance(cell.value, str):
                cell.data_type = "s"
            if cell.column > 2:
                cell.alignment = _UPRIGHT if cell.row == 2 else _MIDDLE
    sheet.row_dimensions[2].height = 130
    sheet.column_dimensions["A"].width = 4
    sheet.column_dimensions["B"].width = 36
    for number in range(3, columns + 1):
        sheet.column_dimensions[get_column_letter(number)].width = 6
    sheet.freeze_panes = "C3"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToHeight = 0
    sheet.print_title_cols, sheet.print_title_rows = "A:B", "1:2"
