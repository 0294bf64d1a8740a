"""The morning's digest of all that is missing, and word to the homeroom teacher and the deputy."""

from __future__ import annotations

from datetime import timedelta

import pytest

from control.models import Reminder, ReminderChoice
from control.reminders.clock import clock_of
from schedule.models import Excuse
from tests import builders as b
from tests.control.reminders.conftest import (
    DAY,
    SATURDAY,
    TUESDAY,
    at,
    daily_at,
    dues_known,
    notices,
    remind_at,
    told,
)
from tests.control.test_today import record

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2.5")]
FRIDAY, NEXT_MONDAY = b.MONDAY + 4 * DAY, b.MONDAY + 7 * DAY


@pytest.fixture
def galina(school, course):
    """The homeroom teacher of the class."""
    return homeroom(school, course)


def homeroom(school, course):
    employee = b.an_employee(school, last="Галкина", first="Галина", role=None)
    course.group.school_class.homeroom.create(school=school, employee=employee, since=b.FIRST_DAY)
    return employee


def a_missed_lesson(course, *, day=b.MONDAY, taught=(TUESDAY,)):
    """A lesson nothing is written to, and a recorded one on each later day of school."""
    lesson = b.a_lesson(course, day=day)
    for later in taught:
        early = at("06:00", later)
        record(b.a_lesson(course, day=later, number=2), at=early, homework_at=early)
    dues_known(course.school, day)
    return lesson


@pytest.mark.parametrize(("clock", "messages"), [("06:59", 0), ("07:00", 1), ("11:00", 1)])
def test_the_digest_comes_when_the_quiet_hours_end_or_later_where_the_morning_was_missed(
    school, course, anna, clock, messages
):
    a_missed_lesson(course)

    assert daily_at(school, clock) == messages
    assert (
        told(anna)
        == [
            ("digest", "homework"),
            ("digest", "topic"),
            ("digest", "register"),
        ]
        * messages
    )


def test_the_digest_comes_once_a_day_and_again_on_the_next(school, course, anna):
    a_missed_lesson(course, taught=(TUESDAY, TUESDAY + DAY))

    sent = [daily_at(school, clock) for clock in ("07:04", "08:04", "20:04")]
    next_day = daily_at(school, "07:04", TUESDAY + DAY)

    assert (sent, next_day) == ([1, 0, 0], 1)
    assert told(anna).count(("digest", "topic")) == 1  # the log keeps the first morning
    assert len(notices(anna)) == 2


def test_the_digest_comes_at_the_hour_its_reader_chose(school, course, anna):
    a_missed_lesson(course)
    ReminderChoice.objects.create(school=school, person=anna.person, hour=9)

    assert [daily_at(school, clock) for clock in ("08:59", "09:00")] == [0, 1]


def test_on_a_day_off_the_digest_waits_for_the_next_school_day(school, course, anna):
    a_missed_lesson(course, day=FRIDAY, taught=(NEXT_MONDAY,))

    assert daily_at(school, "08:00", SATURDAY) == 0
    assert daily_at(school, "08:00", NEXT_MONDAY) == 1


def test_where_saturday_is_a_school_day_it_has_its_digest(school, course, anna):
    a_missed_lesson(course, day=FRIDAY, taught=(SATURDAY,))

    assert daily_at(school, "08:00", SATURDAY) == 1


def test_the_digest_tells_of_earlier_days_only(school, course, anna):
    b.a_lesson(course, day=TUESDAY)
    dues_known(school, TUESDAY)

    assert daily_at(school, "12:00", TUESDAY) == 0


def test_the_digest_leaves_out_what_was_done_and_what_was_excused(school, course, anna, zoya):
    late = a_missed_lesson(course)
    excused = b.a_lesson(course, number=3)
    dues_known(school)
    record(late, at=at("23:00"), homework_at=at("23:00"))
    Excuse.objects.create(
        school=school,
        kind="other",
        lesson=excused,
        first_day=b.MONDAY,
        last_day=b.MONDAY,
        words="Эвакуация",
        decided_by=zoya.person,
        decided_at=at("18:00"),
    )

    assert daily_at(school, "08:00") == 0


def test_after_an_outage_of_a_day_the_digest_tells_what_is_useful_once(school, course, anna):
    a_missed_lesson(course)

    assert remind_at(school, "08:03", TUESDAY) == 0
    assert [daily_at(school, clock) for clock in ("08:04", "09:04")] == [1, 0]
    assert {stage for stage, _what in told(anna)} == {"digest"}


@pytest.mark.parametrize(("clock", "heard"), [("10:14", False), ("10:15", True), ("10:16", True)])
def test_homeroom_teacher_and_deputy_hear_a_day_after_the_deadline(
    school, course, anna, zoya, galina, clock, heard
):
    a_missed_lesson(course)

    daily_at(school, clock, TUESDAY)

    expected = [("escalated", "homework")] * heard
    assert (told(zoya), told(galina)) == (expected, expected)
    assert ("escalated", "homework") not in told(anna)


