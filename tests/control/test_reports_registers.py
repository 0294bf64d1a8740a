"""Attendance, movement, objectivity and debts of a first quarter."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import translation

from control.queries.reports.attendance import attendance_of
from journal.models import Mark
from journal.queries.attendance_matrix import attendance_matrix
from school.models import Enrolment, EnrolmentKind
from tests import builders as b
from tests.control.reports_builders import AFTER, a_report, ground_of
from tests.journal.terms_builders import (
    a_term_mark,
    held,
    marked,
    missed,
    quarter,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    """What is asked directly answers in the language of the sources."""
    with translation.override("en"):
        yield


@pytest.fixture
def school():
    return b.a_school()


@pytest.fixture
def anna(school):
    return b.an_employee(school, last="Иванова", first="Анна", patronymic="Петровна")


def texts(table):
    return [tuple(cell.text for cell in line.cells) for line in table.lines]


def test_attendance_by_reason_with_lessons_without_a_register_apart(school, anna):
    course = b.a_course(school, teacher=anna)
    ilya, petr, _oleg = b.students_of(course.group)
    for shift in range(4):
        held(course, day=date(2025, 9, 8 + shift))
    b.a_lesson(course, day=date(2025, 9, 12))
    missed(course, ilya, lessons=2)
    missed(course, petr, lessons=1)
    b.a_note(petr, by=anna.person, state="accepted")

    found = a_report(school, "attendance")

    # 12 pupil-lessons, three missed: two н, one б by the note; each was the whole day
    assert texts(found.tables[0])[0] == (
        *("5А", "12", "3", "1", "0", "2", "0", "3", "1", "0", "2"),
        *("75,0", "16,7", "1"),
    )
    assert texts(found.tables[1])[0] == ("5А", "75,0", "", "75,0")


def test_attendance_of_a_class_by_month_and_student(school, anna):
    course = b.a_course(school, teacher=anna)
    ilya = b.students_of(course.group)[0]
    held(course, day=date(2025, 9, 8))
    held(course, day=date(2025, 10, 6))
    missed(course, ilya, lessons=1)
    class_id = course.group.school_class_id

    found = a_report(school, "attendance", roles=("homeroom",), classes=[class_id])

    assert [line[1:3] for line in texts(found.tables[0])] == [("3", "1"), ("3", "0"), ("6", "1")]
    assert [line[1:3] for line in texts(found.tables[1])] == [
        ("2", "1"),
        ("2", "0"),
        ("2", "0"),
        ("6", "1"),
    ]


def test_attendance_says_what_the_classes_own_table_says(school, anna):
    course = b.a_course(school, teacher=anna)
    ilya, petr, oleg = b.students_of(course.group)
    for shift in (0, 1, 2, 3, 21, 22):
        held(course, day=date(2025, 9, 8) + timedelta(days=shift))
    b.a_lesson(course, day=date(2025, 9, 12))
    missed(course, ilya, lessons=4)
    missed(course, petr, lessons=1)
    missed(course, oleg, lessons=2, first=date(2025, 9, 29))
    b.a_note(petr, by=anna.person, state="accepted")
    school_class, term = course.group.school_class, quarter(school)

    ground = ground_of(school)
    found = attendance_of(ground, list(ground.classes))
    matrix = attendance_matrix(school_class, term.first_day, term.last_day, now=AFTER)

    assert found.of(school_class.pk) == matrix.sums
    assert found.lessons_of(school_class.pk).without == matrix.without_register


def test_movement_with_orders_and_numbers_at_both_ends(school):
    one, other = b.a_class(school), b.a_class(school, letter="Б")
    boris = b.students_of(b.whole(one))[0]
    moved = boris.memberships.get()
    moved.until = date(2025, 9, 30)
    moved.save()
    b.join(b.whole(other), boris, since=date(2025, 10, 1))
    new = b.a_student(one, last="Новиков", since=date(2025, 9, 15))
    for student, kind, day, into in (
        (boris, EnrolmentKind.TRANSFERRED, date(2025, 10, 1), other),
        (new, EnrolmentKind.ENROLLED, date(2025, 9, 15), one),
    ):
        Enrolment.objects.create(
            school=school, student=student, kind=kind, day=day, to_class=into, order_number="17-у"
        )

    found = a_report(school, "movement")

    assert texts(found.tables[0]) == [
        ("5А", "3", "1", "0", "1", "0", "3"),
        ("5Б", "3", "0", "1", "0", "0", "4"),
        ("Together", "6", "1", "1", "1", "0", "7"),
    ]
    assert [line[2:7] for line in texts(found.tables[1])] == [
        ("Новиков Илья", "enrolled", "", "5А", "17-у"),
        (boris.person.name.full, "moved to another class", "5А", "5Б", "17-у"),
    ]
    assert found.warnings == ()


def test_movement_without_an_order_is_pointed_out(school):
    school_class = b.a_class(school)
    b.a_student(school_class, last="Новиков", since=date(2025, 9, 15))

    found = a_report(school, "movement")

    assert any("5А" in warning for warning in found.warnings)


def test_objectivity_lists_marks_above_and_below_their_average(school, anna):
    course = b.a_course(school, teacher=anna)
    ilya, petr, oleg = b.students_of(course.group)
    for student, marks, given in ((ilya, [5, 4], 5), (petr, [4, 4, 5], 5), (oleg, [4, 3], 3)):
        marked(course, student, marks)
        a_term_mark(course, student, given, term=quarter(school))

    found = a_report(school, "objectivity")

    assert texts(found.tables[0])[0] == (
        *("Иванова Анна Петровна", "3", "1", "33,3", "1", "33,3", "1", "33,3", "0"),
    )
    assert [(line[5], line[6], line[7], line[8]) for line in texts(found.tables[1])] == [
        ("4,33", "4", "5", "higher"),
        ("3,50", "4", "3", "lower"),
    ]


def test_objectivity_of_the_year_takes_the_mean_of_the_periods(school, anna):
    course = b.a_course(school, teacher=anna)
    ilya, petr, _oleg = b.students_of(course.group)
    for student, periods, year in ((ilya, (3, 4), 4), (petr, (3, 4), 3)):
        for number, points in enumerate(periods, start=1):
            a_term_mark(course, student, points, term=quarter(school, number))
        a_term_mark(course, student, year)

    found = a_report(school, "objectivity", term="year", now=b.moscow(date(2026, 5, 27), "10:00"))

    assert texts(found.tables[0])[0][1:8] == ("2", "1", "50,0", "0", "0,0", "1", "50,0")


def test_debts_are_owed_works_and_failed_years(school, anna):
    course = b.a_course(school, teacher=anna)
    ilya, petr, _oleg = b.students_of(course.group)
    lesson = held(course)
    Mark.objects.create(
        school=school, lesson=lesson, course=course, student=ilya, scale=course.scale,
        kind=b.a_work_kind(school, usual=True), weight=1, sign="owed",
        written_at=lesson.starts_at, written_by=anna.person,
    )  # fmt: skip
    a_term_mark(course, petr, 2)

    found = a_report(school, "debts")

    assert texts(found.tables[0])[0] == ("5А", "1", "1", "1")
    assert texts(found.tables[1])[0][1:4] == (
        ilya.person.name.in_class,
        "5А",
        "Математика",
    )
    assert texts(found.tables[2])[0][1:] == (
        petr.person.name.full,
        "5А",
        "Математика",
        "2025/26",
        "2",
    )
