"""A range pasted into the grid: one request, all or nothing, every bad cell named."""

import json
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from journal.actions.marks import write_cell
from journal.models import Mark, MarkEvent
from tests.builders import (
    MONDAY,
    a_class,
    a_course,
    a_lesson,
    logged_in,
    moscow,
    students_of,
    whole,
)
from tests.journal.test_pages import statements, url


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel(moscow(MONDAY, "08:50"), tick=True):
        yield


@pytest.fixture
def students(course):
    return students_of(course.group)


def paste(teacher, course, *cells, **more: object):
    """Cells as (lesson, student, text, seen="")."""
    rows = [
        [lesson.pk, student.pk, text, *(seen or [""]), None, None]
        for lesson, student, text, *seen in cells
    ]
    fields = {"cells": json.dumps(rows), "request_key": str(uuid4()), **more}
    client = logged_in(teacher.person)
    with CaptureQueriesContext(connection) as queries:
        answer = client.post(url("cells", course.school, course.pk), fields)
    answer.statements = statements(queries.captured_queries)
    return answer


def test_many_cells_are_saved_at_once_and_answered_with_their_averages(
    anna, course, lesson, students
):
    first, second, third = students

    answer = paste(
        anna, course, (lesson, first, "5 4"), (lesson, second, "43"), (lesson, third, "н")
    )

    assert answer.status_code == 200
    body = answer.json()
    assert [(c["s"], c["text"]) for c in body["cells"]] == [
        (first.pk, "5 4"),
        (second.pk, "4/3"),
        (third.pk, "н"),
    ]
    assert body["cells"][2]["html"] == '<i class="absence">н</i>'
    assert "4,50" in body["sums"][str(first.pk)]
    assert "3,50" in body["sums"][str(second.pk)]
    assert body["at"] == "08:50"


def test_a_repeated_request_is_applied_once(anna, course, lesson, students):
    key = str(uuid4())

    answers = [paste(anna, course, (lesson, students[0], "5"), request_key=key) for _ in range(2)]

    assert [(a.status_code, a.json()["cells"][0]["text"]) for a in answers] == [(200, "5")] * 2
    assert MarkEvent.objects.count() == 1


def test_every_bad_cell_is_named_and_nothing_is_saved(anna, course, lesson, students):
    first, second, third = students
    tomorrow = a_lesson(course, day=MONDAY.replace(day=9))

    answer = paste(
        anna,
        course,
        (lesson, first, "5"),
        (lesson, second, "9"),
        (lesson, third, "ку"),
        (tomorrow, first, "5"),
    )

    assert answer.status_code == 422
    assert {(c["l"], c["s"], c["code"]) for c in answer.json()["cells"]} == {
        (lesson.pk, second.pk, "out_of_scale"),
        (lesson.pk, third.pk, "unknown_mark"),
        (tomorrow.pk, first.pk, "not_begun"),
    }
    assert all(c["message"] for c in answer.json()["cells"])
    assert not Mark.objects.exists()


def test_a_clash_is_shown_with_what_stands_there_and_who_wrote_it(
    anna, boris, course, lesson, students
):
    course.teachers.create(school=course.school, employee=boris, since=course.year.first_day)
    first, second, _third = students
    assert paste(boris, course, (lesson, first, "3")).status_code == 200

    answer = paste(anna, course, (lesson, first, "5"), (lesson, second, "4"))

    assert answer.status_code == 409
    body = answer.json()
    assert body["code"] == "changed_meanwhile"
    assert [(c["s"], c["theirs"], c["by"]) for c in body["cells"]] == [
        (first.pk, "3", "Лебедев Б. И.")
    ]
    assert [(m.student, m.text) for m in Mark.objects.all()] == [(first, "3")]

    again = paste(anna, course, (lesson, first, "5", "3"), (lesson, second, "4"))
    assert again.status_code == 200


def test_an_old_mark_asks_once_for_a_reason_for_all(anna, course, lesson, students):
    first, second, _third = students
    for student in (first, second):
        write_cell(
            actor=anna.person,
            lesson=lesson,
            student_id=student.pk,
            text="3",
            seen="",
            now=moscow(MONDAY, "08:40"),
        )
    changes = [(lesson, first, "5", "3"), (lesson, second, "4", "3")]

    with time_machine.travel(moscow(MONDAY.replace(month=12), "10:00")):
        asked = paste(anna, course, *changes)
        told = paste(anna, course, *changes, reason="Ошибка при переносе")

    assert (asked.status_code, asked.json()["code"]) == (422, "reason_needed")
    assert told.status_code == 200
    events = MarkEvent.objects.filter(pgh_label="update")
    assert {e.pgh_context["reason"] for e in events} == {"Ошибка при переносе"}


@pytest.mark.parametrize(
    "cells",
    [
        "",
        "[]",
        "{}",
        "[1]",
        "nonsense",
        "[[1,2,3,4,5,6]]",
        '[[1,1,"5","",null]]',
        '[[-1,1,"5","",null,null]]',
        '[[true,1,"5","",null,null]]',
        json.dumps([[1, 1, "5" * 61, "", None, None]]),
        json.dumps([[1, 1, "5", "", None, None]] * 1501),
        json.dumps(["5" * 400_001]),
    ],
)
def test_what_has_no_shape_is_refused(anna, course, cells):
    place = url("cells", course.school, course.pk)

    answer = logged_in(anna.person).post(place, {"cells": cells})

    assert answer.status_code == 422
    assert answer.json()["code"] in ("shape", "too_many_cells")


def test_another_persons_cells_wait_for_him(anna, boris, course, lesson, students):
    answer = paste(anna, course, (lesson, students[0], "5"), person=str(boris.person_id))

    assert answer.status_code == 401
    assert not Mark.objects.exists()


def test_cells_of_another_course_or_another_class_are_refused(anna, course, lesson, students):
    other = a_course(group=whole(a_class(course.school, letter="Б")), teacher=anna)
    strange = a_lesson(other, number=3)

    answer = paste(
        anna,
        course,
        (strange, students[0], "5"),
        (lesson, students_of(other.group)[0], "5"),
    )

    assert {c["code"] for c in answer.json()["cells"]} == {"no_lesson", "not_a_member"}


@pytest.mark.clause("2.3.3")
def test_a_thousand_cells_are_saved_in_twelve_statements(school, anna):
    course = a_course(group=whole(a_class(school, students=34)), teacher=anna)
    days = [MONDAY.replace(day=1 + shift) for shift in range(30) if shift % 7 < 5]
    lessons = [a_lesson(course, day=day, number=n) for day in days for n in (1, 2)][:30]
    cells = [
        (lesson, student, "5" if student.pk % 2 else "4")
        for lesson in lessons
        for student in students_of(course.group)
    ][:1000]
    assert len(cells) == 1000

    with time_machine.travel(moscow(MONDAY.replace(day=30), "18:00")):
        answer = paste(anna, course, *cells)

    assert answer.status_code == 200, answer.content
    assert Mark.objects.count() == MarkEvent.objects.count() == 1000
    assert len(answer.json()["cells"]) == 1000
    assert len(answer.statements) <= 12, answer.statements
