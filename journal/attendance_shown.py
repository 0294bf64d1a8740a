"""The attendance of a class as HTML: students × days, up to fifty columns, so written by hand as
the grid is (design.md section 7)."""

from __future__ import annotations

from html import escape

from django.template.defaultfilters import date as date_shown
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from journal.attendance import Tally
from journal.models import AbsenceKind
from journal.queries.attendance_matrix import EMPTY, DayCell, MatrixDay, MatrixRow
from journal.queries.class_attendance import ClassAttendancePage


def sum_heads() -> list[tuple[str, str]]:
    """Headings of the sums, short and in full."""
    return [
        (_("missed"), _("Lessons missed")),
        (AbsenceKind.ABSENT.sign, _("Of them without a reason")),
        (AbsenceKind.EXCUSED.sign, _("Of them for a good reason")),
        (AbsenceKind.ILL.sign, _("Of them ill")),
        (pgettext("sums", "days"), _("Days missed")),
        (_("ill"), _("Of them ill")),
        (AbsenceKind.LATE.sign, _("Times late")),
        ("%", _("Attendance in percent: 100 minus lessons missed of lessons planned")),
    ]


def sums_of(tally: Tally) -> list[str]:
    """The sums in the order of their headings; a nought is left out."""
    numbers = [
        tally.missed, tally.absent, tally.excused, tally.ill,
        tally.days, tally.days_ill, tally.late,
    ]  # fmt: skip
    return [str(number or "") for number in numbers] + [tally.attendance_shown]


def attendance_head(page: ClassAttendancePage) -> SafeString:
    """Months above days; a day leads to the day of the school."""
    matrix = page.matrix
    months = "".join(
        f'<th colspan="{span}" scope="colgroup">{date_shown(month, "F")}</th>'
        for month, span in matrix.months
    )
    address = reverse("journal:school_attendance", args=[page.school_class.school_id])
    words = {"lacks": _("without a register: %(n)d"), "distance": _("distance day")}
    days = "".join(_day(day, address, words) for day in matrix.days)
    sums = "".join(
        f'<th scope="col" rowspan="2" title="{escape(title)}">{escape(short)}</th>'
        for short, title in sum_heads()
    )
    name = _("Last name, first name")
    return SafeString(
        f'<thead><tr class="attendance__months"><th scope="col" rowspan="2">{name}</th>'
        f'{months}{sums}</tr><tr class="attendance__days">{days}</tr></thead>'
    )


def attendance_rows(page: ClassAttendancePage) -> SafeString:
    """A line for each student, and the sums of the class."""
    words = _words()
    args = [page.school_class.school_id, page.school_class.pk, 0]
    student = reverse("journal:class_student", args=args).replace("/students/0/", "/students/{}/")
    rows = "".join(
        _row(number, row, student, words) for number, row in enumerate(page.matrix.rows, start=1)
    )
    below = "".join(f"<td>{tally.missed or ''}</td>" for tally in page.matrix.by_day)
    label = _("Class")
    return SafeString(
        f'<tbody>{rows}</tbody><tfoot><tr><th scope="row">{label}</th>{below}'
        f"{_sums(page.matrix.sums)}</tr></tfoot>"
    )


def _words() -> dict[str, str]:
    return {
        "day": _("the whole day"),
        "away": _("taught elsewhere"),
        "alarm": _("30 % of a month's lessons missed, or more"),
        **{kind.value: str(kind.label) for kind in AbsenceKind},
    }


def _day(day: MatrixDay, address: str, words: dict[str, str]) -> str:
    notes = [date_shown(day.day, "l, j E")]
    below = date_shown(day.day, "D").lower()
    if day.without_register:
        notes.append(words["lacks"] % {"n": day.without_register})
        below = f'<b class="lack">{day.without_register}?</b>'
    if day.is_distance:
        notes.append(words["distance"])
    return (
        f'<th scope="col"><a href="{address}?day={day.day:%Y-%m-%d}"'
        f' title="{escape("; ".join(notes))}">{day.day.day}<small>{below}</small></a></th>'
    )


def _row(number: int, row: MatrixRow, address: str, words: dict[str, str]) -> str:
    name = escape(row.student.name)
    alarm = (
        f' <b class="alarm" title="{words["alarm"]}"><span aria-hidden="true">▲</span>'
        f'<span class="visually-hidden">{words["alarm"]}</span></b>'
        if row.alarms
        else ""
    )
    gone = "" if row.student.is_in else ' class="ended"'
    if row.student.is_in:
        name = f'<a href="{address.format(row.student.pk)}">{name}</a>'
    cells = "".join(_cell(cell, words) for cell in row.cells)
    return (
        f'<tr{gone}><th scope="row" title="{escape(row.student.name)}"><span>{number}</span> '
        f"{name}{alarm}</th>"
        f"{cells}{_sums(row.sums)}</tr>\n"
    )


def _cell(cell: DayCell, words: dict[str, str]) -> str:
    if cell is EMPTY:
        return '<td class="x"></td>'
    parts, tally = cell.parts, cell.tally
    if not parts and not tally.late:
        return f'<td class="away" title="{words["away"]}">–</td>' if tally.away else "<td></td>"
    notes = [f"{words[kind.value]}: {count}" for kind, count in parts]
    text = " ".join(f"{count}{kind.sign}" for kind, count in parts)
    if tally.late:
        notes.append(f"{words['late']}: {tally.late}")
        text = f"{text} {AbsenceKind.LATE.sign}".strip()
    kind = f' class="{cell.missed_day.value}"' if cell.missed_day else ""
    if cell.missed_day:
        notes.append(words["day"])
    return f'<td{kind} title="{escape(", ".join(notes))}">{text}</td>'


def _sums(tally: Tally) -> str:
    return "".join(f'<td class="sum">{text}</td>' for text in sums_of(tally))
