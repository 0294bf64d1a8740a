"""Families see marks of periods at once, with what a retake superseded (A5 3)."""

from datetime import timedelta

import pytest
import time_machine

from journal.actions.retakes import re_examine
from journal.actions.term_marks import set_conduct, set_term_mark
from journal.models import Promotion, TermMarkVia
from tests import builders as b
from tests.journal.terms_builders import EVENING, a_term_mark, decide, marked, quarter

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return b.a_school()


@pytest.fixture
def anna(school):
    return b.an_employee(school, last="Орлова", first="Анна")


@pytest.fixture
def course(school, anna):
    course = b.a_course(group=b.whole(b.a_class(school)), teacher=anna)
    course.hours_a_year = 34
    course.save()
    return course


@pytest.fixture
def ilya(course):
    return b.students_of(course.group)[0]


@pytest.fixture
def mother(ilya, anna):
    mother = a_mother(ilya, anna)
    return b.logged_in(mother)


def a_mother(student, by):
    guardianship = b.a_guardian(student)
    b.sign_papers(guardianship, by=by.person)
    return guardianship.guardian


def _finals(student):
    return f"/s/{student.school_id}/diary/{student.pk}/finals/"


def _texts(page):
    return [[mark.text if mark else "" for mark in row.marks] for row in page.years[0].rows]


@pytest.mark.clause("A5 3")
def test_a_mark_set_by_the_teacher_is_seen_at_once(course, ilya, anna, mother):
    with time_machine.travel(EVENING):
        marked(course, ilya, (5, 4, 5))
        set_term_mark(
            actor=anna.person,
            course=course,
            student_id=ilya.pk,
            slug=f"t{quarter(course.school).pk}",
            text="5",
            seen="",
            now=EVENING,
        )
        page = mother.get(_finals(ilya)).context["page"]
        week = mother.get(f"/s/{ilya.school_id}/diary/{ilya.pk}/").content.decode()

    assert _texts(page) == [["5", "", "", "", ""]]
    assert "day__set" in week


def test_only_the_childs_own_marks_and_subjects(course, ilya, mother):
    other = b.students_of(course.group)[1]
    a_term_mark(course, other, 2, term=quarter(course.school))
    b.a_course(group=b.whole(b.a_class(course.school, letter="Б")), subject="Тайное")

    with time_machine.travel(EVENING):
        page = mother.get(_finals(ilya)).context["page"]

    assert [row.subject for row in page.years[0].rows] == ["Математика"]
    assert _texts(page) == [["", "", "", "", ""]]


def test_why_a_child_is_not_attested_is_told(course, ilya, mother):
    a_term_mark(course, ilya, sign="not_attested", term=quarter(course.school))

    with time_machine.travel(EVENING):
        html = mother.get(_finals(ilya)).content.decode()

    assert "— болезнь" in html


def test_a_retake_shows_the_debt_beside_what_came_of_it(course, ilya, anna, mother):
    a_term_mark(course, ilya, 2)
    autumn = EVENING + timedelta(days=3)

    with time_machine.travel(autumn):
        re_examine(
            actor=anna.person,
            course=course,
            student_id=ilya.pk,
            text="3",
            day=autumn.date(),
            known_at=autumn,
            protocol="№ 4",
            commission="",
            now=autumn,
        )
        year = mother.get(_finals(ilya)).context["page"].years[0]

    slugs = [column.slug for column in year.columns]
    shown = dict(zip(slugs, year.rows[0].marks, strict=True))
    assert (shown["year"].text, shown["year"].before) == ("3", ("2",))
    assert (shown["exam"].text, shown["exam"].before) == ("3", ())
    assert [one.mark.reason for one in year.told] == ["№ 4", "№ 4"]


def test_a_mere_correction_is_not_told_again(course, ilya, anna, mother):
    first = a_term_mark(course, ilya, 3, term=quarter(course.school))
    first.is_current = False
    first.save()
    second = a_term_mark(course, ilya, 4, term=quarter(course.school), supersedes=first)
    second.via = TermMarkVia.CORRECTION
    second.save()

    with time_machine.travel(EVENING):
        page = mother.get(_finals(ilya)).context["page"]

    assert page.years[0].rows[0].marks[0].before == ()


def test_conduct_and_the_councils_decision_stand_below(course, ilya, anna, mother):
    decide(course.school, "conduct_scale", "pass")
    Promotion.objects.create(
        school=course.school,
        year=course.year,
        student=ilya,
        decision="promoted",
        order_number="45-у",
        decided_at=EVENING,
        decided_by=anna.person,
    )

    with time_machine.travel(EVENING):
        set_conduct(
            actor=anna.person,
            school_class=course.group.school_class,
            student_id=ilya.pk,
            slug=f"t{quarter(course.school).pk}",
            text="зач",
            seen="",
            now=EVENING,
        )
        year = mother.get(_finals(ilya)).context["page"].years[0]

    assert year.conduct.marks[0].text == "зач"
    assert year.order_number == "45-у"


@pytest.mark.parametrize("subjects", [1, 18])
def test_the_page_costs_five_statements(course, ilya, mother, subjects, django_assert_num_queries):
    for number in range(subjects - 1):
        other = b.a_course(group=course.group, subject=f"Предмет {number}")
        a_term_mark(other, ilya, 4, term=quarter(course.school), by=ilya.person)

    with time_machine.travel(EVENING):
        mother.get(_finals(ilya))
        with django_assert_num_queries(5):  # person, standing, door, log; finals
            mother.get(_finals(ilya))
