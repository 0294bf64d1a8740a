"""Two hands at the same moment, and one request sent many times: real threads, real commits."""

import os
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.urls import reverse

from core.refusal import Refused
from journal.actions.bulk import CellsRefused, CellWish, write_cells
from journal.actions.marks import write_cell
from journal.actions.works import add_work, give_usual_kinds, remove_work
from journal.models import Attendance, Mark, MarkEvent, Work, WorkKind
from tests.builders import (
    MONDAY,
    a_class,
    a_course,
    a_lesson,
    a_school,
    an_employee,
    logged_in,
    moscow,
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


NOON = moscow(MONDAY, "12:00")


@pytest.fixture
def work(room):
    """A work of Anna's lesson, with what writes a mark of it and what takes it back."""
    anna, _boris, _url = room
    course = anna.courses.get().course
    lesson, student = course.lessons.get(), students_of(course.group)[0]
    test = WorkKind.objects.get(school=course.school, name="Тест")
    made = add_work(actor=anna.person, lesson=lesson, kind_id=test.pk, now=NOON)

    def write():
        write_cell(
            actor=anna.person,
            lesson=lesson,
            student_id=student.pk,
            text="5",
            seen="",
            work_id=made.pk,
            now=NOON,
        )

    def write_many():
        cell = CellWish(
            lesson_id=lesson.pk, student_id=student.pk, text="5", seen="", work_id=made.pk
        )
        write_cells(actor=anna.person, course=course, cells=[cell], now=NOON)

    def remove():
        remove_work(actor=anna.person, lesson=lesson, work_id=made.pk, now=NOON)

    return write, write_many, remove


def one_holds_while_the_other_comes(first, second):
    """The first is done and not yet committed when the second begins; what the second says."""
    done, begun = Event(), Event()

    def hold():
        try:
            with transaction.atomic():
                first()
                done.set()
                begun.wait(timeout=5)
        finally:
            connection.close()

    def come():
        try:
            done.wait(timeout=5)
            begun.set()
            second()
        except CellsRefused as error:
            return error.bad[0].code
        except Refused as error:
            return error.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as threads:
        holding, coming = threads.submit(hold), threads.submit(come)
        holding.result()
        return coming.result()


@pytest.mark.parametrize("way", [0, 1])
def test_a_mark_of_a_work_taken_back_at_this_moment_is_refused(work, way):
    *writes, remove = work

    assert one_holds_while_the_other_comes(remove, writes[way]) == "work_gone"
    assert (Mark.objects.count(), Work.objects.count()) == (0, 0)


@pytest.mark.parametrize("way", [0, 1])
def test_a_work_is_not_taken_back_while_its_mark_is_written(work, way):
    *writes, remove = work

    assert one_holds_while_the_other_comes(writes[way], remove) == "work_has_marks"
    assert (Mark.objects.count(), Work.objects.count()) == (1, 1)


def test_one_cell_waits_for_who_writes_all_of_them_and_sees_what_he_wrote(room):
    anna, boris, _url = room
    course = anna.courses.get().course
    lesson, student = course.lessons.get(), students_of(course.group)[0]

    def many():
        cell = CellWish(lesson_id=lesson.pk, student_id=student.pk, text="5", seen="")
        write_cells(actor=anna.person, course=course, cells=[cell], now=NOON)

    def one():
        write_cell(
            actor=boris.person,
            lesson=lesson,
            student_id=student.pk,
            text="3",
            seen="",
            now=NOON,
        )

    assert one_holds_while_the_other_comes(many, one) == "changed_meanwhile"
    assert Mark.objects.get().points == 5
