"""The academic year, its calendars, terms, breaks and special days."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from core.refusal import Refused
from core.registry import special_day_kept
from school.actions.founding import begin_year
from school.actions.writing import keep, once, writing
from school.models import (
    AcademicYear,
    Break,
    Calendar,
    CalendarDay,
    Person,
    School,
    Term,
)


def add_year(
    *, actor: Person, school_id: int, begins: int, now: datetime, key: UUID | None
) -> AcademicYear:
    """A year that begins on 1 September, with the usual terms and breaks to correct."""
    with writing(actor=actor, field="begins"):
        once(key=key, actor=actor, now=now)
        school = School.objects.select_for_update().get(pk=school_id)
        if school.years.filter(first_day__year=begins).exists():
            raise Refused("year_exists", _("This year is entered already."), field="begins")
        return begin_year(school=school, begins=begins)


def change_year(
    *, actor: Person, year: AcademicYear, name: str, first_day: date, last_day: date
) -> AcademicYear:
    """Correct the year's name and borders."""
    with writing(actor=actor, field="last_day"):
        year.name, year.first_day, year.last_day = name, first_day, last_day
        return keep(year)


def add_calendar(
    *,
    actor: Person,
    year: AcademicYear,
    name: str,
    days_a_week: int,
    now: datetime,
    key: UUID | None,
) -> Calendar:
    """Terms and breaks of their own for some classes (grade 1, a parallel on trimesters)."""
    with writing(actor=actor, field="name"):
        once(key=key, actor=actor, now=now)
        return keep(
            Calendar(school_id=year.school_id, year=year, name=name, days_a_week=days_a_week)
        )


def change_calendar(*, actor: Person, calendar: Calendar, name: str, days_a_week: int) -> Calendar:
    """Correct a calendar's name and the length of its week."""
    with writing(actor=actor, field="name"):
        calendar.name, calendar.days_a_week = name, days_a_week
        return keep(calendar)


def keep_term(
    *,
    actor: Person,
    calendar: Calendar,
    term: Term | None,
    kind: str,
    number: int,
    first_day: date,
    last_day: date,
) -> Term:
    """Enter or correct a term.

    Raises Refused when it leaves the year or overlaps another term of its kind."""
    with writing(actor=actor, field="number"):
        _inside(calendar.year, first_day, last_day)
        term = term or Term(school_id=calendar.school_id, calendar=calendar)
        others = calendar.terms.filter(
            kind=kind, first_day__lte=last_day, last_day__gte=first_day
        ).exclude(pk=term.pk)
        if others.exists():
            raise Refused(
                "terms_overlap", _("It overlaps another term of this kind."), field="first_day"
            )
        term.kind, term.number = kind, number
        term.first_day, term.last_day = first_day, last_day
        return keep(term)


def keep_break(
    *,
    actor: Person,
    calendar: Calendar,
    pause: Break | None,
    name: str,
    first_day: date,
    last_day: date,
) -> Break:
    """Enter or correct holidays between terms."""
    with writing(actor=actor, field="last_day"):
        pause = pause or Break(school_id=calendar.school_id, calendar=calendar)
        pause.name, pause.first_day, pause.last_day = name, first_day, last_day
        return keep(pause)


def keep_day(
    *,
    actor: Person,
    calendar: Calendar,
    special: CalendarDay | None,
    day: date,
    kind: str,
    as_weekday: int | None,
    reason: str,
    now: datetime,
) -> CalendarDay:
    """Say what is special about one day: off, quarantine, by another weekday's timetable. Days of
    quarantine and at a distance are excused in the same breath (`special_day_kept`)."""
    with writing(actor=actor, field="day"):
        _inside(calendar.year, day, day, field="day")
        before = CalendarDay.objects.select_for_update().get(pk=special.pk) if special else None
        special = special or CalendarDay(school_id=calendar.school_id, calendar=calendar)
        special.day, special.kind = day, kind
        special.as_weekday, special.reason = as_weekday, reason
        keep(special)
        _tell(actor, calendar, before, special, now)
        return special


def remove_date(*, actor: Person, row: Term | Break | CalendarDay, now: datetime) -> None:
    """Take a mistaken term, break or day out of the calendar; history keeps it."""
    with writing(actor=actor):
        row.delete()
        if isinstance(row, CalendarDay):
            _tell(actor, row.calendar, row, None, now)


def _tell(
    actor: Person,
    calendar: Calendar,
    before: CalendarDay | None,
    after: CalendarDay | None,
    now: datetime,
) -> None:
    for hook in special_day_kept:
        hook(actor, calendar, before, after, now)


def _inside(year: AcademicYear, first: date, last: date, *, field: str = "first_day") -> None:
    if not (year.first_day <= first and last <= year.last_day):
        raise Refused("outside_year", _("The days lie outside the academic year."), field=field)
