"""Two hands at the same moment, and one request sent many times: real threads, real commits."""

import os
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse

from journal.actions.works import give_usual_kinds
from journal.models import Attendance, Mark, MarkEvent
from tests.builders import (
    a_class,
    a_course,
    a_lesson,
    a_school,
    an_employee,
    logged_in,
    students_of,
    whole,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def room():
    """Anna's lesson, a student, and the address of the cell."""
    school = a_school()
    give_usual_kinds(school.pk)
    anna = an_employee(school, last="Орлова", first="Анна", patronymic="Сергеевна")
    boris = an_employee(school, last="Лебедев", first="Борис", patronymic="Ильич")
    course = a_course(group=whole(a_class(school)), teacher=anna)
    course.teachers.create(school=school, employee=boris, since=course.year.first_day)
    lesson, student = a_lesson(course), students_of(course.group)[0]
    url = reverse("journal:cell", args=[school.pk, lesson.pk, student.pk])
    return anna, boris, url


def send(person, url, fields):
    """One request of its own browser, in its own thread and connection."""
    try:
        response = logged_in(person).post(url, fields)
        return response.status_code, response.json()
    finally:
        connection.close()


def at_once(*calls):
    with ThreadPoolExecutor(len(calls)) as threads:
        return [call.result() for call in [threads.submit(send, *call) for call in calls]]


@pytest.mark.parametrize("round_", range(3))
def test_two_simultaneous_marks_in_one_cell_clash_clearly(room, round_):
    anna, boris, url = room

    answers = at_once(
        (anna.person, url, {"text": "5", "seen": "", "request_key": uuid4()}),
        (boris.person, url, {"text": "3", "seen": "", "request_key": uuid4()}),
    )

    assert sorted(status for status, _body in answers) == [200, 409]
    stands = Mark.objects.get().text
    lost = next(body for status, body in answers if status == 409)
    assert lost["theirs"] == stands
    assert lost["by"] == ("Орлова А. С." if stands == "5" else "Лебедев Б. И.")


def test_two_simultaneous_absences_clash_clearly(room):
    anna, boris, url = room

    answers = at_once(
        (anna.person, url, {"text": "н", "seen": ""}),
        (boris.person, url, {"text": "б", "seen": ""}),
    )

    assert sorted(status for status, _body in answers) == [200, 409]
    assert Attendance.objects.count() == 1


@pytest.mark.soak
def test_one_request_sent_many_times_at_once_is_applied_once(room):
    anna, _boris, url = room
    times = 1000 if os.environ.get("SOAK") else 30
    fields = {"text": "5", "seen": "", "request_key": uuid4()}

    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(lambda _n: send(anna.person, url, fields), range(times)))

    assert {(status, body["text"]) for status, body in answers} == {(200, "5")}
    assert Mark.objects.count() == 1
    assert MarkEvent.objects.count() == 1
