"""The class page's large table as HTML: some 600 cells, each a link to its marks (design.md
section 7: cells of large grids come from one small function)."""

from __future__ import annotations

from html import escape

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from journal.queries.class_marks import ClassCell, ClassMarksPage, ClassRow


def class_rows(page: ClassMarksPage, view: str) -> SafeString:
    """A line for each student. `view` "marks" writes the marks themselves into the cells."""
    ask = f"?term={page.term.pk}" if page.term else ""
    return SafeString(
        "".join(
            _row(number, row, ask, unfolded=view == "marks")
            for number, row in enumerate(page.rows, start=1)
        )
    )


def _row(number: int, row: ClassRow, ask: str, *, unfolded: bool) -> str:
    to_student = f"../students/{row.student_id}/"
    joined = _("in the class since %s") % f"{row.since:%d.%m}"
    since = f' <small title="{joined}">+{row.since:%d.%m}</small>' if row.is_new else ""
    cells = "".join(_cell(cell, to_student, ask, unfolded=unfolded) for cell in row.cells)
    missed = ""
    if row.missed:
        title = _missed_title(row)
        missed = f'<span title="{title}">{row.missed}</span>'
        if row.unexcused:
            missed += f' <i class="absence">{row.unexcused}</i>'
    return (
        f'<tr><th scope="row"><span>{number}</span> <a href="{to_student}{ask}" '
        f'title="{escape(row.name.full)}">{escape(row.name.in_class)}</a>{since}</th>{cells}'
        f'<td class="sum">{missed}</td></tr>\n'
    )


def _missed_title(row: ClassRow) -> str:
    lessons = ngettext("%(n)d lesson missed", "%(n)d lessons missed", row.missed)
    return _("%(lessons)s, of them %(n)d without a reason") % {
        "lessons": lessons % {"n": row.missed},
        "n": row.unexcused,
    }


def _cell(cell: ClassCell, to_student: str, ask: str, *, unfolded: bool) -> str:
    if not cell.is_taught:
        return '<td class="x"></td>'
    if not cell.count and not cell.term_mark:
        return "<td></td>"
    shade = cell.suggested or ""
    if unfolded:
        inside = f'<span class="all">{escape(cell.marks)}</span>'
    else:
        inside = f'<b class="m{shade}">{cell.average or "—"}</b><small>{cell.count or ""}</small>'
    if cell.term_mark:
        tone = cell.term_mark if cell.term_mark.isdecimal() else ""
        inside += f'<b class="set m{tone}">{escape(cell.term_mark)}</b>'
    return f'<td><a href="{to_student}subjects/{cell.subject_id}/{ask}" data-peek>{inside}</a></td>'
