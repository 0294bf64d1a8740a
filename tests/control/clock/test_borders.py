"""Borders of the two rules of every lesson, as control counts them: the second before, the moment
itself, the second after; on unusual days and in unusual groups."""

from datetime import date, timedelta

import pytest

from journal.actions.dues import refresh_dues
from journal.actions.homework import set_no_homework
from journal.actions.record import take_register, write_topic
from schedule.actions.excuses import Excused, excuse
from schedule.actions.lessons import cancel_lesson
from schedule.actions.substitutions import substitute_teacher
from school.models import CalendarDay, School, SchoolSetting
from tests.builders import (
    FIRST_DAY,
    MONDAY,
    a_calendar,
    a_class,
    a_course,
    a_lesson,
    a_subgroup,
    moscow,
    students_of,
    whole,
)
from tests.control.clock.counted import facts, states

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
SATURDAY = date(2025, 9, 13)
RECORD, HOMEWORK = "LESSON_SAME_DAY", "HOMEWORK_IN_TIME"


def morning(day=MONDAY):
    return moscow(day, "07:00")


def due(school, rule=HOMEWORK, *, day=MONDAY):
    """The one deadline of this rule on the day, as it stands in the morning."""
    found = facts(school, now=morning(day), rule=rule, first=day, last=day)
    [one] = {fact.due_at for fact in found}
    return one


@pytest.mark.clause("2.3.1")
@pytest.mark.clause("A4 2.1")
@pytest.mark.parametrize("day", [MONDAY, SATURDAY])
@pytest.mark.parametrize(
    ("shift", "state"), [(-SECOND, "done"), (0 * SECOND, "late"), (SECOND, "late")]
)
def test_a_record_is_in_time_to_the_last_second(school, course, anna, day, shift, state):
    lesson = a_lesson(course, day=day)
    refresh_dues(school.pk, now=morning(day))
    at = moscow(day + DAY, "00:00") + shift

    write_topic(actor=anna.person, lesson=lesson, text="Дроби", seen="", now=at)
    take_register(actor=anna.person, lesson=lesson, now=at)

    assert states(school, RECORD, now=at + DAY) == [state, state]


@pytest.mark.clause("2.3.1")
@pytest.mark.parametrize(
    ("shift", "state"), [(-SECOND, "due"), (0 * SECOND, "missing"), (SECOND, "missing")]
)
def test_a_record_is_missing_from_midnight_on(school, course, shift, state):
    a_lesson(course)

    assert states(school, RECORD, now=moscow(MONDAY + DAY, "00:00") + shift) == [state, state]


@pytest.mark.clause("2.3.1")
def test_midnight_is_the_schools_own_wherever_the_server_stands(school, course):
    School.objects.filter(pk=school.pk).update(time_zone="Asia/Yekaterinburg")
    a_lesson(course)

    assert due(school, RECORD) == moscow(MONDAY, "22:00")


@pytest.mark.clause("2.3.2")
@pytest.mark.clause("A4 2.2")
@pytest.mark.parametrize("day", [MONDAY, SATURDAY])
@pytest.mark.parametrize(
    ("clock", "state"), [("14:49:59", "done"), ("14:50:00", "late"), ("14:50:01", "late")]
)
def test_homework_is_in_time_an_hour_after_the_last_lesson(school, course, anna, day, clock, state):
    lesson = a_lesson(course, day=day)
    a_lesson(a_course(group=course.group, subject="Физика"), day=day, number=6)
    refresh_dues(school.pk, now=morning(day))

    at = moscow(day, clock)
    set_no_homework(actor=anna.person, lesson=lesson, none=True, now=at)

    counted = facts(school, now=at + SECOND, rule=HOMEWORK)
    assert [one.state for one in counted if one.lesson_id == lesson.pk] == [state]


@pytest.mark.clause("2.3.2")
def test_the_last_lesson_cancelled_in_the_morning_moves_homework_forward(school, course, anna):
    a_lesson(course)
    last = a_lesson(a_course(group=course.group, subject="Физика", teacher=anna), number=6)
    assert due(school) == moscow(MONDAY, "14:50")

    cancel_lesson(actor=anna.person, lesson=last, reason="авария", now=morning())

    assert due(school) == moscow(MONDAY, "10:15")


