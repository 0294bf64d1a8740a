"""Real days of Russian school years: holidays, moved days off, working Saturdays, A and B weeks."""

from datetime import date, timedelta

import pytest

from school.calendar import (
    CalendarRules,
    SpecialDay,
    WhyOff,
    day_status,
    moved_days_off,
    read_calendars,
    school_days,
    week_letter,
    working_saturdays,
)
from school.models import Break, CalendarDay, DayKind, Term, TermKind
from tests import builders as b

QUARTERS_2025 = (
    (date(2025, 9, 1), date(2025, 10, 24)),
    (date(2025, 11, 5), date(2025, 12, 30)),
    (date(2026, 1, 12), date(2026, 3, 27)),
    (date(2026, 4, 6), date(2026, 5, 26)),
)


def a_calendar(
    *, first=date(2025, 9, 1), last=date(2026, 5, 26), **fields: object
) -> CalendarRules:
    return CalendarRules(first_day=first, last_day=last, **fields)


def test_the_working_saturday_of_november_2025_is_taught_by_mondays_timetable():
    status = day_status(a_calendar(), date(2025, 11, 1))

    assert (status.weekday, status.is_by_another_weekday) == (1, True)


def test_a_six_day_school_teaches_its_own_saturday_on_a_working_saturday():
    status = day_status(a_calendar(days_a_week=6), date(2025, 11, 1))

    assert (status.weekday, status.is_by_another_weekday) == (6, False)


def test_a_working_saturday_in_a_break_stays_free():
    status = day_status(a_calendar(terms=QUARTERS_2025), date(2025, 11, 1))

    assert status.why_off == WhyOff.BREAK


@pytest.mark.parametrize(
    ("day", "from_day"),
    [
        (date(2025, 11, 3), date(2025, 11, 1)),
        (date(2025, 12, 31), date(2025, 1, 5)),
        (date(2026, 1, 9), date(2026, 1, 3)),
        (date(2027, 2, 22), date(2027, 2, 20)),
    ],
)
def test_days_off_moved_by_the_government_are_off(day, from_day):
    rules = a_calendar(last=date(2027, 5, 31))

    assert moved_days_off(day.year)[day] == from_day
    assert day_status(rules, day).why_off == WhyOff.MOVED_DAY_OFF


@pytest.mark.parametrize(
    "day",
    [
        date(2025, 11, 4),
        date(2026, 2, 23),
        date(2026, 3, 9),  # Women's Day of Sunday the 8th
        date(2026, 5, 1),
        date(2026, 5, 11),  # Victory Day of Saturday the 9th
        date(2027, 5, 3),
        date(2027, 5, 10),
    ],
)
def test_public_holidays_and_those_carried_over_from_a_weekend_are_off(day):
    rules = a_calendar(last=date(2027, 5, 31), days_a_week=6)

    assert day_status(rules, day).why_off == WhyOff.PUBLIC_HOLIDAY


def test_the_working_saturdays_of_four_years_are_known():
    known = {day: off for year in range(2024, 2028) for day, off in working_saturdays(year).items()}

    assert known == {
        date(2024, 4, 27): date(2024, 4, 29),
        date(2024, 11, 2): date(2024, 4, 30),
        date(2024, 12, 28): date(2024, 12, 30),
        date(2025, 11, 1): date(2025, 11, 3),
        date(2027, 2, 20): date(2027, 2, 22),
    }


def test_saturday_belongs_to_the_six_day_week_only():
    saturday = date(2025, 9, 6)

    assert day_status(a_calendar(days_a_week=6), saturday).weekday == 6
    assert day_status(a_calendar(days_a_week=5), saturday).why_off == WhyOff.WEEKEND
    assert day_status(a_calendar(days_a_week=6), date(2025, 9, 7)).why_off == WhyOff.WEEKEND


def test_a_special_day_is_stronger_than_holiday_break_and_weekend():
    special = {
        date(2025, 11, 4): SpecialDay(kind=DayKind.SCHOOL_DAY),
        date(2025, 10, 25): SpecialDay(kind=DayKind.SCHOOL_DAY, as_weekday=3),
        date(2025, 9, 8): SpecialDay(kind=DayKind.QUARANTINE, reason="ОРВИ"),
        date(2025, 9, 9): SpecialDay(kind=DayKind.DISTANCE),
        date(2025, 11, 1): SpecialDay(kind=DayKind.HOLIDAY),
    }
    rules = a_calendar(terms=QUARTERS_2025, special=special)

    assert day_status(rules, date(2025, 11, 4)).weekday == 2
    assert day_status(rules, date(2025, 10, 25)).weekday == 3
    assert day_status(rules, date(2025, 9, 8)).why_off == WhyOff.QUARANTINE
    assert day_status(rules, date(2025, 9, 9)).is_distance
    assert day_status(rules, date(2025, 11, 1)).why_off == WhyOff.DAY_OFF


def test_weeks_are_a_and_b_in_turn_and_breaks_are_counted():
    first = date(2025, 9, 1)

    letters = [week_letter(first, first + timedelta(weeks=number)) for number in range(12)]

    assert "".join(letters) == "abababababab"
    assert week_letter(first, date(2025, 9, 7)) == "a"  # Sunday closes the week
    assert week_letter(first, date(2025, 11, 5)) == "b"  # the tenth week, after the break


def test_a_year_that_begins_in_mid_week_has_a_short_a_week():
    first = date(2026, 9, 1)  # Tuesday

    assert week_letter(first, date(2026, 9, 6)) == "a"
    assert week_letter(first, date(2026, 9, 7)) == "b"


def test_the_second_quarter_of_2025_has_40_days_of_school():
    days = school_days(a_calendar(terms=QUARTERS_2025), date(2025, 11, 1), date(2026, 1, 11))

    assert (days[0].day, days[-1].day, len(days)) == (date(2025, 11, 5), date(2025, 12, 30), 40)


@pytest.mark.django_db
def test_calendars_are_read_in_one_statement(django_assert_num_queries):
    calendar = b.a_calendar(b.a_school())
    rows = {"school": calendar.school, "calendar": calendar}
    Term.objects.create(
        **rows,
        kind=TermKind.YEAR,
        number=1,
        first_day=b.FIRST_DAY,
        last_day=b.LAST_DAY,
    )
    Break.objects.create(
        **rows, name="Для 1 классов", first_day=date(2026, 2, 16), last_day=date(2026, 2, 20)
    )
    CalendarDay.objects.create(**rows, day=date(2025, 9, 10), kind=DayKind.SCHOOL_DAY, as_weekday=1)

    with django_assert_num_queries(1):
        rules = read_calendars([calendar.pk])[calendar.pk]

    assert day_status(rules, date(2025, 9, 10)).weekday == 1
    assert day_status(rules, date(2026, 2, 18)).why_off == WhyOff.BREAK
    assert day_status(rules, date(2025, 10, 30)).why_off == WhyOff.BREAK  # between two quarters
    assert day_status(rules, date(2026, 5, 27)).why_off == WhyOff.OUTSIDE_TERMS
