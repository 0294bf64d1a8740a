"""Students who come, move and leave in mid-year: their marks go along, and every page says the
same of them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine

from diary.queries import marks_page
from journal.averages import shown
from journal.models import BroughtMark
from journal.permissions import CourseHere
from journal.queries.carried_shown import Carried
from journal.queries.cell import cell_of
from journal.queries.cells import cells_of
from journal.queries.class_marks import class_marks_page
from journal.queries.course_page import Row, course_page
from journal.queries.explain import explain_average
from journal.queries.subject_averages import subject_marks
from school.actions import movements
from school.actions.movements import Order
from school.models import Course, Membership, SchoolClass, Student
from school.standing import InSchool, SchoolRef
from tests.builders import (
    MONDAY,
    a_calendar,
    a_class,
    a_course,
    a_lesson,
    a_subgroup,
    join,
    logged_in,
    moscow,
    students_of,
    whole,
)
from tests.diary.builders import a_mark
from tests.diary.test_week import access

pytestmark = pytest.mark.django_db
TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (MONDAY + timedelta(days=n) for n in (1, 2, 3, 4))
NOW = moscow(FRIDAY, "18:00")


@pytest.fixture(autouse=True)
def _friday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def five_a(school, galina):
    return a_class(school, students=2, homeroom=galina)


@pytest.fixture
def five_b(school, boris):
    return a_class(school, letter="Б", students=1, homeroom=boris)


@pytest.fixture
def here_maths(five_a, anna):
    return a_course(group=whole(five_a), teacher=anna)


@pytest.fixture
def there_maths(five_b, boris):
    return a_course(group=whole(five_b), teacher=boris)


@pytest.fixture
def ilya(five_a) -> Student:
    return students_of(whole(five_a))[0]


def move(student: Student, to_class: SchoolClass, day: date, *, by) -> None:
    order = Order(number="14-у", day=day)
    movements.move(actor=by.person, student=student, to_class=to_class, day=day, order=order,
                   now=NOW)  # fmt: skip


def row_of(course: Course, student: Student) -> tuple[Row, Carried | None]:
    """The student's line of the journal page, and what stands beside the name."""
    school = course.school
    here = InSchool(SchoolRef(school.pk, school.short_name, school.time_zone))
    thing = CourseHere(here=here, course=course, teaches=True, taught=True)
    page = course_page(thing, term_id=None, may_write=True, now=NOW)
    (row,) = [row for row in page.rows if row.student.pk == student.pk]
    return row, page.carried.get(student.pk)


def averages(student: Student, course: Course, school_class: SchoolClass) -> dict[str, str]:
    """What each page says of the student in the course's subject."""
    term = a_calendar(course.school).terms.first()
    diary = marks_page(access(student), term_id=None).subjects
    of_class = class_marks_page(school_class, term_id=None, today=FRIDAY)
    (mine,) = [row for row in of_class.rows if row.student_id == student.pk]
    at = [one.pk for one in of_class.subjects].index(course.subject_id)
    sheet = subject_marks(
        school_id=course.school_id,
        year_id=course.year_id,
        student_ids=[student.pk],
        terms=[term],
        today=FRIDAY,
    )
    lesson = course.lessons.last() or a_lesson(course, day=FRIDAY)
    written = cells_of(course, {(lesson.pk, student.pk)}, now=NOW)
    place = (lesson.pk, student.pk)
    cell = written.cell(place, kind_id=None, work_id=None)
    explained = explain_average(course, student.pk, term_id=None, today=FRIDAY)
    return {
        "grid": row_of(course, student)[0].average,
        "cell": shown(cell_of(lesson, student.pk, now=NOW).average),
        "cells": shown(written.averages({place: cell}).get(student.pk)),
        "explained": explained.average,
        "class page": mine.cells[at].average,
        "diary": next(one.average for one in diary if one.subject_id == course.subject_id),
        "term sheet": shown(sheet[student.pk, course.subject_id, term.pk].average),
    }


@pytest.mark.clause("A5 1")
def test_after_a_move_every_page_counts_the_marks_of_both_classes(
    five_a, five_b, here_maths, there_maths, ilya, anna
):
    a_mark(a_lesson(here_maths), ilya, 5)
    a_mark(a_lesson(here_maths, day=TUESDAY), ilya, 4, weight="2", kind="Контрольная работа")
    move(ilya, five_b, WEDNESDAY, by=anna)
    a_mark(a_lesson(there_maths, day=THURSDAY), ilya, 3)

    found = averages(ilya, there_maths, five_b)

    assert set(found.values()) == {"4,00"}, found


def test_the_new_teacher_sees_what_was_carried_over(five_b, here_maths, there_maths, ilya, anna):
    a_mark(a_lesson(here_maths), ilya, 5)
    a_mark(a_lesson(here_maths, day=TUESDAY), ilya, None, sign="not_attested")
    move(ilya, five_b, WEDNESDAY, by=anna)

    row, carried = row_of(there_maths, ilya)

    assert (carried.texts, carried.places) == (("5", "н/а"), ("5А",))
    assert (carried.average, row.average, row.suggested) == ("5,00", "5,00", "5")


