"""Writing to many cells at once: all or nothing, every bad cell named, a fixed number of
statements."""

from datetime import timedelta
from fractions import Fraction
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.refusal import Refused
from journal.actions.bulk import CellsRefused, CellWish, write_cells
from journal.actions.marks import put_mark, write_cell
from journal.actions.works import add_work, remove_work
from journal.models import Attendance, Mark, MarkEvent, TermLock
from journal.queries.history import cell_history
from schedule.models import LessonState
from school.models import Role
from tests.builders import (
    MONDAY,
    a_class,
    a_course,
    a_lesson,
    a_student,
    an_employee,
    moscow,
    students_of,
    whole,
)

EVENING = moscow(MONDAY, "20:00")


@pytest.fixture
def students(course):
    return students_of(course.group)


@pytest.fixture
def paste(anna, course):
    def paste(*cells, **more: object):
        more.setdefault("now", EVENING)
        return write_cells(actor=anna.person, course=course, cells=cells, **more)

    return paste


def wish(lesson, student, text, seen="", **more: object):
    return CellWish(lesson_id=lesson.pk, student_id=student.pk, text=text, seen=seen, **more)


def bad_of(call, *args: object, **kwargs: object):
    with pytest.raises(CellsRefused) as refused:
        call(*args, **kwargs)
    return {(cell.student_id, cell.code) for cell in refused.value.bad}


def texts(lesson):
    marks = Mark.objects.filter(lesson=lesson).order_by("student__person__sort_key", "pk")
    return [mark.text for mark in marks]


def test_marks_absences_and_parts_are_written_together(paste, lesson, students, anna):
    first, second, third = students

    written = paste(
        wish(lesson, first, "5 4/3"), wish(lesson, second, "н"), wish(lesson, third, "оп10 ·")
    )

    assert texts(lesson) == ["5", "4", "3", "·"]
    assert Mark.objects.get(part=2).first_part.points == 4
    assert {a.kind for a in Attendance.objects.all()} == {"absent", "late"}
    assert written.cells[lesson.pk, third.pk].content.text == "· оп10"
    assert written.averages[first.pk] == Fraction(12, 3)
    event = MarkEvent.objects.filter(pgh_label="insert").first()
    assert (event.written_by_id, event.version) == (anna.person.pk, 1)


def test_a_bulk_changes_removes_and_adds_in_one_statement_of_marks(paste, lesson, students):
    first, second, third = students
    paste(wish(lesson, first, "5 4/3"), wish(lesson, second, "4"), wish(lesson, third, "н"))
    kept = Mark.objects.get(student=first, points=5).pk

    paste(
        wish(lesson, first, "5 2", seen="5 4/3"),
        wish(lesson, second, "4/5", seen="4"),
        wish(lesson, third, "3", seen="н"),
    )

    assert texts(lesson) == ["5", "2", "4", "5", "3"]
    assert Mark.objects.get(student=first, points=5).pk == kept
    assert not Attendance.objects.exists()
    assert {c.after for c in cell_history(lesson.pk, third.pk)} == {"3", "", "н"}


def test_one_bad_cell_and_nothing_is_written_and_each_is_named(paste, lesson, students):
    first, second, third = students

    bad = bad_of(
        paste, wish(lesson, first, "5"), wish(lesson, second, "7"), wish(lesson, third, "абв")
    )

    assert bad == {(second.pk, "out_of_scale"), (third.pk, "unknown_mark")}
    assert not Mark.objects.exists()


def test_the_rules_of_one_cell_hold_for_each(paste, course, lesson, students, anna, kind):
    first, second, third = students
    tomorrow = a_lesson(course, day=MONDAY + timedelta(days=1))
    cancelled = a_lesson(course, number=2, state=LessonState.CANCELLED)
    left = a_student(course.group.school_class, until=MONDAY - timedelta(days=1))
    elsewhere = a_lesson(a_course(group=course.group, subject="Музыка"), number=3)
    gone = add_work(actor=anna.person, lesson=lesson, kind_id=kind("Тест").pk, now=EVENING).pk
    remove_work(actor=anna.person, lesson=lesson, work_id=gone, now=EVENING)

    bad = bad_of(
        paste,
        wish(lesson, first, "5 н"),
        wish(tomorrow, second, "5"),
        wish(cancelled, third, "5"),
        wish(lesson, left, "5"),
        wish(elsewhere, first, "4"),
        wish(lesson, second, "4", work_id=gone),
        wish(lesson, third, "4", kind_id=0),
        wish(lesson, third, "5"),
    )

    assert bad == {
        (first.pk, "absent"),
        (second.pk, "not_begun"),
        (third.pk, "cancelled"),
        (left.pk, "not_a_member"),
        (first.pk, "no_lesson"),
        (second.pk, "work_gone"),
        (third.pk, "twice"),
    }


