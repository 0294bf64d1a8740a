"""Results of contests, exams and check works: visible at once, late after 24 hours (App. 5 3)."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from core.refusal import Refused
from journal.actions.outside import Said, correct_result, enter_result, take_back_result
from journal.models import OutsideResult
from journal.queries.outside import is_late, results_page
from school.actions.writing import DoneAlready
from school.standing import standing_of
from tests.builders import (
    MONDAY,
    a_class,
    a_guardian,
    a_student,
    an_outside_result,
    logged_in,
    moscow,
    sign_papers,
    students_of,
    whole,
)

pytestmark = pytest.mark.django_db
NOON = moscow(MONDAY, "12:00")


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def five_a(school, galina):
    return a_class(school, students=2, homeroom=galina)


@pytest.fixture
def ilya(five_a):
    return students_of(whole(five_a))[0]


def said(**words: object) -> Said:
    return Said(
        **{
            "kind": "exam",
            "title": "ОГЭ",
            "level": "",
            "subject": None,
            "day": MONDAY,
            "result": "4 (18 баллов)",
            "known_at": moscow(MONDAY, "09:00"),
        }
        | words
    )


@pytest.mark.clause("A5 3")
def test_the_family_sees_a_result_at_once(ilya, galina):
    mother = a_guardian(ilya)
    sign_papers(mother, by=galina.person)

    enter_result(actor=galina.person, student=ilya, said=said(), now=NOON)

    page = logged_in(mother.guardian).get(f"/s/{ilya.school_id}/diary/{ilya.pk}/results/")
    assert "4 (18 баллов)" in page.content.decode()


@pytest.mark.clause("A5 3")
@pytest.mark.parametrize(
    ("after", "late"),
    [(timedelta(hours=24), False), (timedelta(hours=24, seconds=1), True)],
)
def test_24_hours_are_a_clock(ilya, galina, after, late):
    known = NOON - after

    result = enter_result(
        actor=galina.person,
        student=ilya,
        said=said(known_at=known, day=known.date()),
        now=NOON,
    )

    assert result.published_at == NOON
    assert is_late(result) is late


def test_nothing_is_known_in_the_future_or_before_it_was_held(ilya, galina):
    for wrong, code in (
        (said(known_at=NOON + timedelta(minutes=1)), "known_later"),
        (said(day=MONDAY + timedelta(days=1)), "known_before"),
    ):
        with pytest.raises(Refused) as refused:
            enter_result(actor=galina.person, student=ilya, said=wrong, now=NOON)
        assert refused.value.code == code


def test_the_same_request_twice_enters_one(ilya, galina):
    key = uuid4()
    enter_result(actor=galina.person, student=ilya, said=said(), now=NOON, key=key)

    with pytest.raises(DoneAlready):
        enter_result(actor=galina.person, student=ilya, said=said(), now=NOON, key=key)
    assert OutsideResult.objects.count() == 1


def test_a_correction_keeps_the_moment_and_says_why(ilya, galina):
    result = enter_result(actor=galina.person, student=ilya, said=said(), now=NOON)
    later = NOON + timedelta(days=2)

    corrected = correct_result(
        actor=galina.person,
        result=result,
        said=said(result="5 (27 баллов)"),
        reason="апелляция",
        now=later,
    )

    assert (corrected.result, corrected.published_at) == ("5 (27 баллов)", NOON)
    last = result.events.order_by("pgh_id").last()
    assert (last.result, last.pgh_context["reason"]) == ("5 (27 баллов)", "апелляция")


def test_correcting_and_taking_back_need_a_reason(ilya, galina):
    result = enter_result(actor=galina.person, student=ilya, said=said(), now=NOON)

    with pytest.raises(Refused) as refused:
        take_back_result(actor=galina.person, result=result, reason="  ")
    assert refused.value.field == "reason"

    take_back_result(actor=galina.person, result=result, reason="не тот ученик")
    assert not OutsideResult.objects.exists()


def test_a_form_of_the_page_enters_and_shows(five_a, ilya, galina):
    browser = logged_in(galina.person)
    url = f"/s/{five_a.school_id}/classes/{five_a.pk}/journal/results/add/"
    words = {
        "student": ilya.pk,
        "kind": "contest",
        "title": "Ломоносов",
        "day": "2025-09-07",
        "result": "призёр",
        "known_at": "2025-09-08T09:30",
        "request_key": uuid4(),
    }

    answer = browser.post(url, words)

    assert answer.status_code == 302
    assert OutsideResult.objects.get().known_at == moscow(MONDAY, "09:30")
    assert "призёр" in browser.get(answer.url).content.decode()


def test_what_was_typed_stays_in_a_refused_form(five_a, ilya, galina):
    url = f"/s/{five_a.school_id}/classes/{five_a.pk}/journal/results/add/"

    answer = logged_in(galina.person).post(url, {"title": "Ломоносов", "student": ilya.pk})

    assert answer.status_code == 422
    assert "Ломоносов" in answer.content.decode()


def test_a_student_of_another_class_cannot_be_chosen(school, five_a, galina):
    stranger = a_student(a_class(school, letter="Б", students=0))
    url = f"/s/{school.pk}/classes/{five_a.pk}/journal/results/add/"
    words = {"student": stranger.pk, "kind": "contest", "title": "Х", "result": "1"}

    answer = logged_in(galina.person).post(
        url, words | {"day": "2025-09-07", "known_at": "2025-09-08T09:30"}
    )

    assert answer.status_code == 422
    assert not OutsideResult.objects.exists()


def test_a_homeroom_teacher_sees_the_own_class_only(school, five_a, ilya, galina, boris):
    an_outside_result(ilya, by=galina.person)
    stranger = a_student(a_class(school, letter="Б", students=0, homeroom=boris))
    other = an_outside_result(stranger, by=boris.person)
    here = standing_of(galina.person).in_school(school.pk)

    page = results_page(here, kind="", today=MONDAY)

    assert [line.class_name for line in page.lines] == ["5А"]
    url = f"/s/{school.pk}/results/{other.pk}/"
    assert logged_in(galina.person).get(url).status_code == 403


@pytest.mark.parametrize("students", [3, 34])
def test_the_list_costs_a_fixed_number_of_statements(
    school, galina, django_assert_num_queries, students
):
    school_class = a_class(school, letter="Г", students=students, homeroom=galina)
    for student in students_of(whole(school_class)):
        an_outside_result(student, by=galina.person)
    browser = logged_in(galina.person)
    url = f"/s/{school.pk}/classes/{school_class.pk}/journal/results/"
    browser.get(url)

    with django_assert_num_queries(5):
        assert browser.get(url).status_code == 200
