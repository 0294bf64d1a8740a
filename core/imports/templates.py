"""Empty workbooks to fill in: headings, an example row, and a sheet that explains."""

from __future__ import annotations

import io

from django.utils import translation
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from core.imports.sheets import Column, GridSheet, Sheet

_HEAD = PatternFill("solid", fgColor="DCE8F2")


def template(sheets: list[Sheet | GridSheet], language: str) -> bytes:
    """A workbook with these sheets, headed in the language. An example row left as it is, is
    passed over when the file is read."""
    book = Workbook()
    book.remove(book.active)
    with translation.override(language):
        for sheet in sheets:
            page = book.create_sheet(sheet.title(language)[:31])
            if isinstance(sheet, GridSheet):
                _draw_grid(page, sheet, language)
            else:
                _draw_list(page, sheet, language)
        _explain(book.create_sheet("Справка" if language == "ru" else "Help"), sheets, language)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _shown(sheet: Sheet) -> list[Column]:
    return [column for column in sheet.columns if column.key not in sheet.hidden_in_template]


def _draw_list(page: Worksheet, sheet: Sheet, language: str) -> None:
    for number, column in enumerate(_shown(sheet), start=1):
        needed = column.required or column.key in ("last_name", "first_name")
        head = page.cell(1, number, column.title(language) + ("*" if needed else ""))
        head.font, head.fill = Font(bold=True), _HEAD
        head.alignment = Alignment(wrap_text=True, vertical="top")
        example = page.cell(2, number, column.example[0 if language == "ru" else 1] or None)
        example.font = Font(italic=True, color="707070")
        width = max(len(column.title(language)), len(str(example.value or ""))) + 3
        page.column_dimensions[get_column_letter(number)].width = min(max(width, 10), 32)
    page.freeze_panes = "A2"


def _draw_grid(page: Worksheet, sheet: GridSheet, language: str) -> None:
    for row in sheet.example(language):
        page.append(row)
    for head in page[1]:
        head.font, head.fill = Font(bold=True), _HEAD
    for number in range(1, page.max_column + 1):
        page.column_dimensions[get_column_letter(number)].width = 14 if number < 3 else 34
    for row in page.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    page.freeze_panes = "C2"


def _explain(page: Worksheet, sheets: list[Sheet | GridSheet], language: str) -> None:
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 34, 100
    for text in (
        _("Fill in what you have; sheets and columns you do not need may be deleted."),
        _("Columns with * are needed. The order of columns does not matter."),
        _("The grey example row is passed over as long as it is not changed."),
        _("Importing again updates and never doubles; a blank cell changes nothing."),
    ):
        page.append([text])
    for sheet in sheets:
        page.append([])
        page.append([sheet.title(language), str(sheet.tells)])
        page.cell(page.max_row, 1).font = Font(bold=True, size=13)
        if isinstance(sheet, Sheet):
            for column in sheet.columns:
                page.append([column.title(language), str(column.tells)])
    for row in page.iter_rows(min_col=2, max_col=2):
        row[0].alignment = Alignment(wrap_text=True, vertical="top")


def is_example(sheet: Sheet, cells: dict[str, str]) -> bool:
    """Whether a row is the template's example, untouched."""
    for language in (0, 1):
        example = {
            column.key: column.example[language]
            for column in _shown(sheet)
            if column.example[language]
        }
        if len(example) > 1 and cells == example:
            return True
    return False
