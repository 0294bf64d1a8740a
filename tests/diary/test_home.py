"""The first page of a family: the only child's week, or all children's today."""

from __future__ import annotations

import pytest
import time_machine

from consent.models import RecordOpening
from school.models import Guardianship
from tests.builders import (
    FIRST_DAY,
    MONDAY,
    a_class,
    a_course,
    a_guardian,
    a_lesson,
    a_school,
    a_student,
    an_employee,
    logged_in,
    moscow,
    sign_papers,
)
from tests.diary.builders import a_mark, an_absence

pytestmark = pytest.mark.django_db
NOON = moscow(MONDAY, "12:00")


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def mother():
    ilya = a_student(a_class(a_school(), students=0))
    mother = a_guardian(ilya)
    sign_papers(mother, by=mother.guardian)
    return mother


def a_second_child(mother, *, papers: bool) -> Guardianship:
    olga = a_student(a_class(a_school(name="Школа № 2"), students=0), first="Ольга")
    second = Guardianship.objects.create(
        school=olga.school, guardian=mother.guardian, student=olga, since=FIRST_DAY
    )
    if papers:
        sign_papers(second, by=mother.guardian)
    return second


def test_the_only_child_is_opened_at_once(mother):
    answer = logged_in(mother.guardian).get(f"/s/{mother.school_id}/diary/")

    assert answer.headers["Location"] == f"/s/{mother.school_id}/diary/{mother.student_id}/"


@pytest.mark.clause("A4 1.5")
def test_two_children_of_two_schools_stand_side_by_side_and_each_is_logged(mother):
    second = a_second_child(mother, papers=True)
    course = a_course(
        group=mother.student.memberships.get().group, teacher=an_employee(mother.school)
    )
    lesson = a_lesson(course)
    a_mark(lesson, mother.student, 5)
    an_absence(lesson, mother.student, "late", minutes=5)

    html = logged_in(mother.guardian).get("/diary/").content.decode()

    assert "Петров Илья" in html
    assert "Петров Ольга" in html
    assert "опоздание 5 мин" in html
    logged = RecordOpening.objects.values_list("student", "school", "page")
    assert sorted(logged) == sorted(
        (one.student_id, one.school_id, "diary_home") for one in (mother, second)
    )


@pytest.mark.clause("2.6")
def test_a_child_without_papers_is_not_named_beside_the_other(mother):
    second = a_second_child(mother, papers=False)

    html = logged_in(mother.guardian).get("/diary/").content.decode()

    assert "Ольга" not in html
    assert f"/s/{second.school_id}/diary/{second.student_id}/" in html


def test_children_of_other_schools_stay_in_reach_on_every_page(mother):
    second = a_second_child(mother, papers=True)

    html = (
        logged_in(mother.guardian)
        .get(f"/s/{mother.school_id}/diary/{mother.student_id}/marks/")
        .content.decode()
    )

    assert f"/s/{second.school_id}/diary/{second.student_id}/" in html


@pytest.mark.clause("2.6")
def test_the_page_that_explains_names_what_to_sign_and_nothing_of_the_child():
    ilya = a_student(a_class(a_school(), students=0), last="Небывалов", first="Елисей")
    mother = a_guardian(ilya, last="Матвеева")

    answer = logged_in(mother.guardian).get(f"/s/{mother.school_id}/diary/{ilya.pk}/")

    html = answer.content.decode()
    assert answer.status_code == 403
    assert "Заявление об оказании услуги" in html
    assert "Согласие на обработку персональных данных" in html
    assert "Небывалов" not in html
    assert "Елисей" not in html
    assert "5А" not in html
    assert not RecordOpening.objects.exists()


def test_asking_whether_the_page_may_stay_reads_the_person_only_for_a_minute(
    mother, django_assert_num_queries
):
    browser = logged_in(mother.guardian)
    still = f"/s/{mother.school_id}/diary/{mother.student_id}/still/"
    assert browser.get(still).status_code == 204

    with django_assert_num_queries(1):
        assert browser.get(still).status_code == 204

    assert not RecordOpening.objects.exists()
