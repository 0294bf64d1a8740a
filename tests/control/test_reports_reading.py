"""Who reads which report; the spreadsheet and the paper beside the screen; statements."""

from __future__ import annotations

from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from control.reports.kinds import KINDS
from control.reports.workbook import report_workbook
from core.text import Name
from journal.models import TermMark
from school.models import Role
from tests import builders as b
from tests.control.reports_builders import AFTER, a_class_of_the_example, a_report
from tests.journal.terms_builders import (
    LAST,
    a_term_mark,
    held,
    marked,
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


@pytest.fixture
def client_of(school):
    def make(person):
        return b.logged_in(person)

    return make


def address(school, name, slug, query=""):
    return f"{reverse(f'control:{name}', args=[school.pk, slug])}?{query}"


@pytest.mark.parametrize("slug", KINDS)
def test_who_reads_which_report(school, anna, client_of, slug):
    leader = b.an_employee(school, role=None, last="Галкина", first="Галина")
    b.a_class(school, homeroom=leader)
    deputy = b.an_employee(school, role=Role.DEPUTY, last="Завьялова", first="Зоя")
    stranger = b.an_employee(b.a_school(name="Школа № 2"), last="Верина", first="Вера")
    kind = KINDS[slug]
    expected = {
        anna: 200 if "teacher" in kind.readers else 403,
        leader: 200 if "homeroom" in kind.readers else 403,
        deputy: 200,
        stranger: 404,
    }

    with time_machine.travel(AFTER):
        for employee, status in expected.items():
            for name in ("report", "report_xlsx", "report_pdf"):
                answer = client_of(employee.person).get(address(school, name, slug))
                assert answer.status_code == status, (employee, name)


@pytest.mark.parametrize(
    "query",
    [
        "class=999999",
        "term=nonsense&year=x&teacher=1e9&by=%00&against=zzz&first=9999-99-99",
        "class=abc&subject=999999999999999999999",
    ],
)
@pytest.mark.parametrize("slug", KINDS)
def test_a_strange_address_breaks_nothing(school, anna, client_of, slug, query):
    b.a_course(school, teacher=anna)
    deputy = b.an_employee(school, role=Role.DEPUTY, last="Завьялова", first="Зоя")

    with time_machine.travel(AFTER):
        answer = client_of(deputy.person).get(address(school, "report", slug, query))

    assert answer.status_code in (200, 404)


def test_a_homeroom_teacher_does_not_open_another_class(school, client_of):
    leader = b.an_employee(school, role=None, last="Галкина", first="Галина")
    b.a_class(school, homeroom=leader)
    other = b.a_class(school, letter="Б")

    with time_machine.travel(AFTER):
        answer = client_of(leader.person).get(
            address(school, "report", "homeroom", f"class={other.pk}")
        )

    assert answer.status_code == 404


def test_a_teacher_who_asks_for_another_gets_the_own_report(school, anna, client_of):
    boris = b.an_employee(school, last="Борисов", first="Борис")
    a_class_of_the_example(school, boris)

    with time_machine.travel(AFTER):
        answer = client_of(anna.person).get(
            address(school, "report", "teacher", f"teacher={boris.pk}")
        )

    assert b"5\xd0\x90" not in answer.content
    assert Name("Иванова", "Анна", "Петровна").full in answer.content.decode()


def test_a_school_without_year_and_classes_has_empty_reports(client_of):
    school = b.a_school(name="Новая школа")
    deputy = b.an_employee(school, role=Role.DEPUTY, last="Завьялова", first="Зоя")

    with time_machine.travel(AFTER):
        answers = {
            slug: client_of(deputy.person).get(address(school, "report", slug)).status_code
            for slug in KINDS
        }

    assert set(answers.values()) == {200}


@pytest.mark.parametrize("slug", KINDS)
def test_the_spreadsheet_says_the_numbers_of_the_screen(school, anna, slug):
    course = a_class_of_the_example(school, anna)
    marked(course, b.students_of(course.group)[0], [5, 4, 4])
    shown = a_report(school, slug)

    sheet = load_workbook(BytesIO(report_workbook(shown))).active
    rows = [[value for value in row if value is not None] for row in sheet.values]

    for table in shown.tables:
        for line in table.lines:
            wanted = [cell.cell_value for cell in line.cells if cell.text]
            assert any(_same(row, wanted) for row in rows), wanted


def _same(row, wanted):
    return len(row) == len(wanted) and all(
        str(a) == str(b) or (isinstance(a, int | float) and float(a) == float(b))
        for a, b in zip(row, wanted, strict=True)
    )


@pytest.mark.parametrize("slug", KINDS)
def test_the_paper_carries_head_date_pages_and_a_place_to_sign(school, anna, client_of, slug):
    a_class_of_the_example(school, anna)
    deputy = b.an_employee(school, role=Role.DEPUTY, last="Завьялова", first="Зоя")

    with time_machine.travel(AFTER):
        answer = client_of(deputy.person).get(address(school, "report_pdf", slug))
    text = b.pdf_text(answer.content)

    assert school.name in text
    assert "27.10.2025" in text
    assert "1 / " in text
    assert "____" in text


STATEMENTS = {
    "teacher": 6,
    "homeroom": 6,
    "attendance": 8,
    "summary": 6,
    "movement": 7,
    "objectivity": 7,
    "debts": 8,
}


@pytest.mark.parametrize("students", [3, 34])
@pytest.mark.parametrize("slug", KINDS)
def test_a_report_asks_a_fixed_number_of_statements(
    school, anna, client_of, django_assert_num_queries, slug, students
):
    classes = [b.a_class(school, letter=letter, students=students) for letter in "АБ"]
    for number, school_class in enumerate(classes[: 1 if students == 3 else 2], start=1):
        course = b.a_course(group=b.whole(school_class), teacher=anna)
        for student in b.students_of(course.group):
            a_term_mark(course, student, 4, term=quarter(school))
        held(course, number=number)
    deputy = b.an_employee(school, role=Role.DEPUTY, last="Завьялова", first="Зоя")
    client = client_of(deputy.person)
    with time_machine.travel(AFTER):
        client.get(address(school, "report", slug))  # session and site are read once

        with django_assert_num_queries(STATEMENTS[slug]):
            answer = client.get(address(school, "report", slug))

    assert answer.status_code == 200


def test_the_own_report_of_a_teacher_asks_a_fixed_number_of_statements(
    school, anna, client_of, django_assert_num_queries
):
    for grade in (5, 6, 7):
        a_class_of_the_example(school, anna, grade=grade)
    client = client_of(anna.person)
    with time_machine.travel(AFTER):
        client.get(address(school, "report", "teacher"))

        with django_assert_num_queries(9):
            client.get(address(school, "report", "teacher"))


def test_names_that_look_like_formulas_stay_names(school, anna, client_of):
    course = b.a_course(group=b.whole(b.a_class(school, students=0)), teacher=anna)
    student = b.a_student(course.group.school_class, last="=1+1")
    a_term_mark(course, student, 2, term=quarter(school))
    deputy = b.an_employee(school, role=Role.DEPUTY, last="Завьялова", first="Зоя")

    with time_machine.travel(AFTER):
        answer = client_of(deputy.person).get(address(school, "report_xlsx", "homeroom"))
    cells = [cell for row in load_workbook(BytesIO(answer.content)).active for cell in row]
    [cell] = [cell for cell in cells if str(cell.value or "").startswith("=1+1")]

    assert cell.data_type == "s"
    assert TermMark.objects.count() == 1
    assert AFTER.date() > LAST