def test_a_cell_somebody_wrote_to_meanwhile_is_named_with_his_value(
    paste, lesson, students, boris, during
):
    put_mark(actor=boris.person, lesson=lesson, student_id=students[0].pk, value="5", now=during)

    with pytest.raises(CellsRefused) as refused:
        paste(wish(lesson, students[0], "3"), wish(lesson, students[1], "4"))

    [bad] = refused.value.bad
    assert (bad.code, bad.theirs, bad.student_id) == ("changed_meanwhile", "5", students[0].pk)
    assert "5" in bad.message
    assert texts(lesson) == ["5"]


def test_an_old_mark_is_changed_only_with_a_reason(paste, lesson, students, during):
    paste(wish(lesson, students[0], "4"), now=during)
    edge = during + timedelta(days=7)

    paste(wish(lesson, students[0], "3", seen="4"), now=edge)
    late = edge + timedelta(seconds=1)
    again = wish(lesson, students[0], "5", seen="3")
    assert bad_of(paste, again, now=late) == {(students[0].pk, "reason_needed")}
    paste(again, now=late, reason="Ошибка при переносе")

    assert cell_history(lesson.pk, students[0].pk)[0].reason == "Ошибка при переносе"


def test_a_repeated_request_changes_nothing_and_answers_what_stands(
    paste, lesson, students, anna, during
):
    key, cell = uuid4(), wish(lesson, students[0], "5")
    paste(cell, key=key)
    write_cell(
        actor=anna.person,
        lesson=lesson,
        student_id=students[0].pk,
        text="4",
        seen="5",
        now=during,
    )

    again = paste(cell, key=key)

    assert again.cells[cell.place].content.text == "4"
    assert again.averages[students[0].pk] == Fraction(4)


def test_marks_of_a_work_take_its_kind_and_weight(paste, lesson, students, anna, kind, during):
    work = add_work(actor=anna.person, lesson=lesson, kind_id=kind("Контрольная").pk, now=during)

    paste(*(wish(lesson, student, "4", work_id=work.pk) for student in students))

    assert set(Mark.objects.values_list("work", "weight", "kind")) == {
        (work.pk, work.weight, work.kind_id)
    }


def test_more_cells_than_a_year_of_a_class_are_refused(paste, lesson, students):
    with pytest.raises(Refused) as refused:
        paste(*(wish(lesson, students[0], "5") for _number in range(3001)))

    assert refused.value.code == "too_many_cells"


def test_a_thousand_cells_of_a_work_take_at_most_twelve_statements(school, anna, kind):
    course = a_course(group=whole(a_class(school, letter="Б", students=1000)), teacher=anna)
    lesson = a_lesson(course, number=5)
    work = add_work(actor=anna.person, lesson=lesson, kind_id=kind("Тест").pk, now=EVENING)
    students = students_of(course.group)

    def paste(texts, seen):
        cells = [
            wish(lesson, student, texts[at % 4], seen=seen[at % 4], work_id=work.pk)
            for at, student in enumerate(students)
        ]
        with CaptureQueriesContext(connection) as queries:
            write_cells(actor=anna.person, course=course, cells=cells, now=EVENING)
        return len(queries)

    assert paste(["4/3", "5", "н", ""], ["", "", "", ""]) == 6
    assert paste(["4", "", "5 н", "н"], ["4/3", "5", "н", ""]) == 6
    assert Mark.objects.filter(points=4, part=1).count() == 250
    assert Attendance.objects.count() == 500


@pytest.mark.parametrize("count", [1, 34])
def test_the_number_of_statements_does_not_grow(school, anna, count):
    course = a_course(group=whole(a_class(school, letter="Б", students=count)), teacher=anna)
    lesson = a_lesson(course, number=5)
    cells = [wish(lesson, student, "5") for student in students_of(course.group)]

    with CaptureQueriesContext(connection) as queries:
        write_cells(actor=anna.person, course=course, cells=cells, now=EVENING)

    assert len(queries) == 5  # the savepoint and its release, the locks, what stands, the marks


def test_where_the_period_is_closed_only_a_deputy_writes_with_a_reason(
    paste, school, course, lesson, students, during
):
    zoya = an_employee(school, last="Завьялова", role=Role.DEPUTY).person
    school_class = course.group.school_class
    TermLock.objects.create(
        school=school,
        school_class=school_class,
        term=school_class.calendar.terms.first(),
        locked_at=during,
        locked_by=zoya,
    )
    cell = wish(lesson, students[0], "5")

    def as_deputy(reason):
        return write_cells(actor=zoya, course=course, cells=[cell], now=EVENING, reason=reason)

    assert bad_of(paste, cell) == {(students[0].pk, "period_closed")}
    assert bad_of(as_deputy, "") == {(students[0].pk, "reason_needed")}
    as_deputy("По протоколу")
    with pytest.raises(Refused) as refused:
        put_mark(
            actor=course.teachers.get().employee.person,
            lesson=lesson,
            student_id=students[1].pk,
            value="5",
            now=EVENING,
        )
    assert refused.value.code == "period_closed"
    assert texts(lesson) == ["5"]
