"""The pages of the papers: the table of a class, the card, the printed forms, the access report."""

from __future__ import annotations

from io import BytesIO
from uuid import uuid4

import pytest
import time_machine
from pypdf import PdfReader

from consent.models import DataConsent, RecordOpening, ServiceApplication
from school.models import Guardianship, School, SchoolClass
from tests.builders import (
    MONDAY,
    a_class,
    a_guardian,
    a_school,
    a_student,
    an_employee,
    logged_in,
    moscow,
    sign_papers,
)

pytestmark = pytest.mark.django_db
NOON = moscow(MONDAY, "12:00")


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def galina(school):
    """The homeroom teacher."""
    return an_employee(school, last="Галкина", role=None)


@pytest.fixture
def school_class(school, galina) -> SchoolClass:
    return a_class(school, students=0, homeroom=galina)


def a_family(school_class, *, last="Петров", first="Илья") -> Guardianship:
    child = a_student(school_class, last=last, first=first)
    return a_guardian(child, last=f"{last}а", first="Мария")


def table(school_class: SchoolClass) -> str:
    return f"/s/{school_class.school_id}/consent/class/{school_class.pk}/"


def test_what_lacks_stands_on_top(school_class, galina):
    complete = a_family(school_class, last="Абрамов")
    sign_papers(complete, by=galina.person)
    a_family(school_class, last="Яковлев")

    html = logged_in(galina.person).get(table(school_class)).content.decode()

    assert html.index("Яковлева Мария") < html.index("Абрамова Мария")


@pytest.mark.clause("2.6")
def test_ticked_papers_are_registered_and_open_the_diary(school_class, galina):
    mother = a_family(school_class)
    week = f"/s/{school_class.school_id}/diary/{mother.student_id}/"
    assert logged_in(mother.guardian).get(week).status_code == 403

    logged_in(galina.person).post(
        f"{table(school_class)}register/",
        {
            "request_key": str(uuid4()),
            "day": "2025-09-05",
            f"application-{mother.pk}": "on",
            f"consent-{mother.pk}": "on",
            f"consent-{mother.pk}-number": "С-7",
            f"consent-{mother.pk}-day": "2025-09-08",
        },
    )

    assert logged_in(mother.guardian).get(week).status_code == 200
    application, consent = ServiceApplication.objects.get(), DataConsent.objects.get()
    assert (application.number, str(application.signed_on)) == ("1", "2025-09-05")
    assert (consent.number, str(consent.signed_on)) == ("С-7", "2025-09-08")
    assert application.registered_by == galina.person


def test_a_refused_table_keeps_what_was_typed_and_says_why_at_the_cell(school_class, galina):
    mother = a_family(school_class)
    other = a_family(school_class, last="Яковлев")

    answer = logged_in(galina.person).post(
        f"{table(school_class)}register/",
        {
            "day": "2025-09-05",
            f"application-{mother.pk}": "on",
            f"application-{mother.pk}-number": "А-5",
            f"application-{other.pk}": "on",
            f"application-{other.pk}-day": "2025-09-09",
        },
    )

    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="А-5"' in html
    assert 'value="2025-09-09"' in html
    assert f'id="application-{other.pk}-error"' in html
    assert "Документ не может быть подписан будущим числом." in html
    assert not ServiceApplication.objects.exists()


@pytest.mark.parametrize("sent", ["32.13.2025", "2025-02-31", "", "вчера"])
def test_a_day_that_is_none_is_refused_not_broken(school_class, galina, sent):
    mother = a_family(school_class)

    answer = logged_in(galina.person).post(
        f"{table(school_class)}register/", {"day": sent, f"application-{mother.pk}": "on"}
    )

    assert answer.status_code == 422


def test_students_without_a_guardian_are_named(school_class, galina):
    a_student(school_class, last="Сиротин")

    html = logged_in(galina.person).get(table(school_class)).content.decode()

    assert "Сиротин Илья" in html


