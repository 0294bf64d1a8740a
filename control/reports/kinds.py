"""The reports there are: their addresses, words, who reads them, and by what they are narrowed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from control.queries.reports.ground import Ground
from control.reports.attendance import attendance_report
from control.reports.debts import debts_report
from control.reports.homeroom import homeroom_report
from control.reports.movement import movement_report
from control.reports.objectivity import objectivity_report
from control.reports.summary import summary_report
from control.reports.table import Report
from control.reports.teacher import teacher_report

BY_LABELS: dict[str, str | Promise] = {
    "teacher": _("by teacher"),
    "class": _("by class"),
    "subject": _("by subject"),
    "grade": _("by grade"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportKind:
    """A report. `readers` read it beside the leaders: a teacher of the own courses, a homeroom
    teacher of the own class. `filters` are choices of the address; `by` how it may be split."""

    slug: str
    title: str | Promise
    about: str | Promise
    icon: str
    make: Callable[[Ground], Report]
    readers: frozenset[str]
    filters: tuple[str, ...]
    by: tuple[str, ...] = ()


def _kind(slug: str, *, readers: str, filters: str, by: str = "", **words: object) -> ReportKind:
    return ReportKind(
        slug=slug,
        readers=frozenset(readers.split()),
        filters=tuple(filters.split()),
        by=tuple(by.split()),
        **words,
    )


KINDS: dict[str, ReportKind] = {
    kind.slug: kind
    for kind in (
        _kind(
            "teacher",
            title=_("Report of the teacher"),
            about=_(
                "Attainment, quality, level of learning, density of marks, programme, by course"
            ),
            icon="graduation-cap",
            make=teacher_report,
            readers="teacher",
            filters="teacher",
        ),
        _kind(
            "homeroom",
            title=_("Report of the homeroom teacher"),
            about=_("Excellent, good, with one 3, failing and not attested students by name"),
            icon="users",
            make=homeroom_report,
            readers="homeroom",
            filters="class",
        ),
        _kind(
            "attendance",
            title=_("Attendance by class and reason"),
            about=_("Days and lessons missed by month; lessons without a register apart"),
            icon="calendar-check",
            make=attendance_report,
            readers="homeroom",
            filters="class",
        ),
        _kind(
            "summary",
            title=_("Summary of marks"),
            about=_("By class, subject and grade, beside the period before or a year ago"),
            icon="chart-column",
            make=summary_report,
            readers="homeroom",
            filters="class subject against",
            by="class subject grade",
        ),
        _kind(
            "movement",
            title=_("Movement of students"),
            about=_("Who came, moved and left, with orders; numbers at the beginning and the end"),
            icon="arrow-left-right",
            make=movement_report,
            readers="homeroom",
            filters="class days",
        ),
        _kind(
            "objectivity",
            title=_("Objectivity of the marks of the period"),
            about=_("Marks of the period against the averages: equal, higher, lower"),
            icon="scale",
            make=objectivity_report,
            readers="teacher homeroom",
            filters="class teacher subject",
            by="teacher class subject",
        ),
        _kind(
            "debts",
            title=_("Debts"),
            about=_("Works that are owed, and subjects failed for a year"),
            icon="clock-alert",
            make=debts_report,
            readers="teacher homeroom",
            filters="class teacher subject",
        ),
    )
}
