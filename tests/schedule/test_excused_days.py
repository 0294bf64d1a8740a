"""A day of quarantine or at a distance is excused as soon as it stands in the calendar."""

from datetime import timedelta

import pytest

from schedule.models import Excuse
from school.actions.years import keep_day, remove_date
from school.models import Calendar
from tests import builders as b

pytestmark = pytest.mark.django_db
NOW = b.moscow(b.MONDAY, "12:00")
TUESDAY = b.MONDAY + timedelta(days=1)


@pytest.fixture
def school_class():
    return b.a_class(b.a_school())


@pytest.fixture
def zoya(school_class):
    return b.an_employee(school_class.school, role="deputy", last="Завьялова", first="Зоя").person


@pytest.fixture
def enter(school_class, zoya):
    def day(kind, *, special=None, calendar=None, reason="Грипп", day=TUESDAY):
        return keep_day(
            actor=zoya,
            calendar=calendar or school_class.calendar,
            special=special,
            day=day,
            kind=kind,
            as_weekday=None,
            reason=reason,
            now=NOW,
        )

    return day


def in_force():
    return list(
        Excuse.objects.filter(ended_at=None).values_list(
            "kind", "first_day", "words", "school_class_id"
        )
    )


@pytest.mark.parametrize("kind", ["quarantine", "distance"])
def test_such_a_day_of_all_classes_excuses_the_school(enter, zoya, kind):
    enter(kind)

    assert in_force() == [(kind, TUESDAY, "Грипп", None)]
    assert Excuse.objects.get().decided_by == zoya


def test_a_day_of_one_calendar_excuses_its_classes_only(enter, school_class):
    little = Calendar.objects.create(
        school=school_class.school, year=school_class.year, name="1 классы"
    )
    other = b.a_class(school_class.school, grade=1)
    other.calendar = little
    other.save()

    enter("quarantine", calendar=little)

    assert in_force() == [("quarantine", TUESDAY, "Грипп", other.pk)]


@pytest.mark.parametrize("kind", ["holiday", "school_day"])
def test_other_days_excuse_nothing(enter, kind):
    enter(kind)

    assert in_force() == []


def test_without_a_reason_the_kind_says_why(enter):
    enter("distance", reason="")

    assert Excuse.objects.get().words


def test_a_day_corrected_takes_back_what_it_excused(enter):
    special = enter("quarantine")

    enter("distance", special=special, day=b.MONDAY)
    assert in_force() == [("distance", b.MONDAY, "Грипп", None)]

    enter("school_day", special=special, day=b.MONDAY)
    assert in_force() == []


def test_saving_the_same_again_excuses_once(enter):
    special = enter("quarantine")

    enter("quarantine", special=special)

    assert Excuse.objects.count() == 1


def test_a_day_removed_is_excused_no_more_and_by_whom_stays(enter, zoya):
    special = enter("quarantine")

    remove_date(actor=zoya, row=special, now=NOW)

    assert in_force() == []
    assert Excuse.objects.get().ended_by == zoya
