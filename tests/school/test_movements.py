"""Who came, moved and left, with orders; and how long who left may still read the diary."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
import time_machine
from openpyxl import load_workbook

from school.actions import movements
from school.actions.movements import Order
from school.models import Enrolment, SchoolSetting, Student
from school.queries.movements import movements_page
from school.standing import standing_of
from tests.builders import (
    FIRST_DAY,
    MONDAY,
    a_class,
    a_guardian,
    a_person,
    a_school,
    a_student,
    an_employee,
    logged_in,
    moscow,
    sign_papers,
    students_of,
    whole,
)

pytestmark = pytest.mark.django_db
NOW = moscow(MONDAY, "12:00")
LEFT = date(2025, 10, 1)


@pytest.fixture
def school():
    return a_school()


@pytest.fixture
def artyom(school):
    return an_employee(school, role="administrator", last="Админов", first="Артём")


@pytest.fixture
def five_a(school):
    return a_class(school, students=2)


@pytest.fixture
def ilya(five_a) -> Student:
    return students_of(whole(five_a))[0]


def an_order(number: str, day: date) -> Order:
    return Order(number=number, day=day)


def leaves(student: Student, by, *, day: date = LEFT) -> Enrolment:
    return movements.leave(
        actor=by.person, student=student, day=day, order=an_order("31-у", day), now=NOW
    )


def is_let_in(person, school, day: date) -> bool:
    with time_machine.travel(moscow(day, "12:00"), tick=False):
        person = type(person).objects.get(pk=person.pk)
        return standing_of(person).in_school(school.pk) is not None


def test_the_list_names_classes_and_orders(school, artyom, five_a, ilya):
    five_b = a_class(school, letter="Б", students=0)
    movements.move(
        actor=artyom.person, student=ilya, to_class=five_b, day=MONDAY,
        order=an_order("14-у", MONDAY), now=NOW,
    )  # fmt: skip
    leaves(ilya, artyom)

    page = movements_page(school.pk, first=None, last=None, kind="", today=MONDAY)

    assert [(line.kind, line.from_class, line.to_class) for line in page.lines] == [
        ("transferred", "5А", "5Б"),
        ("withdrawn", "5Б", ""),
    ]
    assert [line.order_number for line in page.lines] == ["14-у", "31-у"]


def test_the_list_is_narrowed_by_days_and_kind(school, artyom, ilya):
    leaves(ilya, artyom)

    def found(**asked: object) -> int:
        words = {"first": None, "last": None, "kind": ""} | asked
        return len(movements_page(school.pk, today=MONDAY, **words).lines)

    assert found(first=LEFT, last=LEFT) == 1
    assert found(first=LEFT + timedelta(days=1)) == 0
    assert found(kind="enrolled") == 0
    assert found(kind="nonsense") == 1


def test_the_sheet_holds_the_same_and_no_formula(school, artyom, five_a):
    sly = a_student(five_a, last="=1+1", first="Илья")
    leaves(sly, artyom)
    with time_machine.travel(NOW, tick=False):
        answer = logged_in(artyom.person).get(f"/s/{school.pk}/movements/xlsx/")

    sheet = load_workbook(io.BytesIO(answer.content)).active

    row = [cell.value for cell in sheet[3]]
    assert row[2].startswith("=1+1")
    assert sheet["C3"].data_type == "s"
    assert (row[1].date(), row[6], row[7].date()) == (LEFT, "31-у", LEFT)


@pytest.mark.clause("2.6")
@pytest.mark.parametrize(("days", "is_open"), [(0, True), (29, True), (30, False), (300, False)])
def test_who_left_and_the_family_read_for_thirty_days_more(school, artyom, ilya, days, is_open):
    mother = a_guardian(ilya)
    leaves(ilya, artyom)

    day = LEFT + timedelta(days=days)

    assert is_let_in(ilya.person, school, day) is is_open
    assert is_let_in(mother.guardian, school, day) is is_open


@pytest.mark.clause("2.6")
def test_the_diary_itself_is_closed_with_it(school, artyom, ilya):
    mother = a_guardian(ilya)
    sign_papers(mother, by=artyom.person)
    leaves(ilya, artyom)
    url = f"/s/{school.pk}/diary/{ilya.pk}/marks/"

    for days, status in ((29, 200), (30, 404)):
        with time_machine.travel(moscow(LEFT + timedelta(days=days), "12:00"), tick=False):
            assert logged_in(mother.guardian).get(url).status_code == status
            assert logged_in(ilya.person).get(url).status_code == status
            assert logged_in(artyom.person).get(url).status_code == 200


def test_the_school_decides_how_long(school, artyom, ilya):
    SchoolSetting.objects.create(
        school=school, key="left_days", value=0, since=FIRST_DAY, act="Приказ № 5"
    )
    leaves(ilya, artyom)

    assert is_let_in(ilya.person, school, LEFT - timedelta(days=1))
    assert not is_let_in(ilya.person, school, LEFT)


def test_a_mother_of_another_child_here_stays(school, artyom, five_a, ilya):
    sister = a_student(five_a, last="Петрова", first="Яна")
    mother = a_guardian(ilya)
    second = a_guardian(sister)
    second.guardian = mother.guardian
    second.save()
    leaves(ilya, artyom)
    day = LEFT + timedelta(days=100)

    with time_machine.travel(moscow(day, "12:00"), tick=False):
        here = standing_of(mother.guardian).in_school(school.pk)

    assert here.child_ids == {sister.pk}


def test_who_came_back_is_let_in_again(school, artyom, five_a, ilya):
    leaves(ilya, artyom)
    movements.enrol(
        actor=artyom.person, student=ilya, to_class=five_a, day=LEFT + timedelta(days=60),
        order=an_order("77-у", LEFT), now=NOW,
    )  # fmt: skip

    assert is_let_in(ilya.person, school, LEFT + timedelta(days=61))


def test_the_summer_between_two_years_closes_nothing(school, artyom, ilya):
    membership = ilya.memberships.get()
    membership.until = date(2026, 5, 26)
    membership.save()

    assert is_let_in(ilya.person, school, date(2026, 8, 20))


def test_an_employee_whose_child_left_works_on(school, artyom, ilya):
    anna = an_employee(school)
    link = a_guardian(ilya)
    link.guardian = anna.person
    link.save()
    leaves(ilya, artyom)

    assert is_let_in(anna.person, school, LEFT + timedelta(days=100))
    assert not is_let_in(a_person(), school, LEFT)


@pytest.mark.parametrize("students", [3, 34])
def test_the_list_costs_a_fixed_number_of_statements(
    school, artyom, django_assert_num_queries, students
):
    for student in students_of(whole(a_class(school, letter="Г", students=students))):
        leaves(student, artyom)
    browser = logged_in(artyom.person)
    with time_machine.travel(NOW, tick=False):
        browser.get(f"/s/{school.pk}/movements/")

        with django_assert_num_queries(4):
            assert browser.get(f"/s/{school.pk}/movements/").status_code == 200
