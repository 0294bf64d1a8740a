"""The class page's large tables as HTML: students × subjects, each cell a link to its marks, and
students × days (design.md section 7: cells of large grids come from one small function)."""

from __future__ import annotations

from html import escape

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from journal.models import AbsenceKind
from journal.queries.attendance_matrix import AttendanceMatrix, DayCell, MatrixRow
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


def attendance_rows(matrix: AttendanceMatrix) -> SafeString:
    """A line for each student of the matrix: what was missed of each day, by reason, with sums."""
    words = {
        "title": _("%(missed)s of %(planned)s lessons missed"),
        "since": _("in the class since %s"),
        "gone": _("not in the class any more"),
        "alarm": _("three lessons of ten or more were missed in a month"),
    }
    return SafeString(
        "".join(
            _attendance_row(number, row, matrix, words)
            for number, row in enumerate(matrix.rows, start=1)
        )
    )


def _attendance_row(
    number: int, row: MatrixRow, matrix: AttendanceMatrix, words: dict[str, str]
) -> str:
    student = row.student
    note = ""
    if not student.is_in:
        note = f' <small title="{words["gone"]}">−</small>'
    elif student.since > matrix.first:
        title = words["since"] % f"{student.since:%d.%m}"
        note = f' <small title="{title}">+{student.since:%d.%m}</small>'
    name = escape(student.name)
    if student.is_in:
        name = f'<a href="../../students/{student.pk}/">{name}</a>'
    alarm = f' <b class="m2" title="{words["alarm"]}">!</b>' if row.alarms else ""
    sums = row.sums
    cells = "".join(_day_cell(cell, words["title"]) for cell in row.cells)
    return (
        f'<tr><th scope="row"><span>{number}</span> {name}{note}{alarm}</th>{cells}'
        f'<td class="sum">{sums.missed or ""}</td><td class="sum">{sums.days or ""}</td>'
        f'<td class="sum">{sums.ill or ""}</td><td class="sum">{sums.excused or ""}</td>'
        f'<td class="sum"><i class="absence">{sums.absent or ""}</i></td>'
        f'<td class="sum">{sums.late or ""}</td></tr>\n'
    )


def _day_cell(cell: DayCell, title: str) -> str:
    if not cell.parts:
        return f'<td class="late">{AbsenceKind.LATE.sign}</td>' if cell.tally.late else "<td></td>"
    said = title % {"missed": cell.tally.missed, "planned": cell.tally.planned}
    inside = " ".join(
        f"{kind.sign}{count if cell.missed_day is None else ''}" for kind, count in cell.parts
    )
    whole = " whole" if cell.missed_day is not None else ""
    return f'<td class="away{whole}" title="{said}"><i class="absence">{inside}</i></td>'
