"""Pages of compliance as workbooks: the same figures and lines, numbers as numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from control.asked import Asked
from control.counts import NONE, STATES, Counts
from control.facts_shown import excuse_of, lesson_of, state_of, what_of
from control.figures_shown import clause_of, rule_name, state_heads, week_name
from control.heat_shown import column_name, heading
from control.queries.choices import Choices
from control.queries.compliance import CompliancePage
from control.queries.fact_list import FactRow, FactsPage
from core.regulation import State

Value = str | int | Decimal | date | datetime | None
_HEAD = PatternFill("solid", fgColor="DCE8F2")


def compliance_book(page: CompliancePage) -> bytes:
    """A sheet for the rules, the groups, the heat map, the weeks and the excuses."""
    book = Workbook()
    sheet, by = book.active, heading(page.asked.by)
    sheet.title = pgettext("compliance", "Rules")
    _title(sheet, _("Compliance with the rules"), page.asked, page.choices)
    rows = [[rule_name(row.rule), *_figures(row.counts)] for row in page.rules]
    _table(sheet, [_("Rule"), *_heads()], [*rows, [_("In all"), *_figures(page.total)]])
    groups = [[group.name, *_figures(group.counts)] for group in page.groups]
    _table(book.create_sheet(by[:31]), [by, *_heads()], groups)
    _heat(book.create_sheet(_("Heat map")), page)
    weeks = [[week_name(week.monday), *_figures(week.counts, delay=False)] for week in page.weeks]
    _table(book.create_sheet(_("Weeks")), [_("Week"), *_heads(delay=False)], weeks)
    _decisions(book.create_sheet(_("Excuses")), page)
    return _saved(book)


def facts_book(page: FactsPage) -> bytes:
    """The list, a line for each fact."""
    book = Workbook()
    sheet = book.active
    sheet.title = _("Lessons and deadlines")[:31]
    _title(sheet, _("Lessons and deadlines"), page.asked, page.choices)
    _table(sheet, fact_heads(), [_fact(row) for row in page.rows])
    return _saved(book)


def fact_heads() -> list[str]:
    """Headings of the list of facts in its exports."""
    return [
        _("Day"), _("Lesson"), _("Teacher"), _("What"), _("Rule"), _("Clause"), _("State"),
        _("Due"), _("Entered"), _("Delay, h"), _("Excused"),
    ]  # fmt: skip


def filters_said(asked: Asked, choices: Choices) -> list[str]:
    """The days and filters in words, for the head of an export."""
    said = [f"{asked.first:%d.%m.%Y} – {asked.last:%d.%m.%Y}"]
    chosen = (("teacher", asked.teacher), ("class", asked.school_class), ("subject", asked.subject))
    said += [
        f"{heading(by)}: {choices.name_of(by, str(pk))}" for by, pk in chosen if pk is not None
    ]
    if asked.rule:
        said.append(choices.name_of("rule", asked.rule))
    return said


def _heads(*, delay: bool = True) -> list[str]:
    heads: list[str] = []
    for state, head in state_heads().items():
        heads.append(str(head))
        if state == State.LATE and delay:
            heads += [_("mean delay, h"), _("longest delay, h")]
    return [*heads, _("in time, %")]


def _figures(counts: Counts, *, delay: bool = True) -> list[Value]:
    figures: list[Value] = []
    for state in STATES:
        figures.append(counts[state])
        if state == State.LATE and delay:
            figures += [counts.mean_hours, counts.longest_hours]
    return [*figures, counts.in_time_percent]


def _heat(sheet: Worksheet, page: CompliancePage) -> None:
    """Counts of what is looked at; an empty cell: nothing was asked that day."""
    states = page.asked.states
    rows = [
        [
            group.name,
            *(
                counts.those(states) if (counts := group.by_column.get(day, NONE)).asked else None
                for day in page.columns
            ),
            group.counts.those(states),
        ]
        for group in page.in_picture
    ]
    heads = [heading(page.asked.by), *(column_name(day) for day in page.columns), _("In all")]
    _table(sheet, heads, rows)


def _decisions(sheet: Worksheet, page: CompliancePage) -> None:
    heads = [
        _("Why"), _("In words"), _("First day"), _("Last day"), _("Whom"), _("Rule"),
        _("Decided by"), _("Decided at"), _("Facts"),
    ]  # fmt: skip
    rows = [
        [
            str(one.kind.label), one.words, one.first, one.last,
            "; ".join(one.whom) or _("the whole school"),
            "; ".join(rule_name(rule) for rule in one.rules) or _("every rule"),
            one.decided_by, _local(one.decided_at), one.count,
        ]
        for one in page.decisions
    ]  # fmt: skip
    _table(sheet, heads, rows)


def _fact(row: FactRow) -> list[Value]:
    return [
        row.day, lesson_of(row), row.teacher, what_of(row), str(row.rule.asks), clause_of(row.rule),
        state_of(row), _local(row.due_at), _local(row.done_at), row.delay_hours, excuse_of(row),
    ]  # fmt: skip


def _local(at: datetime | None) -> datetime | None:
    """A moment as spreadsheets hold it: school time without a zone, whole seconds."""
    return timezone.localtime(at).replace(tzinfo=None, microsecond=0) if at else None


def _title(sheet: Worksheet, title: str, asked: Asked, choices: Choices) -> None:
    _append(sheet, [title])
    _append(sheet, ["; ".join(filters_said(asked, choices))])
    sheet["A1"].font = Font(bold=True, size=13)
    _append(sheet, [])


def _table(sheet: Worksheet, heads: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    _append(sheet, heads)
    first = sheet.max_row
    for cell in sheet[first]:
        cell.font, cell.fill = Font(bold=True), _HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for row in rows:
        _append(sheet, row)
    sheet.freeze_panes = sheet.cell(first + 1, 2)
    for number in range(1, len(heads) + 1):
        sheet.column_dimensions[get_column_letter(number)].width = 34 if number == 1 else 16
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _append(sheet: Worksheet, values: Sequence[Value]) -> None:
    sheet.append(list(values))
    for cell in sheet[sheet.max_row]:
        if isinstance(cell.value, str):
            cell.data_type = "s"  # a name that begins with "=" is no formula
        elif isinstance(cell.value, datetime):
            cell.number_format = "dd.mm.yyyy hh:mm"
        elif isinstance(cell.value, date):
            cell.number_format = "dd.mm.yyyy"


def _saved(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()
