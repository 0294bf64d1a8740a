"""What an open journal page hears of others' writing: all of it, whoever commits when."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
import time_machine
from django.db import connection, transaction

from journal.actions.marks import write_cell
from journal.actions.record import write_topic
from journal.actions.works import add_work
from journal.models import AbsenceNote, NoteState, TermMark, TermMarkKind, TermMarkVia
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
from tests.journal.test_pages import count, url

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def monday_morning():
    """In the middle of the lesson."""
    with time_machine.travel(moscow(MONDAY, "08:50"), tick=True):
        yield


def write(teacher, lesson, student, text, *, now, seen=""):
    return write_cell(
        actor=teacher.person, lesson=lesson, student_id=student.pk, text=text, seen=seen, now=now
    )


class Page:
    """A journal page that stays open: knows its cursor and asks what changed."""

    def __init__(self, teacher, course):
        self.client = logged_in(teacher.person)
        place = url("course", course.school, course.pk)
        self.since = self.client.get(place).context["page"].cursor
        self.place = url("changes", course.school, course.pk)

    def ask(self):
        answer = self.client.get(self.place, {"since": self.since})
        if answer.status_code == 204:
            return None
        self.since = answer.json()["since"]
        return answer.json()

    def cells(self):
        changes = self.ask()
        return {(c["l"], c["s"]): c["text"] for c in changes["cells"]} if changes else {}


@pytest.fixture
def students(course):
    return students_of(course.group)


def test_nothing_changed_answers_nothing(anna, course, lesson, students, during):
    write(anna, lesson, students[0], "5", now=during)
    page = Page(anna, course)

    page.ask()

    assert page.ask() is None
    assert page.client.get(page.place, {"since": page.since}).content == b""


@pytest.mark.clause("2.3.1")
def test_a_mark_of_a_colleague_arrives_with_its_averages_and_his_name(
    anna, boris, course, lesson, students, during
):
    course.teachers.create(school=course.school, employee=boris, since=course.year.first_day)
    page = Page(anna, course)
    colleague = logged_in(boris.person)
    place = url("cell", course.school, lesson.pk, students[0].pk)
    assert colleague.post(place, {"text": "5 4"}).status_code == 200

    changes = page.ask()

    assert [(c["l"], c["s"], c["text"], c["by"]) for c in changes["cells"]] == [
        (lesson.pk, students[0].pk, "5 4", "Лебедев Б. И.")
    ]
    assert changes["cells"][0]["html"] == '<b class="m5">5</b> <b class="m4">4</b>'
    assert "4,50" in changes["sums"][str(students[0].pk)]
    assert not changes["columns"]
    assert page.ask() is None


def test_an_emptied_cell_arrives_empty(anna, course, lesson, students, during):
    write(anna, lesson, students[0], "н", now=during)
    page = Page(anna, course)
    page.ask()
    write(anna, lesson, students[0], "", seen="н", now=during)

    assert page.cells() == {(lesson.pk, students[0].pk): ""}


def test_topic_and_register_arrive_as_a_line_of_the_right_page(anna, course, lesson, during):
    page = Page(anna, course)
    write_topic(actor=anna.person, lesson=lesson, text="Дроби", seen="", now=during)

    changes = page.ask()

    assert list(changes["topics"]) == [str(lesson.pk)]
    assert "Дроби" in changes["topics"][str(lesson.pk)]
    assert changes["lacks"] == {str(lesson.pk): True}
    assert changes["cells"] == []


def test_a_new_work_says_that_the_columns_changed(anna, course, lesson, kind, during):
    page = Page(anna, course)
    add_work(
        actor=anna.person, lesson=lesson, kind_id=kind("Контрольная").pk, title="Дроби", now=during
    )

    assert page.ask()["columns"]


def test_an_accepted_note_changes_every_cell_it_covers(anna, course, lesson, students, during):
    write(anna, lesson, students[0], "н", now=during)
    page = Page(anna, course)
    page.ask()
    AbsenceNote.objects.create(
        school=course.school,
        student=students[0],
        first_day=lesson.day,
        last_day=lesson.day,
        kind="ill",
        state=NoteState.ACCEPTED,
        made_at=during,
        made_by=anna.person,
        decided_at=during,
        decided_by=anna.person,
    )

    assert page.cells() == {(lesson.pk, students[0].pk): "б"}


def test_a_period_mark_that_is_set_changes_the_sums_of_its_row(anna, course, lesson, students):
    page = Page(anna, course)
    term = course.group.school_class.calendar.terms.first()
    TermMark.objects.create(
        school=course.school,
        student=students[1],
        subject=course.subject,
        year=course.year,
        term=term,
        kind=TermMarkKind.TERM,
        scale=course.scale,
        points=4,
        via=TermMarkVia.TEACHER,
        known_at=moscow(MONDAY, "08:45"),
        published_at=moscow(MONDAY, "08:45"),
        set_by=anna.person,
    )

    changes = page.ask()

    assert list(changes["sums"]) == [str(students[1].pk)]
    assert changes["cells"] == []


def test_other_courses_and_other_terms_are_not_heard(anna, course, lesson, students, during):
    page = Page(anna, course)
    other = a_course(group=whole(a_class(course.school, letter="Б")), teacher=anna)
    write(
        anna,
        a_lesson(other, number=3),
        students_of(other.group)[0],
        "5",
        now=moscow(MONDAY, "11:00"),
    )
    last_term = course.group.school_class.calendar.terms.last()

    assert page.ask() is None
    write(anna, lesson, students[0], "н", now=during)
    answer = page.client.get(page.place, {"since": page.since, "term": last_term.pk})
    assert answer.status_code == 204


@pytest.mark.parametrize(
    "since", ["", "5", "1.2.x", "9" * 30 + ".0.0", "1.0.1", f"{2**62}.0.{2**33 - 1}"]
)
def test_a_strange_or_old_cursor_reads_the_page_again(anna, course, since):
    page = Page(anna, course)

    answer = page.client.get(page.place, {"since": since})

    assert answer.status_code == 200
    assert answer.json() == {"reload": True}


@pytest.mark.parametrize("students", [3, 34])
def test_asking_takes_few_statements(school, anna, during, students):
    course = a_course(group=whole(a_class(school, students=students)), teacher=anna)
    lesson = a_lesson(course)
    page = Page(anna, course)
    page.ask()
    for student in students_of(course.group):
        write(anna, lesson, student, "5", now=during)

    assert count(lambda: page.client.get(page.place, {"since": page.since})) == 7


def test_what_was_begun_earlier_and_committed_later_is_not_lost(
    anna, course, lesson, students, during
):
    """Its events have lower numbers than those the page has seen already."""
    first, second = students[:2]
    written, seen = Event(), Event()

    def slow_colleague():
        try:
            with transaction.atomic():
                write(anna, lesson, first, "3", now=during)
                written.set()
                assert seen.wait(20)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as threads:
        slow = threads.submit(slow_colleague)
        assert written.wait(20)
        write(anna, lesson, second, "5", now=during)
        page = Page(anna, course)
        assert page.cells() == {(lesson.pk, second.pk): "5"}
        assert page.ask() is None
        write(anna, lesson, second, "4", seen="5", now=during)
        assert page.cells() == {(lesson.pk, second.pk): "4"}
        seen.set()
        slow.result()

    assert page.cells()[lesson.pk, first.pk] == "3"
    assert page.ask() is None
