"""Periods as a school names them, over all its calendars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from school.models import TermKind

_SOON = timedelta(days=7)  # before a period's end its reports are begun


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassTerm:
    """A term of one calendar."""

    pk: int
    year_id: int
    calendar_id: int
    kind: str
    number: int
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """«1 quarter» or the year, over all calendars that have it. `terms` are, by calendar, the terms
    whose marks it brings: its own, else the one that ends within it (the 2nd quarter brings the 1st
    half-year); none for the year."""

    slug: str
    kind: str
    number: int
    year_id: int
    first: date
    last: date
    terms: dict[int, ClassTerm]
    calendars: tuple[int, ...]

    @property
    def is_year(self) -> bool:
        return self.kind == TermKind.YEAR

    @property
    def label(self) -> str:
        """1 quarter; the year."""
        if self.is_year:
            return _("The year")
        return f"{self.number} {TermKind(self.kind).label}"

    def brings_marks(self, calendar_id: int) -> bool:
        """Whether classes of the calendar have marks at the end of it."""
        return self.is_year or calendar_id in self.terms

    def span_of(self, calendar_id: int) -> tuple[date, date]:
        """The days of the period for classes of a calendar; of those without such a period, the
        whole span."""
        term = self.terms.get(calendar_id)
        if term is None or term.kind != self.kind:
            return self.first, self.last
        return term.first_day, term.last_day

    def marks_span_of(self, calendar_id: int) -> tuple[date, date]:
        """The days whose marks the mark of the period sums up: of a half-year all of it."""
        term = self.terms.get(calendar_id)
        return (term.first_day, term.last_day) if term else (self.first, self.last)

    def months(self) -> list[date]:
        """The first days of the months it lies in."""
        found, month = [], self.first.replace(day=1)
        while month <= self.last:
            found.append(month)
            month = (month + timedelta(days=32)).replace(day=1)
        return found


def periods_of(year: tuple[int, str, date, date], terms: Sequence[ClassTerm]) -> tuple[Period, ...]:
    """All periods of a year in the order of their ends, the year last."""
    own = [term for term in terms if term.year_id == year[0]]
    calendars = tuple(dict.fromkeys(term.calendar_id for term in own))
    names = dict.fromkeys((term.kind, term.number) for term in own)
    found = [_period(kind, number, own, calendars) for kind, number in names]
    found.sort(key=lambda period: (period.last, period.first))
    whole = Period(
        slug=TermKind.YEAR.value,
        kind=TermKind.YEAR.value,
        number=0,
        year_id=year[0],
        first=min((term.first_day for term in own), default=year[2]),
        last=max((term.last_day for term in own), default=year[3]),
        terms={},
        calendars=calendars,
    )
    return (*found, whole) if found else ()


def _period(
    kind: str, number: int, terms: Sequence[ClassTerm], calendars: tuple[int, ...]
) -> Period:
    named = {term.calendar_id: term for term in terms if (term.kind, term.number) == (kind, number)}
    first = min(term.first_day for term in named.values())
    last = max(term.last_day for term in named.values())
    ending = {
        term.calendar_id: term
        for term in terms
        if term.calendar_id not in named and first <= term.last_day <= last
    }
    return Period(
        slug=f"{kind}-{number}",
        kind=kind,
        number=number,
        year_id=terms[0].year_id,
        first=first,
        last=last,
        terms=ending | named,
        calendars=calendars,
    )


def chosen_period(periods: Sequence[Period], slug: str, today: date) -> Period | None:
    """The period of the address; else the last that is over or ends within a week; else the
    first."""
    wanted = next((period for period in periods if period.slug == slug), None)
    terms = [period for period in periods if not period.is_year]
    over = [period for period in terms if period.last - _SOON <= today]
    return wanted or (over[-1] if over else next(iter(terms), None))


def period_before(periods: Sequence[Period], period: Period) -> Period | None:
    """The one before it of the same kind, in this list."""
    same = [one for one in periods if one.kind == period.kind and one.number < period.number]
    return max(same, key=lambda one: one.number, default=None)
