"""Deadlines as facts: kept for every lesson, moved while they lie ahead, fixed once past."""

from datetime import date, timedelta

import pytest

from journal.actions.dues import refresh_dues, refresh_stale_dues
from journal.models import LessonDue, StaleDay
from schedule.actions.generate_write import _remove
from schedule.actions.lessons import cancel_lesson, move_lesson, restore_lesson
from schedule.models import Bell, BellSchedule, BellUse, Lesson, LessonState
from school.models import Group, GroupKind, SchoolSetting
from tests.builders import (
    FIRST_DAY,
    MONDAY,
    a_course,
    a_lesson,
    a_subgroup,
    join,
    moscow,
    students_of,
)

TUESDAY, FRIDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=4)
MORNING = moscow(MONDAY, "07:00")
DAY = timedelta(days=1)


def dues(lesson):
    due = LessonDue.objects.get(pk=lesson.pk)
    return due.record_due_at, due.homework_due_at


@pytest.fixture
def bells(school):
    schedule = BellSchedule.objects.create(school=school, name="Звонки")
    for number in range(1, 8):
        begin = moscow(MONDAY, "08:30") + timedelta(minutes=55) * (number - 1)
        Bell.objects.create(
            school=school,
            schedule=schedule,
            number=number,
            starts=begin.time(),
            ends=(begin + timedelta(minutes=45)).time(),
        )
    BellUse.objects.create(school=school, schedule=schedule, since=FIRST_DAY)


@pytest.mark.clause("2.3.1")
@pytest.mark.clause("2.3.2")
def test_every_lesson_up_to_tomorrow_has_its_deadlines(course, school):
    past = a_lesson(course, day=MONDAY - 7 * DAY)
    today = a_lesson(course, day=MONDAY)
    tomorrow = a_lesson(course, day=TUESDAY)
    a_lesson(course, day=TUESDAY + DAY)

    written = refresh_dues(school.pk, now=MORNING)

    assert written == 3
    assert dues(past) == (moscow(MONDAY - 6 * DAY, "00:00"), moscow(MONDAY - 7 * DAY, "10:15"))
    assert dues(today) == (moscow(TUESDAY, "00:00"), moscow(MONDAY, "10:15"))
    assert dues(tomorrow) == (moscow(TUESDAY + DAY, "00:00"), moscow(TUESDAY, "10:15"))


def test_computing_again_writes_nothing(course, school):
    a_lesson(course)
    refresh_dues(school.pk, now=MORNING)

    assert refresh_dues(school.pk, now=MORNING) == 0


def test_the_next_day_is_computed_when_it_comes(course, school):
    a_lesson(course)
    friday = a_lesson(course, day=FRIDAY)
    refresh_dues(school.pk, now=MORNING)
    assert not LessonDue.objects.filter(pk=friday.pk).exists()

    refresh_dues(school.pk, now=MORNING + 3 * DAY)

    assert dues(friday)[1] == moscow(FRIDAY, "10:15")


@pytest.mark.clause("2.3.2")
def test_a_deadline_ahead_follows_the_last_lesson(course, school):
    lesson = a_lesson(course)
    refresh_dues(school.pk, now=MORNING)

    a_lesson(a_course(group=course.group, subject="Физика"), number=6)
    refresh_stale_dues(school.pk, now=MORNING)

    assert dues(lesson)[1] == moscow(MONDAY, "14:50")


@pytest.mark.clause("2.3.2")
def test_a_past_deadline_is_a_fact_and_stays(course, school):
    lesson = a_lesson(course)
    refresh_dues(school.pk, now=MORNING)

    a_lesson(a_course(group=course.group, subject="Физика"), number=6)
    refresh_dues(school.pk, now=moscow(MONDAY, "10:15"))

    assert dues(lesson)[1] == moscow(MONDAY, "10:15")


@pytest.mark.clause("2.3.2")
def test_a_cancelled_last_lesson_never_makes_homework_late_at_once(course, school, anna):
    lesson = a_lesson(course)
    last = a_lesson(a_course(group=course.group, subject="Физика"), number=6)
    refresh_dues(school.pk, now=MORNING)

    before = moscow(MONDAY, "10:14")
    cancel_lesson(actor=anna.person, lesson=last, reason="авария", now=before)
    refresh_dues(school.pk, now=before)
    assert dues(lesson)[1] == moscow(MONDAY, "10:15")

    restore_lesson(actor=anna.person, lesson=last, now=before)
    refresh_dues(school.pk, now=before)
    after = moscow(MONDAY, "13:00")
    cancel_lesson(actor=anna.person, lesson=last, reason="авария", now=after)
    refresh_dues(school.pk, now=after)

    assert dues(lesson)[1] == moscow(MONDAY, "14:50")


