"""Which days are school days, and whose timetable is taught on them.

Pure functions over `CalendarRules`; `read_calendars` is the only one that asks the database. What
decides about a day, the strongest first:

1. the calendar's own special day (CalendarDay): off, quarantine, at a distance, a school day, or
   taught by another weekday's timetable;
2. outside the year, outside all terms, or in a break: off;
3. public holidays of Russia and days off that the government moved: off, in five- and six-day
   weeks alike (a six-day school that teaches on a moved day says so with a special day);
4. the weekly days off: Sunday, and Saturday in a five-day week; but a working Saturday, given for
   a moved day off, is taught by the timetable of the day it was given for.

Weeks are A and B in turn from the week of the year's first day, which is an A week. They are
counted through breaks and holidays, so that the letter can be told from the date alone."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache

import holidays
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Model, OuterRef, TextChoices
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _

from school.models import Break, Calendar, CalendarDay, DayKind, Term, TermKind

Span = tuple[date, date]
SATURDAY, SUNDAY = 6, 7


class WhyOff(TextChoices):
    """Why there is no school on a day."""

    OUTSIDE_TERMS = "outside_terms", _("outside the terms")
    BREAK = "break", _("school break")
    PUBLIC_HOLIDAY = "public_holiday", _("public holiday")
    MOVED_DAY_OFF = "moved_day_off", _("day off moved by the government")
    WEEKEND = "weekend", _("weekend")
    DAY_OFF = "holiday", _("day off")
    QUARANTINE = "quarantine", _("quarantine")


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialDay:
    """What a CalendarDay says."""

    kind: str
    as_weekday: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarRules:
    """A Calendar as values: what the pure functions below need of it."""

    first_day: date
    last_day: date
    days_a_week: int = 5
    terms: tuple[Span, ...] = ()
    breaks: tuple[Span, ...] = ()
    special: Mapping[date, SpecialDay] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayStatus:
    """One day of a calendar. `weekday` is whose timetable is taught (1 = Monday); None: no school,
    and `why_off` says why."""

    day: date
    weekday: int | None
    week: str
    why_off: WhyOff | None = None
    is_distance: bool = False
    reason: str = ""

    @property
    def is_school_day(self) -> bool:
        return self.weekday is not None

    @property
    def is_by_another_weekday(self) -> bool:
        """Whether it is taught by the timetable of another day."""
        return self.weekday is not None and self.weekday != self.day.isoweekday()


def week_letter(first_day: date, day: date) -> str:
    """ "a" or "b": the week (Monday to Sunday) of the year's first day is an A week."""
    return "ab"[(_monday(day) - _monday(first_day)).days // 7 % 2]


def day_status(rules: CalendarRules, day: date) -> DayStatus:
    """Whether the calendar has school on that day, and by which weekday's timetable."""
    week = week_letter(rules.first_day, day)
    special = rules.special.get(day)
    if special is not None:
        return _special_status(special, day, week)
    why_off = _why_off(rules, day)
    if why_off is not None:
        return DayStatus(day=day, weekday=None, week=week, why_off=why_off)
    given_for = working_saturdays(day.year).get(day)
    is_weekend = day.isoweekday() > rules.days_a_week
    weekday = given_for.isoweekday() if is_weekend and given_for else day.isoweekday()
    return DayStatus(day=day, weekday=weekday, week=week)


def days(rules: CalendarRules, first: date, last: date) -> Iterator[DayStatus]:
    """Every day of the span, school or not."""
    for number in range((last - first).days + 1):
        yield day_status(rules, first + timedelta(days=number))


def school_days(rules: CalendarRules, first: date, last: date) -> list[DayStatus]:
    """The days of the span on which there is school."""
    return [status for status in days(rules, first, last) if status.is_school_day]


@cache
def public_holidays(year: int) -> frozenset[date]:
    """Public holidays of Russia in a calendar year, without the days off moved to it."""
    return frozenset(_russia(year)) - frozenset(moved_days_off(year))


@cache
def moved_days_off(year: int) -> dict[date, date]:
    """Days off moved by the government: the day that is off, and the day it was moved from."""
    moved = {}
    for day, name in _russia(year).items():
        given = _MOVED_FROM.search(name)
        if given:
            moved[day] = datetime.strptime(given[1], "%d.%m.%Y").date()
    return moved


@cache
def working_saturdays(year: int) -> dict[date, date]:
    """Weekend days on which Russia works, and the day off that each was given for."""
    given_for = {given: off for off, given in moved_days_off(year).items()}
    return {day: given_for[day] for day in _russia(year).weekend_workdays if day in given_for}


# The package writes a moved day off as "Выходной (перенесено с 01.11.2025)".
_MOVED_FROM = re.compile(r"\(перенесено с (\d\d\.\d\d\.\d{4})\)")


@cache
def _russia(year: int) -> holidays.HolidayBase:
    return holidays.RU(years=year, language="ru", expand=False)


def _special_status(special: SpecialDay, day: date, week: str) -> DayStatus:
    if special.kind in (DayKind.HOLIDAY, DayKind.QUARANTINE):
        return DayStatus(
            day=day,
            weekday=None,
            week=week,
            why_off=WhyOff(special.kind),
            reason=special.reason,
        )
    return DayStatus(
        day=day,
        weekday=special.as_weekday or day.isoweekday(),
        week=week,
        is_distance=special.kind == DayKind.DISTANCE,
        reason=special.reason,
    )


def _why_off(rules: CalendarRules, day: date) -> WhyOff | None:
    if not rules.first_day <= day <= rules.last_day:
        return WhyOff.OUTSIDE_TERMS
    if any(first <= day <= last for first, last in rules.breaks):
        return WhyOff.BREAK
    if rules.terms and not any(first <= day <= last for first, last in rules.terms):
        return WhyOff.BREAK if _between_terms(rules, day) else WhyOff.OUTSIDE_TERMS
    if day in moved_days_off(day.year):
        return WhyOff.MOVED_DAY_OFF
    if day in public_holidays(day.year):
        return WhyOff.PUBLIC_HOLIDAY
    if day.isoweekday() > rules.days_a_week and day not in working_saturdays(day.year):
        return WhyOff.WEEKEND
    return None


def _between_terms(rules: CalendarRules, day: date) -> bool:
    return rules.terms[0][0] < day < max(last for _first, last in rules.terms)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def read_calendars(calendar_ids: Collection[int]) -> dict[int, CalendarRules]:
    """These calendars as values, in one statement."""
    rows = Calendar.objects.filter(pk__in=calendar_ids).annotate(
        first_day=F("year__first_day"),
        last_day=F("year__last_day"),
        term_rows=_rows(Term, "kind", "first_day", "last_day"),
        break_rows=_rows(Break, "first_day", "last_day"),
        day_rows=_rows(CalendarDay, "day", "kind", "as_weekday", "reason"),
    )
    return {row.pk: _rules(row) for row in rows}


def _rows(model: type[Model], *fields: str) -> ArraySubquery:
    named = JSONObject(**{field: field for field in fields})
    return ArraySubquery(model.objects.filter(calendar=OuterRef("pk")).values(row=named))


def _rules(row: Calendar) -> CalendarRules:
    whole_years = [term for term in row.term_rows if term["kind"] == TermKind.YEAR]
    # A term of the whole year lies over the breaks: it counts only where it is alone.
    terms = [term for term in row.term_rows if term["kind"] != TermKind.YEAR] or whole_years
    return CalendarRules(
        first_day=row.first_day,
        last_day=row.last_day,
        days_a_week=row.days_a_week,
        terms=tuple(sorted(map(_span, terms))),
        breaks=tuple(sorted(map(_span, row.break_rows))),
        special={
            date.fromisoformat(day["day"]): SpecialDay(
                kind=day["kind"], as_weekday=day["as_weekday"], reason=day["reason"]
            )
            for day in row.day_rows
        },
    )


def _span(row: dict[str, str]) -> Span:
    return date.fromisoformat(row["first_day"]), date.fromisoformat(row["last_day"])
