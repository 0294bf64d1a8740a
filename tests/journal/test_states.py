"""How a lesson's facts stand at a moment: borders of the deadlines."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.regulation import State
from journal.actions.homework import Task, set_homework, set_no_homework
from journal.actions.record import take_register, write_topic
from journal.queries.states import lesson_states
from schedule.models import Lesson, LessonState
from school.models import Group, GroupKind, SchoolSetting
from tests.builders import (
    FIRST_DAY,
    MONDAY,
    MOSCOW,
    a_class,
    a_course,
    a_lesson,
    a_subgroup,
    moscow,
    students_of,
    whole,
)

SATURDAY = date(2025, 9, 13)


def states(lesson, now, *, zone=MOSCOW):
    one = Lesson.objects.select_related("course__group__school_class").get(pk=lesson.pk)
    facts = lesson_states([one], now=now, zone=zone)[lesson.pk]
    return facts.topic.state, facts.register.state, facts.homework.state


def homework_due(lesson):
    one = Lesson.objects.select_related("course__group__school_class").get(pk=lesson.pk)
    return lesson_states([one], now=one.starts_at, zone=MOSCOW)[lesson.pk].homework.due_at


@pytest.mark.clause("2.3.1")
@pytest.mark.clause("A4 2.1")
@pytest.mark.parametrize("day", [MONDAY, SATURDAY])
def test_topic_and_register_are_due_at_midnight_of_the_schools_day(course, anna, day):
    lesson = a_lesson(course, day=day)
    last_second = moscow(day, "23:59:59")
    midnight = last_second + timedelta(seconds=1)
    assert states(lesson, last_second)[:2] == (State.DUE, State.DUE)
    assert states(lesson, midnight)[:2] == (State.MISSING, State.MISSING)

    write_topic(actor=anna.person, lesson=lesson, text="Дроби", seen="", now=last_second)
    take_register(actor=anna.person, lesson=lesson, now=midnight)

    assert states(lesson, midnight + timedelta(days=1))[:2] == (State.DONE, State.LATE)


@pytest.mark.clause("2.3.1")
def test_midnight_is_the_schools_own(course):
    lesson = a_lesson(course)  # 08:30 in Moscow
    vladivostok = ZoneInfo("Asia/Vladivostok")

    assert states(lesson, moscow(MONDAY, "16:59:59"), zone=vladivostok)[0] == State.DUE
    assert states(lesson, moscow(MONDAY, "17:00"), zone=vladivostok)[0] == State.MISSING


@pytest.mark.clause("2.3.2")
@pytest.mark.clause("A4 2.2")
def test_homework_is_due_an_hour_after_the_classs_last_lesson(course, anna):
    lesson = a_lesson(course, number=1)
    a_lesson(a_course(group=course.group, subject="Физика"), number=6)  # ends at 13:50
    in_time, late = moscow(MONDAY, "14:49:59"), moscow(MONDAY, "14:50")
    assert states(lesson, in_time)[2] == State.DUE
    assert states(lesson, late)[2] == State.MISSING

    set_homework(actor=anna.person, lesson=lesson, task=Task(text="№ 5"), seen="", now=in_time)

    assert states(lesson, late)[2] == State.DONE


@pytest.mark.clause("2.3.2")
def test_homework_one_second_late_is_done_late(course, anna):
    lesson = a_lesson(course)
    border = moscow(MONDAY, "10:15")

    set_no_homework(actor=anna.person, lesson=lesson, none=True, now=border)

    assert states(lesson, border)[2] == State.LATE


@pytest.mark.clause("2.3.2")
def test_the_school_may_give_two_hours_from_a_day_on(course, school):
    before = a_lesson(course, day=MONDAY)
    after = a_lesson(course, day=MONDAY + timedelta(days=1))
    SchoolSetting.objects.create(
        school=school, key="homework_minutes", value=120, since=MONDAY + timedelta(days=1)
    )

    assert homework_due(before) == moscow(MONDAY, "10:15")
    assert homework_due(after) == moscow(MONDAY + timedelta(days=1), "11:15")


@pytest.mark.clause("A4 2.2")
def test_a_cancelled_last_lesson_moves_the_border(course):
    lesson = a_lesson(course)
    a_lesson(a_course(group=course.group, subject="Физика"), number=6, state=LessonState.CANCELLED)

    assert homework_due(lesson) == moscow(MONDAY, "10:15")


@pytest.mark.clause("A4 2.2")
def test_another_subgroups_lesson_counts_where_they_share_a_child_and_clubs_do_not(course, school):
    lesson = a_lesson(course)
    some = students_of(course.group)[:1]
    english = a_subgroup(course.group.school_class, name="Англ. 1", students=some)
    a_lesson(a_course(group=english, subject="Английский"), number=3)  # ends at 11:05
    club = Group.objects.create(
        school=school, year=course.year, kind=GroupKind.CLUB, name="Шахматы"
    )
    for student in some:
        club.memberships.create(school=school, student=student, since=FIRST_DAY)
    a_lesson(a_course(group=club, subject="Шахматы"), starts="16:00")

    assert homework_due(lesson) == moscow(MONDAY, "12:05")


@pytest.mark.parametrize("place", ["grade 1", "club", "extended day", "without"])
def test_where_no_homework_is_asked_none_is_missing(school, anna, place):
    group = whole(a_class(school, grade=1 if place == "grade 1" else 7, letter="В"))
    if place in ("club", "extended day"):
        kind = GroupKind.CLUB if place == "club" else GroupKind.EXTENDED_DAY
        group = Group.objects.create(school=school, year=group.year, kind=kind, name="Шахматы")
    course = a_course(group=group, teacher=anna)
    course.asks_homework = place != "without"
    course.save()
    lesson = a_lesson(course)

    assert states(lesson, moscow(MONDAY, "23:00"))[2] == State.NOT_ASKED


def test_a_cancelled_lesson_asks_for_nothing(course):
    lesson = a_lesson(course, state=LessonState.CANCELLED)

    assert lesson_states([lesson], now=moscow(MONDAY, "23:00"), zone=MOSCOW) == {}


@pytest.mark.parametrize("lessons", [1, 12])
def test_many_lessons_take_three_statements(course, django_assert_num_queries, lessons):
    for number in range(lessons):
        a_lesson(course, number=number + 1)
    asked = list(Lesson.objects.select_related("course__group__school_class"))

    with django_assert_num_queries(3):
        lesson_states(asked, now=moscow(MONDAY, "12:00"), zone=MOSCOW)
