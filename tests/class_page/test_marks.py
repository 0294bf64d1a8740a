"""The homeroom teacher's class page: everybody in all subjects, the families, one student."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consent.models import RecordOpening
from journal.models import BroughtMark, TermMark
from journal.queries.class_families import families_page
from journal.queries.class_marks import class_marks_page
from journal.queries.class_tabs import class_debts_page
from school.actions import movements
from school.actions.movements import Order
from school.models import Scale, Student, Subject
from tests.builders import (
    MONDAY,
    a_calendar,
    a_class,
    a_course,
    a_guardian,
    a_lesson,
    a_student,
    a_subgroup,
    logged_in,
    moscow,
    sign_papers,
    students_of,
    whole,
)
from tests.class_page.builders import a_debt
from tests.diary.builders import a_mark, an_absence

pytestmark = pytest.mark.django_db
NOON = moscow(MONDAY, "12:00")
TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def five_a(school, galina):
    return a_class(school, students=2, homeroom=galina)


@pytest.fixture
def maths(five_a, anna):
    return a_course(group=whole(five_a), teacher=anna)


def page_of(school_class, day=MONDAY):
    return class_marks_page(school_class, term_id=None, today=day)


def cells(page, student: Student):
    (row,) = [row for row in page.rows if row.student_id == student.pk]
    return {subject.name: cell for subject, cell in zip(page.subjects, row.cells, strict=True)}


def moves(student: Student, to_class, by, day: date) -> None:
    order = Order(number="14-у", day=MONDAY)
    movements.move(
        actor=by.person, student=student, to_class=to_class, day=day, order=order, now=NOON
    )


def test_averages_counts_and_marks_stand_by_subject(five_a, maths, anna):
    first, second = students_of(whole(five_a))
    history = a_course(group=whole(five_a), subject="История", teacher=anna)
    lesson = a_lesson(maths)
    a_mark(lesson, first, 5)
    a_mark(a_lesson(maths, number=2), first, 4, weight="2", kind="Проверочная работа")
    a_mark(a_lesson(history, number=3), second, None, sign="not_attested")

    page = page_of(five_a)

    maths_cell = cells(page, first)["Математика"]
    assert (maths_cell.average, maths_cell.count, maths_cell.marks) == ("4,33", 2, "5 4")
    assert maths_cell.suggested == 4
    assert cells(page, second)["История"].marks == "н/а"
    assert cells(page, second)["История"].average == ""
    assert dict(zip([one.name for one in page.subjects], page.averages, strict=True)) == {
        "История": "",
        "Математика": "4,33",
    }


def test_a_subject_taught_in_subgroups_is_one_column(five_a, anna, boris):
    first, second = students_of(whole(five_a))
    for number, (student, teacher) in enumerate([(first, anna), (second, boris)], start=1):
        group = a_subgroup(five_a, name=f"Группа {number}", students=[student])
        course = a_course(group=group, subject="Английский язык", teacher=teacher)
        a_mark(a_lesson(course, number=number), student, 3 + number)

    page = page_of(five_a)

    assert [subject.name for subject in page.subjects] == ["Английский язык"]
    assert [row.cells[0].average for row in page.rows] == ["4,00", "5,00"]


def test_who_does_not_learn_a_subject_has_no_cell_there(five_a, anna):
    first, _second = students_of(whole(five_a))
    group = a_subgroup(five_a, name="Второй язык", students=[first])
    a_course(group=group, subject="Немецкий язык", teacher=anna)

    page = page_of(five_a)

    assert [row.cells[0].is_taught for row in page.rows] == [True, False]


def test_a_moved_student_takes_the_marks_along_and_is_named_as_gone(school, five_a, maths, anna):
    first, _second = students_of(whole(five_a))
    parallel = a_class(school, letter="Б", students=0)
    there = a_course(group=whole(parallel), teacher=anna)
    a_mark(a_lesson(maths), first, 5)
    moves(first, parallel, anna, TUESDAY)
    a_mark(a_lesson(there, day=MONDAY + timedelta(days=2)), first, 3)

    day = MONDAY + timedelta(days=3)
    old, new = page_of(five_a, day), page_of(parallel, day)

    assert [(one.name.last, one.to_class) for one in old.gone] == [(first.person.last_name, "5Б")]
    assert first.pk not in [row.student_id for row in old.rows]
    assert (cells(new, first)["Математика"].average, new.rows[0].is_new) == ("4,00", True)


def test_who_moves_and_comes_back_stands_in_the_class_once(school, five_a, maths, anna):
    first, _second = students_of(whole(five_a))
    parallel = a_class(school, letter="Б", students=0)
    a_mark(a_lesson(maths), first, 5)
    moves(first, parallel, anna, TUESDAY)
    moves(first, five_a, anna, MONDAY + timedelta(days=3))

    page = page_of(five_a, MONDAY + timedelta(days=4))

    assert len(page.rows) == 2
    assert page.gone == ()
    assert cells(page, first)["Математика"].average == "5,00"


def test_marks_brought_from_another_school_count(five_a, maths, anna):
    first, _second = students_of(whole(five_a))
    BroughtMark.objects.create(
        school=five_a.school, student=first, subject=maths.subject, day=MONDAY, points=4,
        from_where="Школа № 9", written_at=NOON, written_by=anna.person,
    )  # fmt: skip

    assert cells(page_of(five_a), first)["Математика"].average == "4,00"


def test_marks_of_the_period_and_risks_are_shown(five_a, maths, anna):
    first, second = students_of(whole(five_a))
    a_mark(a_lesson(maths), second, 2)
    TermMark.objects.create(
        school=five_a.school, year=five_a.year, student=first, subject=maths.subject,
        course=maths, term=a_calendar(five_a.school).terms.first(), kind="term",
        scale=Scale.TWO_TO_FIVE, points=4, via="teacher", known_at=NOON, published_at=NOON,
        set_by=anna.person,
    )  # fmt: skip

    page = page_of(five_a)

    assert cells(page, first)["Математика"].term_mark == "4"
    assert [(risk.student_id, risk.subjects) for risk in page.at_risk] == [
        (second.pk, (("Математика", "2,00"),))
    ]


def test_lateness_is_no_missed_lesson(five_a, maths):
    first, second = students_of(whole(five_a))
    lesson = a_lesson(maths)
    an_absence(lesson, first, "ill")
    an_absence(a_lesson(maths, number=2), first, "absent")
    an_absence(lesson, second, "late")

    assert [(row.missed, row.unexcused) for row in page_of(five_a).rows] == [(2, 1), (0, 0)]


def test_families_say_papers_form_and_last_opening(five_a, anna):
    first, _second = students_of(whole(five_a))
    mother = a_guardian(first)
    sign_papers(mother, by=anna.person)
    logged_in(mother.guardian).get(f"/s/{five_a.school_id}/diary/{first.pk}/")

    page = families_page(five_a, today=MONDAY)

    (guardian,) = page.rows[0].guardians
    assert guardian.has_access
    assert guardian.form == "undecided"
    assert guardian.opened_at == NOON
    assert (page.reached, page.on_paper, page.never_opened) == (1, 2, 0)
    assert page.rows[1].guardians == ()


@pytest.mark.clause("A4 1.5")
def test_opening_a_students_page_is_written_down(five_a, maths, galina):
    first, _second = students_of(whole(five_a))
    url = f"/s/{five_a.school_id}/classes/{five_a.pk}/students/{first.pk}/"

    answer = logged_in(galina.person).get(url)

    assert answer.status_code == 200
    opening = RecordOpening.objects.get()
    assert (opening.student_id, opening.as_role, opening.page) == (
        first.pk,
        "homeroom",
        "class_student",
    )


def test_a_student_of_another_class_is_not_found_in_this_one(school, five_a, galina):
    stranger = a_student(a_class(school, letter="Б", students=0))
    url = f"/s/{school.pk}/classes/{five_a.pk}/students/{stranger.pk}/"

    assert logged_in(galina.person).get(url).status_code in (403, 404)


def test_a_subject_the_student_does_not_learn_is_not_found(five_a, maths, galina):
    first, _second = students_of(whole(five_a))
    other = Subject.objects.create(school=five_a.school, name="Астрономия")
    url = f"/s/{five_a.school_id}/classes/{five_a.pk}/students/{first.pk}/subjects/{other.pk}/"

    assert logged_in(galina.person).get(url).status_code == 404


def test_debts_stand_by_student_until_they_are_done(five_a, maths, anna):
    first, second = students_of(whole(five_a))
    lesson = a_lesson(maths)
    a_debt(lesson, first, by=anna.person)
    a_debt(a_lesson(maths, number=2), first, by=anna.person)
    a_mark(lesson, second, 4)

    page = class_debts_page(five_a, term_id=None, now=NOON)

    assert [(one.student_id, len(one.debts)) for one in page.debtors] == [(first.pk, 2)]
    assert page.debts == 2


@pytest.mark.parametrize("students", [3, 34])
@pytest.mark.parametrize(
    ("path", "statements"),
    [
        ("journal/", 5),
        ("journal/?view=marks", 5),
        ("journal/families/", 4),
        ("attendance/", 9),
        ("journal/debts/", 6),
        ("students/{student}/", 12),
    ],
)
def test_the_pages_cost_a_fixed_number_of_statements(
    school, anna, galina, students, path, statements
):
    school_class = a_class(school, letter="Г", students=students, homeroom=galina)
    pupils = students_of(whole(school_class))
    for number in range(1, 5):
        course = a_course(group=whole(school_class), subject=f"Предмет {number}", teacher=anna)
        lesson = a_lesson(course, number=number)
        for pupil in pupils:
            a_mark(lesson, pupil, 4)
    sign_papers(a_guardian(pupils[0]), by=anna.person)
    browser = logged_in(galina.person)
    url = f"/s/{school.pk}/classes/{school_class.pk}/{path.format(student=pupils[0].pk)}"
    browser.get(url)

    with CaptureQueriesContext(connection) as asked:
        assert browser.get(url).status_code == 200

    assert len(asked) == statements, [one["sql"][:80] for one in asked]
