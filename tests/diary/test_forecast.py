"""The forecast in the diary (A5 2): dated, with the way to the next mark, over all courses of the
subject and the marks brought from another school."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine

from diary.queries import forecast_page, marks_page
from journal.models import BroughtMark
from school.actions import movements
from school.actions.movements import Order
from school.models import Scale, Student
from tests.builders import (
    MONDAY,
    a_class,
    a_course,
    a_guardian,
    a_lesson,
    a_school,
    a_student,
    a_subject,
    a_work_kind,
    an_employee,
    logged_in,
    moscow,
    sign_papers,
    whole,
)
from tests.diary.builders import a_mark
from tests.diary.test_week import access

pytestmark = pytest.mark.django_db
NOON = moscow(MONDAY, "12:00")


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def school():
    return a_school()


@pytest.fixture
def anna(school):
    return an_employee(school)


@pytest.fixture
def ilya(school) -> Student:
    return a_student(a_class(school, students=0))


@pytest.fixture
def maths(ilya, anna):
    return a_course(group=ilya.memberships.get().group, teacher=anna)


def a_brought_mark(student: Student, points: int = 3, *, day: date = MONDAY) -> BroughtMark:
    return BroughtMark.objects.create(
        school=student.school,
        student=student,
        subject=a_subject(student.school),
        day=day,
        points=points,
        kind_name="Диктант",
        from_where="Школа № 9",
        written_at=NOON,
        written_by=student.person,
    )


@pytest.mark.clause("A5 2")
def test_the_way_to_the_next_mark_is_said(ilya, maths):
    kind = a_work_kind(ilya.school, name="Контрольная работа", weight="1.5")
    kind.is_written = True
    kind.save()
    for number, (points, weight) in enumerate([(4, "1"), (4, "1"), (3, "2")], start=1):
        a_mark(a_lesson(maths, number=number), ilya, points, weight=weight, kind=f"Вид {weight}")

    (row,) = forecast_page(access(ilya)).forecasts

    assert (row.forecast.average, row.forecast.mark, row.forecast.next_border) == ("3,50", 4, "4,5")
    assert len(row.forecast.ways) == 2
    assert "8" in row.forecast.ways[0]
    assert "4,50" in row.forecast.ways[0]
    assert "7" in row.forecast.ways[1]
    assert "Контрольная работа" in row.forecast.ways[1]
    assert (row.forecast.after_two, row.forecast.two_lowers_to) == ("3,20", 3)


def test_a_subject_without_marks_or_borders_has_no_forecast(ilya, maths, anna):
    group = ilya.memberships.get().group
    hundred = a_course(group=group, subject="Физика", teacher=anna, scale=Scale.HUNDRED)
    a_mark(a_lesson(hundred), ilya, 87)

    page = forecast_page(access(ilya))

    assert page.forecasts == ()
    assert len(page.subjects) == 2


def test_marks_brought_from_another_school_count(ilya, maths):
    a_mark(a_lesson(maths), ilya, 5)
    a_brought_mark(ilya, 4)

    (row,) = marks_page(access(ilya), term_id=None).subjects

    assert (row.average, row.suggested) == ("4,50", 5)
    assert [(mark.text, mark.brought_from) for mark in row.marks] == [("5", ""), ("4", "Школа № 9")]


def test_a_mark_brought_for_an_earlier_term_does_not_count_in_this_one(ilya, maths):
    a_mark(a_lesson(maths), ilya, 5)
    a_brought_mark(ilya, 2, day=date(2025, 5, 20))

    assert marks_page(access(ilya), term_id=None).subjects[0].average == "5,00"


@pytest.mark.clause("A5 1")
def test_marks_of_the_class_left_go_along_into_the_new_one(school, anna, ilya, maths):
    parallel = a_class(school, letter="Б", students=0)
    there = a_course(group=whole(parallel), teacher=anna)
    a_mark(a_lesson(maths), ilya, 5)
    movements.move(
        actor=anna.person,
        student=ilya,
        to_class=parallel,
        day=MONDAY + timedelta(days=1),
        order=Order(number="14-у", day=MONDAY),
        now=NOON,
    )
    a_mark(a_lesson(there, day=MONDAY + timedelta(days=2)), ilya, 3)

    (row,) = marks_page(access(ilya), term_id=None).subjects

    assert [mark.text for mark in row.marks] == ["5", "3"]
    assert (row.average, row.suggested) == ("4,00", 4)


@pytest.mark.clause("A5 2")
@pytest.mark.parametrize("students", [1, 34])
def test_the_forecast_costs_six_statements(school, anna, django_assert_num_queries, students):
    school_class = a_class(school, letter="Г", students=students)
    course = a_course(group=whole(school_class), teacher=anna)
    student = Student.objects.filter(memberships__group=whole(school_class)).first()
    mother = a_guardian(student)
    sign_papers(mother, by=anna.person)
    a_mark(a_lesson(course), student, 4, weight=str(Decimal(1)))
    browser = logged_in(mother.guardian)
    url = f"/s/{school.pk}/diary/{student.pk}/forecast/"
    browser.get(url)

    with django_assert_num_queries(6):
        answer = browser.get(url)

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"].startswith("max-age=0")