@pytest.mark.clause("2.3.2")
def test_the_second_shift_has_its_evening_and_never_the_next_day(school, course):
    a_lesson(course, starts="18:30")
    late_class = whole(a_class(school, letter="Д"))
    a_lesson(a_course(group=late_class), day=MONDAY + DAY, starts="22:45")

    assert due(school) == moscow(MONDAY, "20:15")
    assert due(school, day=MONDAY + DAY) == moscow(MONDAY + 2 * DAY, "00:00")


@pytest.mark.clause("2.3.2")
def test_two_subgroups_wait_for_their_own_children(school, anna, boris):
    school_class = a_class(school, letter="Е", students=4)
    students = students_of(whole(school_class))
    for name, some, teacher in (("1", students[:2], anna), ("2", students[2:], boris)):
        group = a_subgroup(school_class, name=name, students=some)
        english = a_course(group=group, subject="Английский", teacher=teacher)
        a_lesson(english, number=1)
        if name == "2":
            a_lesson(english, number=5)

    found = facts(school, now=morning(), rule=HOMEWORK, first=MONDAY, last=MONDAY)

    assert {(one.teacher_id, one.due_at) for one in found} == {
        (anna.pk, moscow(MONDAY, "10:15")),
        (boris.pk, moscow(MONDAY, "13:55")),
    }


@pytest.mark.clause("A4 2.1")
def test_who_replaces_owes_the_record(school, course, anna, boris, zoya):
    lesson = a_lesson(course)

    substitute_teacher(actor=zoya, lesson=lesson, substitute=boris, reason="болезнь", now=morning())

    owed = {one.teacher_id for one in facts(school, now=morning(), rule=RECORD)}
    assert owed == {boris.pk}


@pytest.mark.clause("2.3.2")
def test_a_working_saturday_taught_as_a_monday_has_deadlines_of_its_own(school, course):
    """1 November 2025 was a working day instead of the 3rd."""
    saturday = date(2025, 11, 1)
    CalendarDay.objects.create(
        school=school,
        calendar=a_calendar(school),
        day=saturday,
        kind="school_day",
        as_weekday=1,
        reason="перенос",
    )
    a_lesson(course, day=saturday)

    assert due(school, RECORD, day=saturday) == moscow(saturday + DAY, "00:00")
    assert due(school, day=saturday) == moscow(saturday, "10:15")


@pytest.mark.clause("2.3.2")
@pytest.mark.clause("A4 2.2")
@pytest.mark.parametrize(
    ("clock", "state"), [("11:14:59", "due"), ("11:15:00", "missing"), ("11:15:01", "missing")]
)
def test_two_hours_hold_from_the_day_the_school_decided(school, course, clock, state):
    since = MONDAY + DAY
    a_lesson(course, day=MONDAY)
    a_lesson(course, day=since)
    SchoolSetting.objects.create(school=school, key="homework_minutes", value=120, since=since)
    assert due(school) == moscow(MONDAY, "10:15")

    counted = facts(school, now=moscow(since, clock), rule=HOMEWORK, first=since)

    assert [one.state for one in counted] == [state]


@pytest.mark.clause("A4 2.2")
def test_clubs_do_not_extend_the_day_and_are_asked_no_homework(school, course):
    a_lesson(course)
    club = whole(a_class(school, letter="Ж"))
    club.kind, club.school_class = "club", None
    club.save()
    for student in students_of(course.group):
        club.memberships.create(school=school, student=student, since=FIRST_DAY)
    a_lesson(a_course(group=club, subject="Шахматы"), number=7)

    assert due(school) == moscow(MONDAY, "10:15")


@pytest.mark.parametrize(
    ("at", "state"), [("23:59:59", "due"), ("00:00", "excused"), ("00:00:01", "excused")]
)
def test_an_excuse_speaks_only_once_something_is_broken(school, course, zoya, at, state):
    a_lesson(course)
    excuse(
        actor=zoya,
        school_id=school.pk,
        kind="outage",
        words="Нет электричества",
        of=[Excused(first_day=MONDAY, last_day=MONDAY, rule=RECORD)],
        now=morning(),
    )
    day = MONDAY if at == "23:59:59" else MONDAY + DAY

    assert states(school, RECORD, now=moscow(day, at)) == [state, state]