@pytest.mark.parametrize("students", [1, 34])
def test_the_table_costs_ten_statements(school, django_assert_num_queries, students):
    zoya = an_employee(school, role="administrator").person
    school_class = a_class(school, letter="Г", students=students)
    for member in school_class.groups.get().memberships.all():
        sign_papers(a_guardian(member.student), by=zoya)
    browser = logged_in(zoya)
    browser.get(table(school_class))

    with django_assert_num_queries(10):
        assert browser.get(table(school_class)).status_code == 200


@pytest.mark.clause("2.6")
def test_both_forms_are_printed_filled_in_with_names_declined(school_class, galina):
    an_employee(
        school_class.school,
        role="director",
        last="Кузнецова",
        first="Ольга",
        patronymic="Ивановна",
        sex="f",
    )
    mother = a_family(school_class, last="Соколов")

    printed = logged_in(galina.person).get(f"{table(school_class)}forms.pdf")

    text = words(printed.content)
    assert "Кузнецовой Ольге Ивановне" in text
    assert "от Соколовой Марии" in text
    assert "моего ребёнка Соколова Ильи" in text
    assert "Согласие на обработку персональных данных" in text
    assert len(PdfReader(BytesIO(printed.content)).pages) == 2
    opening = RecordOpening.objects.get()
    assert (opening.student_id, opening.is_export, opening.as_role) == (
        mother.student_id,
        True,
        "homeroom",
    )


@pytest.mark.clause("2.6")
def test_a_guardian_without_papers_prints_forms_without_the_child(school_class):
    mother = a_family(school_class, last="Соколов", first="Елисей")

    printed = logged_in(mother.guardian).get(
        f"/s/{school_class.school_id}/consent/guardianship/{mother.pk}/blank.pdf"
    )

    text = words(printed.content)
    assert "от Соколовой Марии" in text
    assert "Елисе" not in text


def test_the_register_of_applications_prints_each_as_a_case(school_class, galina):
    zoya = an_employee(school_class.school, role="administrator").person
    mother = a_family(school_class, last="Соколов")
    sign_papers(mother, by=zoya)

    text = words(
        logged_in(zoya).get(f"/s/{school_class.school_id}/consent/applications.pdf").content
    )

    assert "Соколова Мария" in text
    assert "5А" in text
    assert "01.09.2025" in text
    assert "действует" in text


@pytest.mark.clause("A4 1.5")
def test_the_access_report_names_who_opened_the_record(school_class, galina):
    mother = a_family(school_class)
    sign_papers(mother, by=galina.person)
    logged_in(mother.guardian).get(f"/s/{school_class.school_id}/diary/{mother.student_id}/")

    html = (
        logged_in(galina.person)
        .get(f"/s/{school_class.school_id}/consent/student/{mother.student_id}/openings/")
        .content.decode()
    )

    assert "Петрова Мария" in html
    assert "неделя дневника" in html.casefold()
    assert "1 обращение" in html


def test_a_withdrawal_without_a_reason_is_asked_for_one(school_class, galina):
    mother = a_family(school_class)
    sign_papers(mother, by=galina.person)
    card = f"/s/{school_class.school_id}/consent/guardianship/{mother.pk}/"
    consent = mother.consents.get()

    answer = logged_in(galina.person).post(f"{card}consent/{consent.pk}/withdraw/", {})

    assert answer.status_code == 422
    assert DataConsent.objects.in_force(MONDAY).exists()


@pytest.mark.clause("2.6")
def test_a_paper_of_another_guardian_is_not_withdrawn_from_this_card(school_class, galina):
    mother, other = a_family(school_class), a_family(school_class, last="Яковлев")
    sign_papers(other, by=galina.person)
    card = f"/s/{school_class.school_id}/consent/guardianship/{mother.pk}/"

    answer = logged_in(galina.person).post(
        f"{card}consent/{other.consents.get().pk}/withdraw/", {"consent-reason": "отзыв"}
    )

    assert answer.status_code == 404
    assert DataConsent.objects.in_force(MONDAY).exists()


def words(printed: bytes) -> str:
    pages = PdfReader(BytesIO(printed)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())
