"""What a school decided holds from its day on."""

from datetime import date
from decimal import Decimal

import pytest

from school.choices import CHOICES, chosen
from school.models import SchoolSetting
from tests import builders as b


def _decide(school, key, value, since):
    SchoolSetting.objects.create(school=school, key=key, value=value, since=since)


@pytest.mark.django_db
def test_a_choice_holds_from_its_day_until_the_next():
    school = b.a_school()
    _decide(school, "homework_minutes", 120, date(2025, 10, 1))
    _decide(school, "homework_minutes", 90, date(2025, 11, 1))

    days = [date(2025, 9, 30), date(2025, 10, 1), date(2025, 10, 31), date(2025, 11, 1)]
    found = [chosen(school.pk, day, "homework_minutes")["homework_minutes"] for day in days]

    assert found == [60, 120, 120, 90]


@pytest.mark.django_db
def test_all_keys_of_a_page_are_read_at_once(django_assert_num_queries):
    school = b.a_school()
    _decide(school, "borders", ["2.6", "3.6", "4.6"], date(2025, 9, 1))

    with django_assert_num_queries(1):
        found = chosen(school.pk, date(2025, 9, 8), "borders", "homework_minutes")

    assert found == {
        "borders": (Decimal("2.6"), Decimal("3.6"), Decimal("4.6")),
        "homework_minutes": 60,
    }


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("homework_minutes", 59),
        ("homework_minutes", 121),
        ("work_days", 8),
        ("borders", ["2.5", "3.5"]),
        ("borders", ["3.5", "2.5", "4.5"]),
        ("borders", ["2.5", "3.5", "5.1"]),
    ],
)
def test_a_value_outside_its_borders_is_refused(key, value):
    with pytest.raises(ValueError):
        CHOICES[key].parse(value)
