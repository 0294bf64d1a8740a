"""The digest of the forecast (App. 5 2): every two weeks in term time, to those who may read it and
wish to be informed electronically, once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine

from consent.models import InformingChoice
from core.models import Message
from diary.actions import make_digests
from journal.regulation import FORECAST
from school.models import SchoolSetting, Student
from tests.builders import (
    FIRST_DAY,
    MONDAY,
    MOSCOW,
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
)
from tests.diary.builders import a_mark

pytestmark = pytest.mark.django_db
NOON = moscow(MONDAY, "12:00")


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


def a_mother(student, by, *, form="electronic", papers=True):
    guardianship = a_guardian(student)
    if papers:
        sign_papers(guardianship, by=by.person)
    InformingChoice.objects.create(
        school=student.school,
        guardianship=guardianship,
        form=form,
        since=FIRST_DAY,
        declared_by=by.person,
    )
    return guardianship


def on(day: date, clock: str = "15:10"):
    return moscow(day, clock)


@pytest.mark.clause("A5 2")
def test_a_digest_says_each_subject_with_average_mark_and_way(school, anna, ilya, maths):
    mother = a_mother(ilya, anna)
    for number, points in enumerate((4, 4, 3), start=1):
        a_mark(a_lesson(maths, number=number), ilya, points)

    assert make_digests(school=school, now=NOON) == 1

    message = Message.objects.get()
    assert (message.person_id, message.about_id) == (mother.guardian_id, ilya.pk)
    (line,) = message.payload["lines"]
    assert (line["subject"], line["average"], line["mark"]) == ("Математика", "3,67", 4)
    assert "5" in line["hint"]


def test_the_same_day_again_makes_no_second_one(school, anna, ilya, maths):
    a_mother(ilya, anna)
    a_mark(a_lesson(maths), ilya, 5)

    assert [make_digests(school=school, now=NOON) for _ in range(2)] == [1, 0]


@pytest.mark.clause("A5 2")
@pytest.mark.parametrize(("days", "is_due"), [(13, False), (14, True)])
def test_the_next_comes_after_two_weeks(school, anna, ilya, maths, days, is_due):
    a_mother(ilya, anna)
    a_mark(a_lesson(maths), ilya, 5)
    make_digests(school=school, now=NOON)

    later = on(MONDAY + timedelta(days=days))

    assert make_digests(school=school, now=later) == int(is_due)
    due = FORECAST.due(NOON, days=14, zone=MOSCOW)
    assert (later < due) is True


def test_a_school_may_tell_more_often(school, anna, ilya, maths):
    SchoolSetting.objects.create(
        school=school, key="forecast_days", value=7, since=FIRST_DAY, act="Приказ № 3"
    )
    a_mother(ilya, anna)
    a_mark(a_lesson(maths), ilya, 5)
    make_digests(school=school, now=NOON)

    assert make_digests(school=school, now=on(MONDAY + timedelta(days=7))) == 1


@pytest.mark.parametrize("form", ["paper", "undecided"])
def test_who_is_informed_on_paper_gets_none(school, anna, ilya, maths, form):
    a_mother(ilya, anna, form=form)
    a_mark(a_lesson(maths), ilya, 5)

    assert make_digests(school=school, now=NOON) == 0


@pytest.mark.clause("2.6")
def test_without_papers_nobody_is_told(school, anna, ilya, maths):
    a_mother(ilya, anna, papers=False)
    a_mark(a_lesson(maths), ilya, 5)

    assert make_digests(school=school, now=NOON) == 0


def test_in_a_break_and_without_a_mark_nobody_is_told(school, anna, ilya, maths):
    a_mother(ilya, anna)

    assert make_digests(school=school, now=NOON) == 0
    a_mark(a_lesson(maths), ilya, 5)
    assert make_digests(school=school, now=on(date(2025, 10, 29))) == 0


def test_of_two_children_each_has_its_own(school, anna, ilya, maths):
    mother = a_mother(ilya, anna)
    yana = a_student(maths.group.school_class, last="Петрова", first="Яна")
    second = a_mother(yana, anna)
    second.guardian = mother.guardian
    second.save()
    lesson = a_lesson(maths)
    a_mark(lesson, ilya, 5)
    a_mark(lesson, yana, 4)

    assert make_digests(school=school, now=NOON) == 2
    assert set(Message.objects.values_list("about_id", flat=True)) == {ilya.pk, yana.pk}


def test_the_digest_opens_through_the_door_of_the_record(school, anna, ilya, maths):
    mother = a_mother(ilya, anna)
    a_mark(a_lesson(maths), ilya, 5)
    with time_machine.travel(NOON, tick=False):
        make_digests(school=school, now=NOON)
        message = Message.objects.get()
        browser = logged_in(mother.guardian)

        assert browser.get(message.address).status_code == 200
        paper = mother.applications.get()
        paper.ended_on, paper.ended_at, paper.ended_by = MONDAY, NOON, anna.person
        paper.save()
        assert browser.get(message.address).status_code == 403


@pytest.mark.parametrize("students", [3, 34])
def test_digests_of_a_class_cost_a_fixed_number_of_statements(
    school, anna, django_assert_num_queries, students
):
    school_class = a_class(school, letter="Г", students=students)
    course = a_course(group=school_class.groups.get(), teacher=anna)
    lesson = a_lesson(course)
    for student in Student.objects.filter(school=school):
        a_mother(student, anna)
        a_mark(lesson, student, 4)

    with django_assert_num_queries(8):
        assert make_digests(school=school, now=NOON) == students
