"""What is to be done in the next days."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from diary.queries import homework_page
from school.models import Student
from tests.builders import (
    MONDAY,
    a_class,
    a_course,
    a_lesson,
    a_school,
    a_student,
    an_employee,
    moscow,
    whole,
)
from tests.diary.builders import a_homework
from tests.diary.test_week import access

pytestmark = pytest.mark.django_db
NOON = moscow(MONDAY, "12:00")


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def school_class():
    return a_class(a_school(), students=0)


@pytest.fixture
def ilya(school_class) -> Student:
    return a_student(school_class)


@pytest.fixture
def maths(school_class):
    return a_course(group=whole(school_class), teacher=an_employee(school_class.school))


def to_do(student: Student) -> list[tuple]:
    return [
        (day.in_days, [task.text for task in day.tasks])
        for day in homework_page(access(student)).days
    ]


@pytest.mark.clause("2.4")
def test_the_next_days_are_listed_with_the_childs_own_tasks(school_class, ilya, maths):
    olga = a_student(school_class, first="Ольга")
    monday = a_lesson(maths)
    tuesday = a_lesson(maths, day=MONDAY + timedelta(days=1))
    a_homework(monday, "общее", due=tuesday, minutes=20)
    a_homework(monday, "карточка Ильи", due=tuesday, only=(ilya,), minutes=10)
    a_homework(tuesday, "доклад", due=MONDAY + timedelta(days=4))

    assert to_do(ilya) == [(1, ["общее", "карточка Ильи"]), (4, ["доклад"])]
    assert homework_page(access(ilya)).days[0].minutes == 30
    assert to_do(olga) == [(1, ["общее"]), (4, ["доклад"])]


def test_what_was_due_before_today_is_gone_and_todays_stays(ilya, maths):
    friday = a_lesson(maths, day=MONDAY - timedelta(days=3))
    earlier = a_lesson(maths, day=MONDAY - timedelta(days=4))
    a_homework(earlier, "старое", due=friday)
    a_homework(friday, "на сегодня", due=a_lesson(maths))

    assert to_do(ilya) == [(0, ["на сегодня"])]


def test_homework_without_a_day_is_for_the_next_lesson_and_comes_last(ilya, maths):
    monday = a_lesson(maths)
    a_homework(monday, "без срока")

    assert to_do(ilya) == [(None, ["без срока"])]


def test_homework_follows_a_moved_lesson(ilya, maths):
    due = a_lesson(maths, day=MONDAY + timedelta(days=1))
    a_homework(a_lesson(maths), due=due)
    due.day += timedelta(days=2)
    due.save()

    assert to_do(ilya) == [(3, ["§ 4"])]
