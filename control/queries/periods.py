"""The school's periods and their sign-off by the director (A4 1.3-1.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from control.models import TermSignOff
from control.queries.figures import count_figures
from control.week_figures import Line, RuleLine, lines, rule_lines
from control.weeks import day_after
from school.models import AcademicYear, Role, Term
from school.standing import InSchool


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodRow:
    """A period in the list."""

    term: Term
    is_over: bool
    sign_off: TermSignOff | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodsPage:
    """The periods of the year, the newest ones first."""

    year: AcademicYear | None
    rows: tuple[PeriodRow, ...]

    @property
    def unsigned(self) -> int:
        return sum(row.is_over and row.sign_off is None for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodPage:
    """The figures of one period: as they were signed, or as they are now."""

    term: Term
    figures: dict[str, Any]
    sign_off: TermSignOff | None
    is_over: bool
    may_sign: bool
    counted_at: datetime

    @property
    def lessons(self) -> tuple[Line, ...]:
        return lines(self.figures, None, "lessons")

    @property
    def people(self) -> tuple[Line, ...]:
        return lines(self.figures, None, "people") + lines(self.figures, None, "movement")

    @property
    def families(self) -> tuple[Line, ...]:
        return lines(self.figures, None, "families")

    @property
    def rules(self) -> tuple[RuleLine, ...]:
        return rule_lines(self.figures, None)

    @property
    def marks(self) -> dict[str, Any] | None:
        """The marks of this very period: set, not attested, classes that are closed."""
        return next(iter(self.figures["terms"]), None)


def periods_page(here: InSchool, *, now: datetime) -> PeriodsPage:
    """Every period of the year that runs in which a class learns, with its sign-off, in two
    statements."""
    zone = here.school.zone
    today = now.astimezone(zone).date()
    years = AcademicYear.objects.filter(school=here.school.pk, first_day__lte=today)
    year = years.order_by("-first_day").first()
    terms = (
        Term.objects.filter(calendar__year=year, calendar__classes__isnull=False)
        .distinct()
        .select_related("calendar", "sign_off__signed_by")
        .order_by("-last_day", "-kind", "pk")
        if year
        else ()
    )
    rows = tuple(
        PeriodRow(
            term=term,
            is_over=now >= day_after(term.last_day, zone=zone),
            sign_off=getattr(term, "sign_off", None),
        )
        for term in terms
    )
    return PeriodsPage(year=year, rows=rows)


def term_of(school_id: int, term_id: int) -> Term | None:
    """A period of this school."""
    found = Term.objects.select_related("calendar", "school", "sign_off__signed_by")
    return found.filter(school=school_id, pk=term_id).first()


def period_page(here: InSchool, term: Term, *, now: datetime) -> PeriodPage:
    """The figures of a period: the signed ones, else counted at this moment."""
    sign_off = getattr(term, "sign_off", None)
    is_over = now >= day_after(term.last_day, zone=here.school.zone)
    figures = sign_off.figures if sign_off else _counted(term, now)
    return PeriodPage(
        term=term,
        figures=figures,
        sign_off=sign_off,
        is_over=is_over,
        may_sign=is_over and sign_off is None and here.has(Role.DIRECTOR),
        counted_at=sign_off.signed_at if sign_off else now,
    )


def _counted(term: Term, now: datetime) -> dict[str, Any]:
    last: date = term.last_day
    return count_figures(term.school_id, term.first_day, last, at=now, calendar_id=term.calendar_id)
