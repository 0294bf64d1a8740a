"""Which bells ring for whom."""

from datetime import date, time

import pytest

from schedule.bells import read_bells
from tests import builders as b
from tests.schedule.builders import bells

pytestmark = pytest.mark.django_db
MONDAY, TUESDAY = 1, 2


def first_bell(school_class, weekday, day=b.MONDAY):
    found = read_bells(school_class.school_id, day, day).of_day(school_class, day, weekday)
    return found[1][0] if found else None


def test_the_class_comes_before_the_shift_and_the_shift_before_all():
    school = b.a_school()
    five, six, seven = (b.a_class(school, grade=grade, students=0) for grade in (5, 6, 7))
    seven.shift = six.shift = 2
    seven.save()
    six.save()
    bells(school, starts="08:30")
    bells(school, name="Вторая смена", starts="14:00", shift=2)
    bells(school, name="Для 7А", starts="13:30", school_class=seven)

    assert first_bell(five, TUESDAY) == time(8, 30)
    assert first_bell(six, TUESDAY) == time(14, 0)
    assert first_bell(seven, TUESDAY) == time(13, 30)


def test_a_class_may_have_bells_of_its_own_on_mondays():
    school = b.a_school()
    five, six = (b.a_class(school, grade=grade, students=0) for grade in (5, 6))
    bells(school, starts="08:30")
    bells(school, name="Понедельник", starts="08:40", weekday=MONDAY)
    bells(school, name="Понедельник 5А", starts="09:00", weekday=MONDAY, school_class=five)

    assert (first_bell(five, MONDAY), first_bell(five, TUESDAY)) == (time(9), time(8, 30))
    assert (first_bell(six, MONDAY), first_bell(six, TUESDAY)) == (time(8, 40), time(8, 30))


def test_bells_change_from_a_day_on():
    school = b.a_school()
    five = b.a_class(school, students=0)
    bells(school, starts="08:30", until=date(2025, 12, 31))
    bells(school, name="Новые", starts="09:00", since=date(2026, 1, 1))

    assert first_bell(five, TUESDAY, date(2025, 12, 30)) == time(8, 30)
    assert first_bell(five, TUESDAY, date(2026, 1, 13)) == time(9)


def test_without_bells_there_are_no_times():
    assert first_bell(b.a_class(b.a_school(), students=0), MONDAY) is None


def test_a_club_of_several_classes_has_the_bells_of_all():
    school = b.a_school()
    b.a_year(school)
    bells(school, starts="08:30")
    bells(school, name="Вторая смена", starts="14:00", shift=2)

    found = read_bells(school.pk, b.MONDAY, b.MONDAY).of_day(None, b.MONDAY, MONDAY)

    assert found[1][0] == time(8, 30)
