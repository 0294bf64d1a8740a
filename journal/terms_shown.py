"""The sheets of period marks as HTML: cells of large tables are joined strings, everything else is
templates (design.md section 7)."""

from __future__ import annotations

from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from journal.models import TermMarkVia
from journal.policy import Value, Why
from journal.queries.class_terms import ClassCell, ClassRow, ClassTermsPage
from journal.queries.term_grounds import Column, Standing
from journal.queries.term_sheet import SheetCell, SheetRow, TermSheet

_WHYS = {
    Why.NO_FIVE_WITH_TWO: gettext_lazy("no 5 for a period with a 2 in it"),
    Why.MISSED: gettext_lazy("too few marks, and too many lessons missed"),
    Why.EXEMPT: gettext_lazy("exempt by a medical paper"),
}


def column_name(column: Column) -> str:
    """1 quarter; year; exam; final mark."""
    return str(column.term) if column.term else str(column.kind.label)


def column_short(column: Column) -> str:
    """For a narrow heading: the number of a period, the word of the others."""
    return str(column.term.number) if column.term else str(column.kind.label)


def sheet_rows(
    page: TermSheet, typed: dict[str, str] | None = None, errors: dict[str, str] | None = None
) -> SafeString:
    """A line for each student of the teacher's sheet. `typed` and `errors` are of a plain form
    that was refused, by the name of the field."""
    average = reverse("journal:average", args=[page.course.school_id, page.course.pk, 0])
    names = [column_name(head.column) for head in page.columns]
    lines = [
        _sheet_row(number, row, page, names, average, typed or {}, errors or {})
        for number, row in enumerate(page.rows, start=1)
    ]
    return SafeString("".join(lines))


def _sheet_row(
    number: int,
    row: SheetRow,
    page: TermSheet,
    names: list[str],
    average: str,
    typed: dict[str, str],
    errors: dict[str, str],
) -> str:
    student = row.student
    own = average.replace("/students/0/", f"/students/{student.pk}/")
    cells = "".join(
        _sheet_cell(row, cell, name, page, own, typed, errors)
        for cell, name in zip(row.cells, names, strict=True)
    )
    return (
        f'<tr data-s="{student.pk}"><th scope="row" title="{escape(student.full_name)}">'
        f"<span>{number}</span> {escape(student.name)}</th>{cells}</tr>\n"
    )


def _sheet_cell(
    row: SheetRow,
    cell: SheetCell,
    name: str,
    page: TermSheet,
    average: str,
    typed: dict[str, str],
    errors: dict[str, str],
) -> str:
    if not cell.is_expected and cell.mark is None:
        return '<td class="x"></td>'
    field = f"m-{row.student.pk}-{cell.slug}"
    error = errors.get(field, "")
    if page.may_write and cell.is_open:
        label = escape(f"{row.student.name}, {name}")
        shown = mark_input(field, cell.text, label, typed.get(field), error)
    else:
        shown = f'<b class="m{_shade(cell.mark)}">{escape(cell.text)}</b>'
    classes = "tm is-differing" if cell.differs else "tm"
    return f'<td class="{classes}">{_before(cell)}{shown}{_beside(cell, average)}</td>'


def mark_input(field: str, text: str, label: str, typed: str | None = None, error: str = "") -> str:
    """The input of a place, with what was seen there; refused without JavaScript it asks why."""
    value = text if typed is None else typed
    bad = f' aria-invalid="true" title="{escape(error)}"' if error else ""
    why = ""
    if error:
        said = escape(_("Reason, for the history"))
        why = (
            f'<small class="tm__error">{escape(error)}</small>'
            f'<input class="tm__why" name="why-{field}" placeholder="{said}" aria-label="{said}">'
        )
    return (
        f'<input name="{field}" value="{escape(value)}" aria-label="{label}" maxlength="10"'
        f' autocomplete="off" autocapitalize="off" spellcheck="false"{bad}>'
        f'<input type="hidden" name="seen-{field}" value="{escape(text)}">{why}'
    )


