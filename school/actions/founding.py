"""A school enters the system: its year, its calendars and who keeps its journal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from core.refusal import Refused
from core.registry import school_founded
from school.models import (
    AcademicYear,
    Break,
    Calendar,
    Duty,
    Employee,
    Municipality,
    Person,
    Role,
    School,
    Term,
    TermKind,
)

MONDAY, FRIDAY = 0, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Administrator:
    """Who will keep the registers of a new school."""

    login: str
    last_name: str
    first_name: str
    patronymic: str = ""
    password: str | None = None


@transaction.atomic
def found_school(
    *,
    municipality: str,
    name: str,
    short_name: str,
    administrator: Administrator,
    today: date,
    time_zone: str = "Europe/Moscow",
    year_begins: int | None = None,
) -> School:
    """Enter a school with an academic year, the usual quarters and one administrator.

    Raises Refused where the municipality already has a school of this name, or the login name is
    taken by a person of another name."""
    district, _made = Municipality.objects.get_or_create(name=municipality)
    if district.schools.filter(short_name=short_name).exists():
        raise Refused("school_exists", _("This municipality already has such a school."))
    school = School.objects.create(
        municipality=district, name=name, short_name=short_name, time_zone=time_zone
    )
    year = begin_year(school=school, begins=year_begins or year_of(today))
    _appoint(school, administrator, since=min(today, year.first_day))
    for give in school_founded:
        give(school, year)
    return school


def year_of(day: date) -> int:
    """The calendar year in which the academic year of this day begins; in summer, the next one."""
    return day.year if day.month >= 6 else day.year - 1


def begin_year(*, school: School, begins: int) -> AcademicYear:
    """An academic year with two calendars: the ordinary one, and grade 1's with its extra week
    off in February. Dates are the usual ones; the school changes them to its own."""
    year = AcademicYear.objects.create(
        school=school,
        name=f"{begins}/{(begins + 1) % 100:02}",
        first_day=date(begins, 9, 1),
        last_day=date(begins + 1, 8, 31),
    )
    for name, with_february in ((ordinary_calendar(), False), (first_grade_calendar(), True)):
        _draw_calendar(year, name, with_february=with_february)
    return year


def ordinary_calendar() -> str:
    """What the calendar of most classes is called."""
    return _("Grades 2–11")


def first_grade_calendar() -> str:
    """What grade 1's calendar, with its week off in February, is called."""
    return _("Grade 1")


def quarters(begins: int) -> list[tuple[date, date]]:
    """The four quarters as most schools have them, Mondays to Fridays (2025/26: 1 Sep–24 Oct,
    5 Nov–30 Dec, 12 Jan–27 Mar, 6 Apr–26 May)."""
    third_ends = _back_to(FRIDAY, date(begins + 1, 3, 28))
    return [
        (date(begins, 9, 1), _back_to(FRIDAY, date(begins, 10, 27))),
        (_workday_from(date(begins, 11, 5)), _workday_before(date(begins, 12, 30))),
        (_on_to(MONDAY, date(begins + 1, 1, 9)), third_ends),
        (third_ends + timedelta(days=10), _workday_before(date(begins + 1, 5, 26))),
    ]


def _draw_calendar(year: AcademicYear, name: str, *, with_february: bool) -> None:
    calendar = Calendar.objects.create(school=year.school, year=year, name=name)
    terms = quarters(year.first_day.year)
    Term.objects.bulk_create(
        Term(
            school=year.school,
            calendar=calendar,
            kind=TermKind.QUARTER,
            number=number,
            first_day=first,
            last_day=last,
        )
        for number, (first, last) in enumerate(terms, start=1)
    )
    names = [_("Autumn break"), _("Winter break"), _("Spring break")]
    breaks = [
        (title, before[1] + timedelta(days=1), after[0] - timedelta(days=1))
        for title, before, after in zip(names, terms, terms[1:], strict=False)
    ]
    if with_february:
        monday = _on_to(MONDAY, date(year.last_day.year, 2, 14))
        breaks.append((_("Additional break"), monday, monday + timedelta(days=6)))
    Break.objects.bulk_create(
        Break(school=year.school, calendar=calendar, name=title, first_day=first, last_day=last)
        for title, first, last in breaks
    )


def _appoint(school: School, administrator: Administrator, *, since: date) -> None:
    person = Person.objects.filter(login__iexact=administrator.login).first()
    if person is None:
        person = Person.objects.create_person(
            login=administrator.login,
            last_name=administrator.last_name,
            first_name=administrator.first_name,
            patronymic=administrator.patronymic,
            password=administrator.password,
        )
    elif person.last_name != administrator.last_name:
        raise Refused("login_taken", _("This login name belongs to somebody else."))
    Employee.objects.create(school=school, person=person, position=_("Journal administrator"))
    Duty.objects.create(school=school, person=person, role=Role.ADMINISTRATOR, since=since)


def _back_to(weekday: int, day: date) -> date:
    return day - timedelta(days=(day.weekday() - weekday) % 7)


def _on_to(weekday: int, day: date) -> date:
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def _workday_from(day: date) -> date:
    return _on_to(MONDAY, day) if day.weekday() > FRIDAY else day


def _workday_before(day: date) -> date:
    return _back_to(FRIDAY, day) if day.weekday() > FRIDAY else day