def test_the_old_page_counts_on_and_hatches_the_days_after(
    five_a, five_b, here_maths, there_maths, ilya, anna
):
    a_mark(a_lesson(here_maths), ilya, 5)
    a_lesson(here_maths, day=THURSDAY)
    move(ilya, five_b, WEDNESDAY, by=anna)
    a_mark(a_lesson(there_maths, day=THURSDAY), ilya, 3)

    row, carried = row_of(here_maths, ilya)

    assert [cell.is_outside for cell in row.cells] == [False, True]
    assert (row.average, carried.places) == ("4,00", ("5Б",))


def test_a_subgroup_changed_within_the_class_carries_its_marks(five_a, ilya, anna, boris):
    first = a_subgroup(five_a, name="Английский 1", students=[ilya])
    second = a_subgroup(five_a, name="Английский 2", students=[])
    old = a_course(group=first, subject="Английский язык", teacher=anna)
    new = a_course(group=second, subject="Английский язык", teacher=boris)
    a_mark(a_lesson(old), ilya, 5)
    Membership.objects.filter(group=first, student=ilya).update(until=TUESDAY)
    join(second, ilya, since=WEDNESDAY)
    a_mark(a_lesson(new, day=THURSDAY), ilya, 4)

    found = averages(ilya, new, five_a)

    assert set(found.values()) == {"4,50"}, found


def test_marks_brought_from_another_school_count_on_every_page(five_a, here_maths, ilya, anna):
    BroughtMark.objects.create(
        school=five_a.school, student=ilya, subject=here_maths.subject, day=MONDAY, points=3,
        weight=Decimal(1), from_where="Школа № 9", written_at=NOW, written_by=anna.person,
    )  # fmt: skip
    a_mark(a_lesson(here_maths, day=TUESDAY), ilya, 4)

    found = averages(ilya, here_maths, five_a)

    assert set(found.values()) == {"3,50"}, found
    assert row_of(here_maths, ilya)[1].places == ("Школа № 9",)


def test_a_mark_that_does_not_count_is_carried_and_does_not_count(
    five_b, here_maths, there_maths, ilya, anna
):
    a_mark(a_lesson(here_maths), ilya, 2, is_counted=False)
    a_mark(a_lesson(here_maths, day=TUESDAY), ilya, 5)
    move(ilya, five_b, WEDNESDAY, by=anna)
    a_lesson(there_maths, day=THURSDAY)

    found = averages(ilya, there_maths, five_b)

    assert set(found.values()) == {"5,00"}, found
    assert row_of(there_maths, ilya)[1].texts == ("2", "5")


def test_marks_of_another_term_or_subject_are_not_carried(
    five_a, five_b, there_maths, here_maths, ilya, anna
):
    history = a_course(group=whole(five_a), subject="История", teacher=anna)
    a_mark(a_lesson(history), ilya, 2)
    a_mark(a_lesson(here_maths, day=date(2025, 11, 10)), ilya, 2)
    move(ilya, five_b, WEDNESDAY, by=anna)
    a_lesson(there_maths, day=THURSDAY)

    assert row_of(there_maths, ilya)[1] is None


@pytest.mark.parametrize("moved_on", [MONDAY, TUESDAY])
def test_a_student_stands_in_each_grid_on_the_days_in_the_group_only(
    five_a, five_b, here_maths, there_maths, ilya, anna, moved_on
):
    for course in (here_maths, there_maths):
        for day in (MONDAY, TUESDAY, WEDNESDAY):
            a_lesson(course, day=day)
    move(ilya, five_b, moved_on, by=anna)

    old, new = row_of(here_maths, ilya)[0], row_of(there_maths, ilya)[0]

    before = (moved_on - MONDAY).days
    assert [cell.is_outside for cell in old.cells] == [False] * before + [True] * (3 - before)
    assert [cell.is_outside for cell in new.cells] == [True] * before + [False] * (3 - before)


def test_who_moves_and_returns_has_a_gap(five_a, five_b, here_maths, ilya, anna):
    for day in (MONDAY, TUESDAY, WEDNESDAY, THURSDAY):
        a_lesson(here_maths, day=day)
    move(ilya, five_b, TUESDAY, by=anna)
    move(ilya, five_a, THURSDAY, by=anna)

    row, _carried = row_of(here_maths, ilya)

    assert [cell.is_outside for cell in row.cells] == [False, True, True, False]


def test_who_moves_there_and_back_on_one_day_was_never_away(five_a, five_b, here_maths, ilya, anna):
    for day in (MONDAY, TUESDAY, WEDNESDAY):
        a_lesson(here_maths, day=day)
    move(ilya, five_b, TUESDAY, by=anna)
    move(ilya, five_a, TUESDAY, by=anna)

    row, _carried = row_of(here_maths, ilya)

    assert [cell.is_outside for cell in row.cells] == [False, False, False]
    assert not Membership.objects.filter(student=ilya, group=whole(five_b)).exists()


def test_beside_the_name_stands_what_was_carried_over_and_unfolds(
    five_b, here_maths, there_maths, ilya, anna, boris
):
    a_mark(a_lesson(here_maths), ilya, 5)
    a_mark(a_lesson(here_maths, day=TUESDAY), ilya, 4)
    move(ilya, five_b, WEDNESDAY, by=anna)
    a_lesson(there_maths, day=THURSDAY)
    browser = logged_in(boris.person)
    url = f"/s/{five_b.school_id}/journals/{there_maths.pk}/"

    page = browser.get(url).content.decode()

    assert "↪2</a>" in page
    link = page.split('class="carried" href="')[1].split('"')[0]
    unfolded = browser.get(url + link).content.decode()
    assert "4,50" in unfolded
