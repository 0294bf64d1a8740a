"""Academic years and their calendars."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from school.models import AcademicYear, Break, Calendar, CalendarDay, Term


def year_on(school_id: int, day: date) -> AcademicYear | None:
    """The year the registers are about: of this day, else the next one, else the last one."""
    years = list(AcademicYear.objects.filter(school_id=school_id))
    running = [year for year in years if year.first_day <= day <= year.last_day]
    coming = [year for year in years if year.first_day > day]
    return next(iter(running or coming or years[-1:]), None)


def clamp(year: AcademicYear, day: date) -> date:
    """The day nearest to this one on which the year runs: lists of a coming year are read on its
    first day, of a past one on its last."""
    return min(max(day, year.first_day), year.last_day)


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarCard:
    """A calendar with all its dates and the classes it holds for."""

    calendar: Calendar
    terms: list[Term]
    breaks: list[Break]
    days: list[CalendarDay]
    classes: list[str]

    @property
    def break_days(self) -> int:
        """Days of breaks in the year: at least 30 are asked for."""
        return sum((pause.last_day - pause.first_day).days + 1 for pause in self.breaks)


@dataclass(frozen=True, slots=True, kw_only=True)
class YearCard:
    year: AcademicYear
    calendars: list[CalendarCard]
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class YearsPage:
    """All years of the school, the newest first."""

    years: list[YearCard]
    may_change: bool


def years_page(school_id: int, *, day: date, may_change: bool) -> YearsPage:
    """Every year with its calendars, terms and breaks."""
    current = year_on(school_id, day)
    calendars = (
        Calendar.objects.filter(school_id=school_id)
        .select_related("year")
        .prefetch_related("terms", "breaks", "days", "classes")
        .order_by("pk")
    )
    by_year: dict[int, list[CalendarCard]] = {}
    for calendar in calendars:
        by_year.setdefault(calendar.year_id, []).append(_card(calendar))
    years = [
        YearCard(year=year, calendars=by_year.get(year.pk, []), is_current=year == current)
        for year in AcademicYear.objects.filter(school_id=school_id).order_by("-first_day")
    ]
    return YearsPage(years=years, may_change=may_change)


def _card(calendar: Calendar) -> CalendarCard:
    return CalendarCard(
        calendar=calendar,
        terms=list(calendar.terms.all()),
        breaks=list(calendar.breaks.all()),
        days=list(calendar.days.all()),
        classes=[school_class.name for school_class in calendar.classes.all()],
    )


def calendar_card(calendar: Calendar) -> CalendarCard:
    """One calendar for its own page."""
    return _card(calendar)
