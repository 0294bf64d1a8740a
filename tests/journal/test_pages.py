"""The journal's pages: what they show, to whom, and at how many statements."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from journal.actions.homework import set_no_homework
from journal.actions.marks import write_cell
from journal.actions.record import take_register, write_topic
from tests.builders import (
    MONDAY,
    a_class,
    a_course,
    a_lesson,
    a_student,
    logged_in,
    moscow,
    students_of,
    whole,
)


def statements(queries):
    """Without the transaction's own (they cost no round trip of their own in production)."""
    return [
        q["sql"]
        for q in queries
        if not re.search(r"(^|; )(SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT)\b", q["sql"])
    ]


def count(call):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = call()
    assert response.status_code == 200
    return len(statements(queries.captured_queries))


def url(name, school, *args: int):
    return reverse(f"journal:{name}", args=[school.pk, *args])


def first_quarter(teacher, course):
    term = course.group.school_class.calendar.terms.first()
    place = url("course", course.school, course.pk)
    return logged_in(teacher.person).get(place, {"term": term.pk})


def fill(course, teacher, *, lessons):
    """So many lessons, each with a register, a topic, a mark and an absence."""
    students = students_of(course.group)
    for number in range(lessons):
        day = MONDAY + timedelta(days=number + number // 5 * 2)
        lesson = a_lesson(course, day=day)
        now = moscow(day, "08:50")
        take_register(actor=teacher.person, lesson=lesson, now=now)
        write_topic(actor=teacher.person, lesson=lesson, text="Дроби", seen="", now=now)
        for place, text in ((0, "5 4/3"), (-1, "н")):
            write_cell(
                actor=teacher.person,
                lesson=lesson,
                student_id=students[place].pk,
                text=text,
                seen="",
                now=now,
            )


@pytest.mark.parametrize("students", [2, 34])
def test_the_journal_page_takes_six_statements(school, anna, students):
    course = a_course(group=whole(a_class(school, students=students)), teacher=anna)
    fill(course, anna, lessons=3 if students == 2 else 8)
    client = logged_in(anna.person)

    place = url("course", school, course.pk)
    term = course.group.school_class.calendar.terms.first()

    assert count(lambda: client.get(place, {"term": term.pk})) == 6


@pytest.mark.parametrize("students", [2, 34])
def test_the_lesson_page_takes_five_statements(school, anna, students):
    course = a_course(group=whole(a_class(school, students=students)), teacher=anna)
    fill(course, anna, lessons=2)
    client = logged_in(anna.person)
    lesson = course.lessons.first()

    assert count(lambda: client.get(url("lesson", school, lesson.pk))) == 5


def test_a_complete_lesson_takes_one_statement_less(school, anna, course, during):
    lesson = a_lesson(course)
    set_no_homework(actor=anna.person, lesson=lesson, none=True, now=during)
    client = logged_in(anna.person)

    assert count(lambda: client.get(url("lesson", school, lesson.pk))) == 4


@pytest.mark.parametrize("students", [1, 34])
def test_saving_one_mark_takes_six_statements(school, anna, students):
    course = a_course(group=whole(a_class(school, students=students)), teacher=anna)
    lesson, student = a_lesson(course), students_of(course.group)[0]
    client = logged_in(anna.person)

    def save():
        return client.post(url("cell", school, lesson.pk, student.pk), {"text": "5", "seen": ""})

    assert count(save) == 6


def test_the_days_page_takes_six_statements(school, anna, course):
    a_lesson(course)
    client = logged_in(anna.person)
    one = count(lambda: client.get(url("day", school) + "?day=2025-09-08"))
    for number in range(2, 7):
        a_lesson(course, number=number)

    assert count(lambda: client.get(url("day", school) + "?day=2025-09-08")) == one == 6


def test_the_journal_shows_marks_absences_topics_and_the_average(school, anna, course):
    fill(course, anna, lessons=1)

    page = first_quarter(anna, course).content.decode()

    row = re.search(r"<tr data-s=.*?</tr>", page)[0]
    assert '<td><b class="m5">5</b> <b class="m3">4/3</b></td>' in row
    assert '<td class="sum">4,00</td>' in row
    assert '<b class="m4 soft-mark">4</b>' in row
    assert page.count('<i class="absence">н</i>') == 1
    assert "<td>Дроби</td>" in page


def test_days_outside_the_group_are_closed(school, anna, course):
    a_student(course.group.school_class, last="Яшин", since=MONDAY + timedelta(days=1))
    a_lesson(course)

    page = first_quarter(anna, course).content.decode()

    assert page.count('<td class="x"></td>') == 1


def test_saving_answers_the_cell_and_the_average(school, anna, lesson):
    student = students_of(lesson.course.group)[0]
    client = logged_in(anna.person)

    answer = client.post(
        url("cell", school, lesson.pk, student.pk), {"text": "43", "seen": ""}
    ).json()

    assert answer.pop("at")
    assert re.fullmatch(r'<b class="m3" title="Ответ на уроке ×1, .*">4/3</b>', answer.pop("html"))
    assert answer == {"text": "4/3", "average": "3,50", "sign": ""}


def test_a_conflict_answers_both_values(school, anna, boris, lesson):
    student = students_of(lesson.course.group)[0]
    lesson.course.teachers.create(school=school, employee=boris, since=lesson.year.first_day)
    place = url("cell", school, lesson.pk, student.pk)
    logged_in(anna.person).post(place, {"text": "5", "seen": ""})

    second = logged_in(boris.person).post(place, {"text": "3", "seen": ""})

    assert second.status_code == 409
    assert (second.json()["theirs"], second.json()["by"]) == ("5", "Орлова А. С.")
    mine = logged_in(boris.person).post(place, {"text": "3", "seen": "5"})
    assert mine.json()["text"] == "3"


def test_a_refusal_says_why_and_where(school, anna, lesson):
    student = students_of(lesson.course.group)[0]

    refused = logged_in(anna.person).post(
        url("cell", school, lesson.pk, student.pk), {"text": "9", "seen": ""}
    )

    assert refused.status_code == 422
    assert refused.json()["code"] == "out_of_scale"
    assert refused.json()["field"] == "text"


@pytest.mark.parametrize("field", ["kind", "work", "request_key"])
def test_a_strange_request_is_refused_not_broken(school, anna, lesson, field):
    student = students_of(lesson.course.group)[0]
    place = url("cell", school, lesson.pk, student.pk)

    refused = logged_in(anna.person).post(place, {"text": "5", "seen": "", field: "'; --"})

    assert (refused.status_code, refused.json()["code"]) == (422, "shape")


def test_a_fragment_unfolds_an_average(school, anna, course):
    fill(course, anna, lessons=1)
    student = students_of(course.group)[0]

    page = logged_in(anna.person).get(
        url("average", school, course.pk, student.pk),
        {"term": course.group.school_class.calendar.terms.first().pk},
    )

    text = page.content.decode()
    assert "12 : 3 = <b>4,00</b>" in text


def test_the_history_of_a_cell_names_who_and_what(school, anna, lesson):
    student = students_of(lesson.course.group)[0]
    client = logged_in(anna.person)
    place = url("cell", school, lesson.pk, student.pk)
    client.post(place, {"text": "4", "seen": ""})
    client.post(place, {"text": "5", "seen": "4"})

    page = client.get(url("history", school, lesson.pk, student.pk)).content.decode()

    assert "Орлова А. С." in page
    assert re.findall(r"<td>(.) → <b>(.)</b>", page) == [("4", "5"), ("—", "4")]


def test_what_one_person_typed_is_not_saved_for_another(school, anna, boris, lesson):
    student = students_of(lesson.course.group)[0]
    lesson.course.teachers.create(school=school, employee=boris, since=lesson.year.first_day)
    place = url("cell", school, lesson.pk, student.pk)

    answer = logged_in(boris.person).post(
        place, {"text": "5", "seen": "", "person": anna.person_id}
    )

    assert (answer.status_code, answer.json()["code"]) == (401, "other_person")


def test_who_taught_the_course_reads_it_and_writes_no_more(school, anna, boris, course):
    a_lesson(course)
    course.teachers.update(until=MONDAY)
    course.teachers.create(school=school, employee=boris, since=MONDAY + timedelta(days=1))

    before, now = first_quarter(anna, course), first_quarter(boris, course)

    assert "data-writable" not in before.content.decode()
    assert "data-writable" in now.content.decode()
