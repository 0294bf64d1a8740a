"""Choices of every shape are edited in the browser, with errors that say what is expected."""

from datetime import date
from fractions import Fraction

import pytest

from school.choices import CHOICES, chosen
from school.models import Role
from tests import builders as b


@pytest.fixture
def client(db):
    school = b.a_school()
    administrator = b.an_employee(school, role=Role.ADMINISTRATOR)
    client = b.logged_in(administrator.person)
    client.school = school
    return client


def _decide(client, key, value):
    url = f"/s/{client.school.pk}/registers/choices/{key}/"
    return client.post(url, {"value": value, "since": "2099-09-01", "act": "приказ № 1"})


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [
        ("marks_minimum", "3 / 5 / 7", (3, 5, 7)),
        ("marks_minimum", "2 4 4", (2, 4, 4)),
        ("missed_share", "2/3", Fraction(2, 3)),
        ("missed_share", "0,6", Fraction(3, 5)),
        ("missed_share", "1", Fraction(1)),
        ("no_five_with_two", "true", True),
        ("year_mark", '"periods_exam"', "periods_exam"),
        ("conduct_scale", '"three"', "three"),
        ("term_marks_days", "-2", -2),
    ],
)
def test_a_value_of_every_shape_is_kept(client, key, typed, value):
    answer = _decide(client, key, typed)

    assert answer.status_code == 302
    assert chosen(client.school.pk, date(2099, 9, 1), key) == {key: value}


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("marks_minimum", "3 / 5"),
        ("marks_minimum", "7 / 5 / 3"),
        ("marks_minimum", "3 / 5 / 41"),
        ("marks_minimum", "0 / 5 / 7"),
        ("marks_minimum", "2.5 / 5 / 7"),
        ("missed_share", "0"),
        ("missed_share", "3/2"),
        ("missed_share", "1/0"),
        ("missed_share", "половина"),
        ("missed_share", "NaN"),
        ("term_marks_days", "15"),
        ("marks_alarm", "101"),
        ("borders", "2.5 / 4.5 / 3.5"),
    ],
)
def test_outside_its_borders_it_is_refused_and_told_what_is_expected(client, key, typed):
    answer = _decide(client, key, typed)

    errors = list(answer.context["form"].errors["value"])
    expected = str(CHOICES[key].expects)
    assert answer.status_code in (200, 422)
    assert errors == [expected or errors[0]]


@pytest.mark.parametrize("key", ["no_five_with_two", "year_mark", "conduct_scale"])
def test_an_option_that_is_none_is_refused(client, key):
    answer = _decide(client, key, '"strange"')

    assert answer.context["form"].errors["value"]


def test_the_page_says_every_value_in_words(client):
    html = client.get(f"/s/{client.school.pk}/registers/choices/").content.decode()

    assert "3 / 5 / 7" in html
    assert "1/2" in html
    assert "False" not in html
    assert "half_years_and_years" not in html