def test_a_cancelled_lesson_owes_nothing_and_restored_it_does(course, school, anna):
    lesson = a_lesson(course)
    refresh_dues(school.pk, now=MORNING)

    cancel_lesson(actor=anna.person, lesson=lesson, reason="авария", now=MORNING)
    refresh_dues(school.pk, now=MORNING)
    assert not LessonDue.objects.exists()

    restore_lesson(actor=anna.person, lesson=lesson, now=MORNING)
    refresh_dues(school.pk, now=MORNING)

    assert dues(lesson)[1] == moscow(MONDAY, "10:15")


@pytest.mark.usefixtures("bells")
def test_a_lesson_moved_to_a_later_day_is_due_then(course, school, anna):
    lesson = a_lesson(course)
    refresh_dues(school.pk, now=MORNING)
    wednesday = MORNING + 2 * DAY

    move_lesson(actor=anna.person, lesson=lesson, day=FRIDAY, number=2, room=None, now=wednesday)
    refresh_dues(school.pk, now=MORNING + 3 * DAY)

    assert dues(lesson) == (moscow(FRIDAY + DAY, "00:00"), moscow(FRIDAY, "11:10"))
    assert LessonDue.objects.get().day == FRIDAY


def test_the_generator_may_remove_a_lesson_with_its_deadlines(course, school):
    lesson = a_lesson(course)
    a_lesson(course, number=2)
    refresh_dues(school.pk, now=MORNING)

    _remove([lesson.pk])

    assert LessonDue.objects.count() == 1
    assert StaleDay.objects.filter(day=MONDAY).exists()


@pytest.mark.clause("2.3.2")
def test_a_child_who_joins_a_longer_day_moves_the_deadline(course, school):
    lesson = a_lesson(course)
    child = students_of(course.group)[0]
    german = a_subgroup(course.group.school_class, name="немецкий", students=[])
    a_lesson(a_course(group=german, subject="Немецкий"), number=6)
    refresh_dues(school.pk, now=MORNING)
    assert dues(lesson)[1] == moscow(MONDAY, "10:15")

    join(german, child)
    assert refresh_stale_dues(school.pk, now=MORNING) == 1

    assert dues(lesson)[1] == moscow(MONDAY, "14:50")


@pytest.mark.clause("2.3.2")
def test_a_new_setting_holds_from_its_day_and_changes_nothing_past(course, school):
    before, after = a_lesson(course), a_lesson(course, day=TUESDAY)
    refresh_dues(school.pk, now=MORNING)

    SchoolSetting.objects.create(school=school, key="homework_minutes", value=120, since=TUESDAY)
    assert refresh_stale_dues(school.pk, now=moscow(MONDAY, "12:00")) == 1

    assert dues(before)[1] == moscow(MONDAY, "10:15")
    assert dues(after)[1] == moscow(TUESDAY, "11:15")


def test_a_course_without_homework_is_asked_none_from_now_on(course, school):
    today, tomorrow = a_lesson(course), a_lesson(course, day=TUESDAY)
    refresh_dues(school.pk, now=MORNING)

    course.asks_homework = False
    course.save()
    refresh_stale_dues(school.pk, now=moscow(MONDAY, "12:00"))

    assert (dues(today)[1], dues(tomorrow)[1]) == (moscow(MONDAY, "10:15"), None)


def test_a_group_that_becomes_a_club_is_asked_no_homework(course, school):
    lesson = a_lesson(course)
    refresh_dues(school.pk, now=MORNING)

    Group.objects.filter(pk=course.group_id).update(kind=GroupKind.CLUB, school_class=None)
    refresh_stale_dues(school.pk, now=MORNING)

    assert dues(lesson)[1] is None


def test_a_timetable_for_days_to_come_makes_nothing_stale(course, school):
    a_lesson(course)
    refresh_dues(school.pk, now=MORNING)

    a_lesson(course, day=FRIDAY)
    Lesson.objects.filter(day=FRIDAY).update(state=LessonState.CANCELLED)

    assert not StaleDay.objects.exists()


def test_what_changes_no_deadline_makes_no_day_stale(course, school, boris):
    lesson = a_lesson(course)
    refresh_dues(school.pk, now=MORNING)

    Lesson.objects.filter(pk=lesson.pk).update(teacher=boris)

    assert not StaleDay.objects.exists()


def test_a_lesson_added_to_a_past_day_gets_its_deadlines(course, school):
    a_lesson(course, day=TUESDAY)
    refresh_dues(school.pk, now=MORNING)

    added = a_lesson(course, day=date(2025, 9, 2))
    refresh_stale_dues(school.pk, now=MORNING)

    assert dues(added)[0] == moscow(date(2025, 9, 3), "00:00")


@pytest.mark.parametrize("lessons", [2, 30])
def test_computing_a_week_costs_a_fixed_number_of_statements(
    school, course, lessons, django_assert_num_queries
):
    for number in range(lessons):
        a_lesson(course, day=MONDAY + (number // 7) * DAY, number=number % 7 + 1)

    with django_assert_num_queries(12):
        refresh_dues(school.pk, now=MORNING + 4 * DAY)
