"""Weeks and days of the timetable as the school sees them."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from schedule.actions.substitutions import substitute_teacher
from schedule.models import LessonState
from schedule.queries.school_day import absence_page, school_day
from schedule.queries.week import class_week, room_week, teacher_week
from school.calendar import WhyOff
from school.models import CalendarDay, DayKind, Room
from tests import builders as b
from tests.schedule.builders import bells

pytestmark = pytest.mark.django_db
NOW = b.moscow(b.MONDAY, "11:00")


@pytest.fixture
def anna():
    return b.an_employee(b.a_school(), last="Иванова", first="Анна")


def a_full_week(anna, *, classes=1, students=3):
    """Each class has five lessons a day; Anna goes round."""
    for number in range(classes):
        group = b.whole(b.a_class(anna.school, grade=5 + number, students=students))
        course = b.a_course(group=group)
        for day in range(5):
            for lesson in range(1, 6):
                b.a_lesson(
                    course,
                    day=b.MONDAY + timedelta(days=day),
                    number=lesson,
                    teacher=anna if lesson == number + 1 else None,
                )
    return anna.school.classes.first()


def test_a_week_shows_days_numbers_and_today(anna):
    school_class = a_full_week(anna)

    page = class_week(school_class, day=date(2025, 9, 10), today=b.MONDAY)

    assert [day.day.day for day in page.days] == [8, 9, 10, 11, 12]
    assert [cell.number for cell in page.days[0].cells] == [1, 2, 3, 4, 5]
    assert [day.is_today for day in page.days] == [True, False, False, False, False]
    assert (page.previous, page.next, page.letter) == (date(2025, 9, 1), date(2025, 9, 15), "b")


def test_two_subgroups_stand_in_one_cell(anna):
    school_class = b.a_class(anna.school, students=4)
    students = b.students_of(b.whole(school_class))
    for name, some in (("Англ. 1", students[:2]), ("Англ. 2", students[2:])):
        group = b.a_subgroup(school_class, name=name, students=some)
        b.a_lesson(b.a_course(group=group, subject="Английский язык"), number=3)

    page = class_week(school_class, day=b.MONDAY, today=b.MONDAY)

    cell = page.days[0].cells[2]
    assert [entry.part for entry in cell.entries] == ["Англ. 1", "Англ. 2"]


def test_breaks_holidays_and_other_weekdays_are_named(anna):
    school_class = b.a_class(anna.school)
    CalendarDay.objects.create(
        school=anna.school,
        calendar=school_class.calendar,
        day=date(2025, 9, 13),
        kind=DayKind.SCHOOL_DAY,
        as_weekday=1,
    )
    b.a_lesson(b.a_course(group=b.whole(school_class)), day=date(2025, 9, 13))

    autumn = class_week(school_class, day=date(2025, 10, 28), today=b.MONDAY)
    september = class_week(school_class, day=b.MONDAY, today=b.MONDAY)

    assert {day.why_off for day in autumn.days} == {str(WhyOff.BREAK.label)}
    assert autumn.is_empty
    assert september.days[-1].as_weekday == b.MONDAY


def test_a_teacher_sees_lessons_given_away_and_taken_over(anna):
    boris = b.an_employee(anna.school, last="Борисов", first="Борис")
    bells(anna.school)
    lesson = b.a_lesson(b.a_course(anna.school, teacher=anna))
    substitute_teacher(actor=boris.person, lesson=lesson, substitute=boris, now=NOW)

    for teacher in (anna, boris):
        page = teacher_week(teacher, day=b.MONDAY, today=b.MONDAY)
        [entry] = page.days[0].cells[0].entries
        assert (entry.teacher, entry.replaces) == ("Борисов Б.", "Иванова А.")


def test_the_second_shift_stands_below_the_first(anna):
    first, second = (b.a_class(anna.school, grade=grade) for grade in (5, 6))
    second.shift = 2
    second.save()
    b.a_lesson(b.a_course(group=b.whole(first)), number=1, teacher=anna)
    b.a_lesson(b.a_course(group=b.whole(second)), number=1, teacher=anna, starts="14:00")

    page = teacher_week(anna, day=b.MONDAY, today=b.MONDAY)

    rows = [(cell.shift, cell.number, len(cell.entries)) for cell in page.days[0].cells]
    assert (rows, page.has_two_shifts) == ([(1, 1, 1), (2, 1, 1)], True)


def test_the_day_of_the_school_lists_its_changes(anna):
    school_class = b.a_class(anna.school)
    course = b.a_course(group=b.whole(school_class), teacher=anna)
    b.a_lesson(course, number=1)
    b.a_lesson(course, number=2, state=LessonState.CANCELLED, state_reason="Мороз")

    page = school_day(anna.school_id, day=b.MONDAY, today=b.MONDAY)

    assert [(row.name, len(row.cells)) for row in page.rows] == [("5А", 2)]
    assert [(entry.number, entry.reason) for entry in page.changes] == [(2, "Мороз")]
    assert [(one.name, one.lessons) for one in page.teachers] == [("Иванова А.", 1)]


@pytest.mark.clause("A4 2.1")
def test_free_colleagues_are_offered_those_of_the_subject_first(anna):
    school = anna.school
    course = b.a_course(group=b.whole(b.a_class(school)), teacher=anna)
    busy, other, colleague = (
        b.an_employee(school, last=name) for name in ("Занятов", "Антонов", "Математиков")
    )
    b.a_course(group=b.whole(b.a_class(school, grade=6)), teacher=colleague)
    seventh = b.a_course(group=b.whole(b.a_class(school, grade=7)), teacher=busy, subject="Химия")
    b.a_lesson(course)
    b.a_lesson(seventh)

    [lesson] = absence_page(anna, day=b.MONDAY).lessons

    assert [one.pk for one in lesson.best] == [colleague.pk, other.pk]


@pytest.mark.parametrize(("classes", "students"), [(1, 1), (5, 34)])
def test_a_week_costs_the_same_in_any_school(django_assert_num_queries, anna, classes, students):
    school_class = a_full_week(anna, classes=classes, students=students)
    room = Room.objects.create(school=anna.school, name="12")

    with django_assert_num_queries(3):
        class_week(school_class, day=b.MONDAY, today=b.MONDAY)
    with django_assert_num_queries(2):
        teacher_week(anna, day=b.MONDAY, today=b.MONDAY)
    with django_assert_num_queries(2):
        room_week(room, day=b.MONDAY, today=b.MONDAY)
    with django_assert_num_queries(2):
        school_day(anna.school_id, day=b.MONDAY, today=b.MONDAY)
    with django_assert_num_queries(3):
        absence_page(anna, day=b.MONDAY)


@pytest.mark.parametrize(("classes", "students"), [(1, 1), (5, 34)])
def test_the_whole_page_stays_within_eight_statements(
    django_assert_num_queries, anna, classes, students
):
    school_class = a_full_week(anna, classes=classes, students=students)
    client = b.logged_in(anna.person)
    url = reverse("schedule:class", args=[anna.school_id, school_class.pk])
    with time_machine.travel(NOW, tick=False):
        client.get(url)

        with django_assert_num_queries(6):
            page = client.get(url).content.decode()

    assert "5А" in page


def test_nonsense_in_the_address_shows_this_week(anna):
    school_class = a_full_week(anna)
    url = reverse("schedule:class", args=[anna.school_id, school_class.pk])

    with time_machine.travel(NOW, tick=False):
        page = b.logged_in(anna.person).get(url, {"week": "вчера"})

    assert page.context["page"].monday == b.MONDAY