def test_word_to_those_who_answer_names_teacher_lesson_and_since_when(school, course, anna, zoya):
    a_missed_lesson(course)

    daily_at(school, "11:00")

    [message] = notices(zoya)
    [line] = message.payload["lines"]
    assert (line["teacher"], line["facts"][0]["due"][:16]) == ("Иванова А. П.", "2025-09-08T07:15")
    assert "Математика" in line["what"]


def test_they_hear_of_each_thing_once(school, course, anna, zoya, galina):
    a_missed_lesson(course, taught=(TUESDAY, TUESDAY + DAY))

    for day in (TUESDAY, TUESDAY + DAY):
        for clock in ("07:04", "11:04", "15:04"):
            daily_at(school, clock, day)

    heard = sorted(what for stage, what in told(zoya) if stage == "escalated")
    assert heard == ["homework", "register", "topic"]


def test_who_owes_it_does_not_hear_of_it_as_homeroom_teacher(school, course, anna, zoya):
    course.group.school_class.homeroom.create(school=school, employee=anna, since=b.FIRST_DAY)
    a_missed_lesson(course)

    daily_at(school, "11:00")

    assert {stage for stage, _what in told(anna)} == {"digest"}


def test_the_school_chooses_after_how_many_hours(school, course, anna, zoya, choose):
    choose(escalate_hours=48)
    a_missed_lesson(course, taught=(TUESDAY, TUESDAY + DAY))

    daily_at(school, "11:00", TUESDAY)
    before = told(zoya)
    daily_at(school, "10:15", TUESDAY + DAY)

    assert (before, told(zoya)) == ([], [("escalated", "homework")])


def test_nobody_hears_in_the_quiet_hours(school, course, anna, zoya):
    a_missed_lesson(course)

    assert daily_at(school, "21:00") == 0
    assert daily_at(school, "20:59") == 2


def test_where_there_is_no_deputy_the_director_hears(school, course, anna):
    denis = b.an_employee(school, last="Директоров", first="Денис", role="director")
    a_missed_lesson(course)

    daily_at(school, "11:00")

    assert told(denis) == [("escalated", "homework")]


def test_what_is_older_than_a_month_is_left_to_the_pages_of_control(school, course, anna):
    b.a_lesson(course, day=b.MONDAY - 7 * DAY)
    b.a_lesson(course, day=b.MONDAY + 30 * DAY)
    dues_known(school)

    assert daily_at(school, "08:00", b.MONDAY + 30 * DAY) == 0


def test_a_day_of_thirty_teachers_takes_as_many_statements_as_of_one(
    school, course, anna, zoya, django_assert_num_queries
):
    a_missed_lesson(course)
    for number in range(30):
        teacher = b.an_employee(school, last=f"Учитель{number}", first="Анна")
        b.a_lesson(b.a_course(group=course.group, subject=f"П{number}", teacher=teacher))
    dues_known(school)

    with django_assert_num_queries(15):
        assert daily_at(school, "11:00") == 32
    assert Reminder.objects.filter(stage="digest").count() == 93


# ---- the clock of a school ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("clock", "quiet"), [("20:59", False), ("21:00", True), ("06:59", True), ("07:00", False)]
)
def test_quiet_hours_go_over_midnight(school, clock, quiet):
    assert clock_of(school.pk, at("12:00")).is_quiet(at(clock)) is quiet


@pytest.mark.parametrize(
    ("clock", "quiet"), [("00:59", False), ("01:00", True), ("05:59", True), ("06:00", False)]
)
def test_quiet_hours_may_lie_within_a_day(school, choose, clock, quiet):
    choose(quiet_from=1, quiet_until=6)

    assert clock_of(school.pk, at("12:00")).is_quiet(at(clock)) is quiet


def test_equal_hours_mean_that_letters_never_rest(school, choose):
    choose(quiet_from=7, quiet_until=7)
    clock = clock_of(school.pk, at("12:00"))

    assert not any(clock.is_quiet(at(f"{hour:02}:00")) for hour in range(24))


@pytest.mark.parametrize(
    ("due", "soon"),
    [("15:05", "14:35"), ("21:10", "20:40"), ("21:30", "20:30"), ("23:59", "20:30")],
)
def test_what_would_fall_into_the_quiet_hours_is_said_before_them(school, due, soon):
    assert clock_of(school.pk, at("12:00")).soon_from(at(due)) == at(soon)


def test_midnight_belongs_to_the_evening_before(school):
    clock = clock_of(school.pk, at("12:00"))

    assert clock.soon_from(at("00:00", TUESDAY)) == at("20:30")
    assert clock.soon_from(at("05:00", TUESDAY)) == at("20:30")
    assert clock.soon_from(at("07:10", TUESDAY)) == at("20:30")
    assert clock.soon_from(at("07:30", TUESDAY)) == at("07:00", TUESDAY)
    assert clock.is_from_earlier(at("00:00", TUESDAY), at("00:00", TUESDAY))
    assert not clock.is_from_earlier(at("00:00", TUESDAY) + timedelta(seconds=1), at("07:00"))
