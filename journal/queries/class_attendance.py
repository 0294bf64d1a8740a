"""The page of a class's attendance: a month or a term of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from core.text import Name
from journal.queries.attendance_matrix import AttendanceMatrix, attendance_matrix
from school.models import SchoolClass, Term, TermKind
from school.queries.years import clamp

_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassAttendancePage:
    """Students × days with sums; months and terms to turn to. `homeroom` signs the printed one."""

    school_class: SchoolClass
    matrix: AttendanceMatrix
    months: tuple[date, ...]
    terms: tuple[Term, ...]
    month: date | None
    term: Term | None
    homeroom: Name | None
    now: datetime

    @property
    def asked(self) -> str:
        """The period as the address says it."""
        return f"term={self.term.pk}" if self.term else f"month={self.month:%Y-%m}"


def class_attendance_page(
    school_class: SchoolClass, *, month: str | None, term_id: int | None, now: datetime
) -> ClassAttendancePage:
    """A term of the class's calendar, else a month of its year (2025-09), else the month of
    today; seven statements."""
    today = clamp(school_class.year, timezone.localdate(now))
    terms = tuple(
        Term.objects.filter(calendar_id=school_class.calendar_id).exclude(kind=TermKind.YEAR)
    )
    term = next((one for one in terms if one.pk == term_id), None)
    months = _months(school_class.year.first_day, school_class.year.last_day)
    shown = None if term else _month(month, months, today)
    first, last = (term.first_day, term.last_day) if term else (shown, _end(shown))
    leader = school_class.homeroom.on(today).select_related("employee__person").first()
    return ClassAttendancePage(
        school_class=school_class,
        matrix=attendance_matrix(school_class, first, last, now=now),
        months=months,
        terms=terms,
        month=shown,
        term=term,
        homeroom=leader.employee.person.name if leader else None,
        now=now,
    )


def _months(first: date, last: date) -> tuple[date, ...]:
    months, month = [], first.replace(day=1)
    while month <= last:
        months.append(month)
        month = _end(month) + timedelta(days=1)
    return tuple(months)


def _month(asked: str | None, months: tuple[date, ...], today: date) -> date:
    found = _MONTH.fullmatch(asked or "")
    month = date(int(found[1]), int(found[2]), 1) if found else today.replace(day=1)
    return month if month in months else today.replace(day=1)


def _end(month: date) -> date:
    """The last day of the month."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
