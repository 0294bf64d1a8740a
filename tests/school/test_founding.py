"""A school enters an empty system."""

from datetime import date
from io import StringIO
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command

from core.registry import school_founded
from school.actions.founding import quarters
from school.models import AcademicYear, Calendar, Person, School


def found(**changed: object):
    out = StringIO()
    options = {
        "municipality": "Заречный округ",
        "name": "МБОУ «Школа № 7»",
        "short_name": "Школа № 7",
        "administrator_login": "admin7",
        "administrator_name": "Котова Вера Ильинична",
        "year": 2025,
        **changed,
    }
    call_command("create_school", stdout=out, **options)
    return out.getvalue()


@pytest.mark.django_db
def test_a_founded_school_has_a_year_two_calendars_and_an_administrator():
    said = found()

    school = School.objects.get()
    year = AcademicYear.objects.get(school=school)
    assert (year.name, year.first_day, year.last_day) == (
        "2025/26",
        date(2025, 9, 1),
        date(2026, 8, 31),
    )
    assert [
        (calendar.terms.count(), calendar.breaks.count())
        for calendar in Calendar.objects.order_by("pk")
    ] == [(4, 3), (4, 4)]
    vera = Person.objects.get(login="admin7")
    assert vera.name.full == "Котова Вера Ильинична"
    assert vera.check_password(said.split()[-1])
    assert list(vera.duties.values_list("school", "role")) == [(school.pk, "administrator")]


def test_the_quarters_of_2025_are_those_that_schools_had():
    assert quarters(2025) == [
        (date(2025, 9, 1), date(2025, 10, 24)),
        (date(2025, 11, 5), date(2025, 12, 30)),
        (date(2026, 1, 12), date(2026, 3, 27)),
        (date(2026, 4, 6), date(2026, 5, 26)),
    ]


@pytest.mark.parametrize("begins", range(2024, 2040))
def test_quarters_begin_and_end_on_working_days_with_a_week_between(begins):
    terms = quarters(begins)

    assert all(day.weekday() < 5 for term in terms[1:] for day in term)
    gaps = [(after[0] - before[1]).days - 1 for before, after in pairwise(terms)]
    assert min(gaps) >= 7
    assert sum(gaps) >= 30


@pytest.mark.django_db
def test_a_school_is_founded_once():
    found()

    with pytest.raises(CommandError):
        found(administrator_login="other")

    assert School.objects.count() == 1
    assert not Person.objects.filter(login="other").exists()


@pytest.mark.django_db
def test_every_room_gives_a_new_school_what_it_needs():
    asked = []
    school_founded.append(lambda school, year: asked.append((school.short_name, year.name)))
    try:
        found()
    finally:
        school_founded.pop()

    assert asked == [("Школа № 7", "2025/26")]
