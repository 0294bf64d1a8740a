"""Attendance by class and reason, of a period and its months."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from control.queries.reports.attendance import AttendanceOf, Registers, attendance_of
from control.queries.reports.ground import ClassRef, Ground
from control.reports.links import report_href, student_href
from control.reports.parts import report
from control.reports.table import Cell, Head, Line, Report, Table, number, percent, sum_line, words
from journal.attendance import Tally, total

SLUG = "attendance"


def attendance_report(ground: Ground) -> Report:
    """All classes by class; one class by month and by student."""
    school_class = ground.only_class()
    classes = [school_class] if school_class else ground.seen_classes
    found = attendance_of(ground, classes, by_student=school_class is not None)
    sums = total(found.tallies.values())
    has_lessons = any(one.lessons for one in found.registers.values())
    tables: tuple[Table, ...] = ()
    if school_class:
        tables = (
            _months_table(ground, school_class, found),
            _students_table(ground, school_class, found),
        )
    elif has_lessons:
        tables = (
            _classes_table(ground, classes, found, sums),
            _shares_table(ground, classes, found),
        )
    return report(
        ground,
        slug=SLUG,
        title=_("Attendance by class and reason"),
        facts=((_("Class"), school_class.name),) if school_class else (),
        tables=tables if has_lessons else (),
        empty="" if has_lessons else _("No lessons have been held in this period."),
        notes=_notes(ground),
        signers=((_("Deputy director"), ""),),
        is_wide=True,
    )


def _notes(ground: Ground) -> tuple[str, ...]:
    whole = _("A day counts as missed when all its lessons are missed.")
    some = _("A day counts as missed from %(n)d missed lessons (the school's choice).")
    return (
        _(
            "Attendance = 1 − missed / pupil-lessons with a register. Who was late was present; "
            "lessons without a register are in no number and counted apart; who is taught at home "
            "or at a distance is not expected."
        ),
        some % {"n": ground.missed_day} if ground.missed_day else whole,
    )


def _heads(first: Head) -> tuple[Head, ...]:
    lessons, days = _("Lessons missed"), _("Days missed")
    reasons = (
        Head(pgettext("missed", "all"), lessons),
        Head(pgettext("missed", "ill"), lessons),
        Head(pgettext("missed", "excused"), lessons),
        Head(pgettext("missed", "without a reason"), lessons),
    )
    return (
        first,
        Head(_("Pupil-lessons")),
        *reasons,
        Head(pgettext("column", "Late")),
        *(Head(head.label, days) for head in reasons),
        Head(_("Attendance, %")),
        Head(_("Without a reason, %")),
        Head(_("Lessons without a register")),
    )


def _cells(tally: Tally, registers: Registers | None, href: str) -> list[Cell]:
    numbers = (
        tally.missed, tally.ill, tally.excused, tally.absent, tally.late,
        tally.days, tally.days_ill, tally.days_excused, tally.days_absent,
    )  # fmt: skip
    return [
        number(tally.planned, href),
        *(number(n, href) for n in numbers),
        percent(tally.attendance, href),
        percent(tally.unexcused, href),
        number(registers.without, href, tone="bad") if registers else words(""),
    ]


def _classes_table(
    ground: Ground, classes: Sequence[ClassRef], found: AttendanceOf, sums: Tally
) -> Table:
    lines = []
    for one in classes:
        href = report_href(ground, SLUG, school_class=one.pk)
        cells = _cells(found.of(one.pk), found.lessons_of(one.pk), href)
        lines.append(Line((words(one.name, href), *cells)))
    without = Registers(without=sum(one.without for one in found.registers.values()))
    lines.append(sum_line((words(_("Together")), *_cells(sums, without, ""))))
    return Table(heads=_heads(Head(_("Class"), is_text=True)), lines=tuple(lines))


def _shares_table(ground: Ground, classes: Sequence[ClassRef], found: AttendanceOf) -> Table:
    """Attendance of each class month by month."""
    months = ground.period.months() if ground.period else []
    lines = []
    for one in classes:
        cells = [
            percent(found.of(one.pk, month=month).attendance, _month_href(ground, one.pk, month))
            for month in months
        ]
        whole = percent(found.of(one.pk).attendance, report_href(ground, SLUG, school_class=one.pk))
        lines.append(Line((words(one.name), *cells, whole)))
    together = [
        percent(
            total(
                tally for (_c, _s, when), tally in found.tallies.items() if when == month
            ).attendance
        )
        for month in months
    ]
    every = percent(total(found.tallies.values()).attendance)
    lines.append(sum_line((words(_("Together")), *together, every)))
    return Table(
        title=_("Attendance by month, %"),
        heads=(
            Head(_("Class"), is_text=True),
            *(Head(month_name(month)) for month in months),
            Head(_("The period")),
        ),
        lines=tuple(lines),
    )


def month_name(month: date) -> str:
    """сентябрь 2025"""
    return date_format(month, "F Y").lower()


def _month_href(ground: Ground, class_id: int, month: date) -> str:
    """The class's own page of the month: students × days."""
    path = reverse("journal:class_attendance", args=[ground.here.school.pk, class_id])
    return f"{path}?month={month:%Y-%m}"


def _months_table(ground: Ground, one: ClassRef, found: AttendanceOf) -> Table:
    lines = []
    for month in ground.period.months() if ground.period else ():
        href = _month_href(ground, one.pk, month)
        cells = _cells(found.of(one.pk, month=month), found.lessons_of(one.pk, month), href)
        lines.append(Line((words(month_name(month), href), *cells)))
    whole = _cells(found.of(one.pk), found.lessons_of(one.pk), "")
    lines.append(sum_line((words(_("The period")), *whole)))
    return Table(
        title=_("By month"), heads=_heads(Head(_("Month"), is_text=True)), lines=tuple(lines)
    )


def _students_table(ground: Ground, one: ClassRef, found: AttendanceOf) -> Table:
    heads = _heads(Head(_("Student"), is_text=True))[:-1]
    lines = []
    for pk, name in found.names.items():
        href = student_href(ground, one.pk, pk)
        cells = _cells(found.of(one.pk, student_id=pk), None, "")[:-1]
        lines.append(Line((words(name.full, href), *cells)))
    whole = _cells(found.of(one.pk), None, "")[:-1]
    lines.append(sum_line((words(_("Together")), *whole)))
    return Table(title=_("By student"), heads=heads, lines=tuple(lines))