def _before(cell: SheetCell) -> str:
    """Marks that were superseded by a retake stand beside what came of it."""
    retaken = cell.mark is not None and cell.mark.via == TermMarkVia.RETAKE
    if not retaken or not cell.before:
        return ""
    told = escape(_("before the re-examination"))
    return f'<s title="{told}">{escape(cell.before[-1].text)}</s> '


def _beside(cell: SheetCell, average: str) -> str:
    """What the policy suggests, the average that unfolds, and the minimum where it is lacking."""
    parts = []
    if cell.average and cell.term_id:
        told = escape(_("Average of the term"))
        parts.append(
            f'<a href="{average}?term={cell.term_id}" data-peek title="{told}">{cell.average}</a>'
        )
    elif cell.average:
        parts.append(f"<span>{cell.average}</span>")
    told = escape(str(_WHYS.get(cell.suggestion.why, _("What the borders of the school give"))))
    suggested = escape(cell.suggestion.text)
    parts.append(f'<span class="tm__sug" data-sug="{cell.slug}" title="{told}">{suggested}</span>')
    if cell.is_open and cell.term_id and not cell.is_enough:
        few = ngettext(
            "%(n)d mark of the %(needed)d the school asks",
            "%(n)d marks of the %(needed)d the school asks",
            cell.marks,
        ) % {"n": cell.marks, "needed": cell.needed}
        alarm = " few--alarm" if cell.is_alarm else ""
        parts.append(
            f'<span class="few{alarm}" title="{escape(few)}">{cell.marks}/{cell.needed}</span>'
        )
    return f'<small class="tm__aside">{"".join(parts)}</small>'


def _shade(mark: Standing | None) -> str:
    value = mark.value if mark else Value()
    return str(value.points) if value.points is not None and value.points <= 5 else ""


def class_rows_of_terms(
    page: ClassTermsPage,
    may_set_conduct: bool,
    typed: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
) -> SafeString:
    """A line for each student of the class's sheet."""
    return SafeString(
        "".join(
            _class_row(number, row, page, may_set_conduct, typed or {}, errors or {})
            for number, row in enumerate(page.rows, start=1)
        )
    )


def _class_row(
    number: int,
    row: ClassRow,
    page: ClassTermsPage,
    may_set_conduct: bool,
    typed: dict[str, str],
    errors: dict[str, str],
) -> str:
    student = row.student
    cells = "".join(_class_cell(cell) for cell in row.cells)
    if page.marks_conduct:
        cells += _conduct(row, page, may_set_conduct, typed, errors)
    if page.has_decisions:
        cells += f'<td class="sum word">{escape(row.decision_label)}</td>'
    missed = "".join(
        f'<td class="sum">{n or ""}</td>' for n in (row.missed, row.ill, row.unexcused)
    )
    return (
        f'<tr data-s="{student.pk}"><th scope="row" title="{escape(student.full_name)}">'
        f"<span>{number}</span> {escape(student.name)}</th>{cells}{missed}</tr>\n"
    )


def _class_cell(cell: ClassCell) -> str:
    mark = cell.mark
    if mark is None:
        return '<td class="lack-cell"></td>' if cell.is_lacking else '<td class="x"></td>'
    told = f' title="{escape(mark.reason)}"' if mark.reason else ""
    return f'<td{told}><b class="m{_shade(mark)}">{escape(mark.text)}</b></td>'


def _conduct(
    row: ClassRow,
    page: ClassTermsPage,
    may_set_conduct: bool,
    typed: dict[str, str],
    errors: dict[str, str],
) -> str:
    text = row.conduct.text if row.conduct else ""
    if not may_set_conduct or page.column is None:
        return f'<td class="sum"><b>{escape(text)}</b></td>'
    field = f"m-{row.student.pk}-{page.column.slug}"
    label = escape(f"{row.student.name}, {_('conduct')}")
    shown = mark_input(field, text, label, typed.get(field), errors.get(field, ""))
    return f'<td class="tm">{shown}</td>'
