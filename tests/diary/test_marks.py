"""The marks of a term: every average unfolds to what it was made of."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine

from diary.queries import marks_page
from diary.queries.marks import SubjectMarks
from school.models import Scale, SchoolSetting, Student
from tests.builders import (
    FIRST_DAY,
    MONDAY,
    a_class,
    a_course,
    a_guardian,
    a_lesson,
    a_school,
    a_student,
    an_employee,
    logged_in,
    moscow,
    sign_papers,
    whole,
)
from tests.diary.builders import a_mark, an_absence
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


def subject(student: Student) -> SubjectMarks:
    (only,) = marks_page(access(student), term_id=None).subjects
    return only


@pytest.mark.clause("A5 1")
def test_an_average_shows_its_marks_weights_and_borders(ilya, maths):
    for number, (points, weight) in enumerate([(5, "1"), (4, "2"), (3, "3"), (5, "1")], start=1):
        a_mark(a_lesson(maths, number=number), ilya, points, weight=weight, kind=f"Вид {weight}")

    row = subject(ilya)

    assert (row.average, row.suggested) == ("3,86", 4)
    assert row.sum == "(5 + 4·2 + 3·3 + 5) / (1 + 2 + 3 + 1) = 27 / 7 = 3,86"
    assert [(mark.text, mark.weight) for mark in row.marks] == [
        ("5", "1"),
        ("4", "2"),
        ("3", "3"),
        ("5", "1"),
    ]


def test_equal_weights_make_a_short_sum(ilya, maths):
    for number, points in enumerate((4, 4, 3), start=1):
        a_mark(a_lesson(maths, number=number), ilya, points)

    assert subject(ilya).sum == "(4 + 4 + 3) / 3 = 3,67"


def test_signs_and_weight_nought_are_shown_and_not_counted(ilya, maths):
    a_mark(a_lesson(maths, number=1), ilya, 5)
    a_mark(a_lesson(maths, number=2), ilya, None, sign="exempt")
    a_mark(a_lesson(maths, number=3), ilya, 2, weight="0", kind="ВПР")

    row = subject(ilya)

    assert row.average == "5,00"
    assert [(mark.text, mark.is_counted) for mark in row.marks] == [
        ("5", True),
        ("осв", False),
        ("2", False),
    ]


def test_the_schools_own_borders_and_act_decide(ilya, maths):
    SchoolSetting.objects.create(
        school=ilya.school,
        key="borders",
        value=["2.65", "3.65", "4.65"],
        since=FIRST_DAY,
        act="Положение № 4",
    )
    for number, points in enumerate((4, 4, 3), start=1):  # 3.67
        a_mark(a_lesson(maths, number=number), ilya, points)
    a_mark(a_lesson(maths, number=4), ilya, 3)  # 3.50

    page = marks_page(access(ilya), term_id=None)

    assert page.subjects[0].suggested == 3
    assert page.borders.shown == ((5, "4,65"), (4, "3,65"), (3, "2,65"))
    assert page.borders.act == "Положение № 4"


def test_a_hundred_points_have_an_average_and_no_suggestion(ilya, anna):
    course = a_course(
        group=ilya.memberships.get().group, subject="Физика", teacher=anna, scale=Scale.HUNDRED
    )
    a_mark(a_lesson(course), ilya, 87)

    assert (subject(ilya).average, subject(ilya).suggested) == ("87,00", None)


def test_a_subject_without_marks_stands_with_its_absences(ilya, maths):
    an_absence(a_lesson(maths, number=1), ilya, "ill")
    an_absence(a_lesson(maths, number=2), ilya, "late")

    row = subject(ilya)

    assert (row.marks, row.average, row.missed, row.late) == ((), "", 1, 1)


def test_a_term_holds_its_own_marks_only(ilya, maths):
    a_mark(a_lesson(maths), ilya, 5)
    a_mark(a_lesson(maths, day=date(2025, 11, 10)), ilya, 3)

    terms = {term.number: term.pk for term in marks_page(access(ilya), term_id=None).terms}
    second = marks_page(access(ilya), term_id=terms[2])

    assert [mark.text for mark in second.subjects[0].marks] == ["3"]


def test_a_term_of_another_school_is_not_found(ilya, maths):
    stranger = a_student(a_class(a_school(name="Школа № 2"), students=0))
    foreign = stranger.memberships.get().group.school_class.calendar.terms.first()

    url = f"/s/{ilya.school_id}/diary/{ilya.pk}/marks/{foreign.pk}/"

    assert logged_in(ilya.person).get(url).status_code == 404


@pytest.mark.parametrize("students", [1, 34])
def test_the_page_costs_six_statements(school, anna, django_assert_num_queries, students):
    school_class = a_class(school, letter="Г", students=students)
    course = a_course(group=whole(school_class), teacher=anna)
    student = Student.objects.filter(memberships__group=whole(school_class)).first()
    mother = a_guardian(student)
    sign_papers(mother, by=anna.person)
    for number in range(1, 6):
        lesson = a_lesson(course, day=MONDAY + timedelta(days=number % 3), number=number)
        a_mark(lesson, student)
    browser = logged_in(mother.guardian)
    url = f"/s/{school.pk}/diary/{student.pk}/marks/"
    browser.get(url)

    with django_assert_num_queries(6):  # person, standing, door, log; terms, marks
        assert browser.get(url).status_code == 200
