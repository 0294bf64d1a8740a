"""Courses, years, orders, choices, the first page and the municipality."""

from datetime import date, timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from core.refusal import Refused
from school.actions import papers, teaching, years
from school.actions.writing import DoneAlready
from school.choices import chosen
from school.models import (
    Appointment,
    Guardianship,
    MunicipalDuty,
    Role,
    Room,
    Subject,
)
from tests import builders as b
from tests.school.registering import LATER, administrator, at

pytestmark = pytest.mark.django_db


# ---- teaching -----------------------------------------------------------------------------------


def test_a_course_changes_its_teacher_from_a_day():
    school = b.a_school()
    anna, boris = b.an_employee(school), b.an_employee(school)
    course = b.a_course(school, teacher=anna)

    b.logged_in(administrator(school)).post(
        at("course_teacher", school, course.pk),
        {"request_key": uuid4(), "employee": boris.pk, "since": LATER.isoformat()},
    )

    rows = course.teachers.order_by("since").values_list("employee", "until")
    assert list(rows) == [(anna.pk, LATER - timedelta(days=1)), (boris.pk, None)]


def test_two_teachers_share_a_course():
    school = b.a_school()
    anna, boris = b.an_employee(school), b.an_employee(school)
    course = b.a_course(school, teacher=anna)

    teaching.give_course(
        actor=anna.person,
        course=course,
        employee=boris,
        since=LATER,
        together=True,
        now=timezone.now(),
        key=None,
    )

    assert set(course.teachers.on(LATER).values_list("employee", flat=True)) == {anna.pk, boris.pk}


@pytest.mark.parametrize(
    ("name", "made"),
    [("subject_add", {"name": "Математика", "position": "1"}), ("room_add", {"name": "12"})],
)
def test_a_name_taken_is_refused_at_the_name(name, made):
    school = b.a_school()
    Subject.objects.create(school=school, name="Математика")
    Room.objects.create(school=school, name="12")

    answer = b.logged_in(administrator(school)).post(
        at(name, school), {"request_key": uuid4(), **made}
    )

    assert list(answer.context["form"].errors) == ["name"]


def test_an_action_tells_a_repeated_request_from_a_new_one():
    school, key = b.a_school(), uuid4()
    wanted = {
        "actor": b.a_person(),
        "school_id": school.pk,
        "name": "12",
        "seats": None,
        "is_shared": False,
        "now": timezone.now(),
        "key": key,
    }
    teaching.add_room(**wanted)

    with pytest.raises(DoneAlready):
        teaching.add_room(**wanted)


# ---- years, orders, choices ---------------------------------------------------------------------


def test_terms_of_one_kind_do_not_overlap():
    calendar = b.a_calendar(b.a_school())

    with pytest.raises(Refused) as refused:
        years.keep_term(
            actor=b.a_person(),
            calendar=calendar,
            term=None,
            kind="quarter",
            number=5,
            first_day=date(2025, 10, 20),
            last_day=date(2025, 10, 30),
        )
    assert refused.value.code == "terms_overlap"


def test_a_new_year_comes_with_its_quarters():
    school = b.a_school()

    year = years.add_year(
        actor=b.a_person(), school_id=school.pk, begins=2026, now=timezone.now(), key=None
    )

    assert year.first_day == date(2026, 9, 1)
    assert year.calendars.first().terms.exists()


@pytest.mark.clause("2.1")
def test_one_person_is_responsible_for_the_journal_at_a_time():
    school = b.a_school()
    anna, boris = b.an_employee(school), b.an_employee(school)
    for person, since in ((anna.person, b.FIRST_DAY), (boris.person, LATER)):
        papers.appoint(
            actor=anna.person,
            school_id=school.pk,
            person=person,
            kind="responsible",
            order_number="112-о",
            order_day=b.FIRST_DAY,
            since=since,
            now=timezone.now(),
            key=None,
        )

    rows = Appointment.objects.order_by("since").values_list("person", "until")
    assert list(rows) == [
        (anna.person_id, LATER - timedelta(days=1)),
        (boris.person_id, None),
    ]


@pytest.mark.clause("2.1")
def test_the_order_names_the_person_in_the_right_case_and_prints():
    school = b.a_school()
    zoya = b.an_employee(school, last="Завьялова", first="Зоя", patronymic="Ильинична", sex="f")
    row = papers.appoint(
        actor=zoya.person,
        school_id=school.pk,
        person=zoya.person,
        kind="responsible",
        order_number="112-о",
        order_day=b.FIRST_DAY,
        since=b.FIRST_DAY,
        now=timezone.now(),
        key=None,
    )

    answer = b.logged_in(administrator(school)).get(at("appointment_print", school, row.pk))

    assert answer["Content-Type"] == "application/pdf"
    assert "Завьялову Зою Ильиничну" in b.pdf_text(answer.content)


def test_a_choice_holds_from_its_day_and_leaves_the_past_alone():
    school, today = b.a_school(), b.MONDAY

    papers.decide(
        actor=b.a_person(),
        school_id=school.pk,
        key="homework_minutes",
        value=90,
        since=LATER,
        act="Приказ № 3",
        today=today,
    )

    assert chosen(school.pk, today, "homework_minutes") == {"homework_minutes": 60}
    assert chosen(school.pk, LATER, "homework_minutes") == {"homework_minutes": 90}
    with pytest.raises(Refused):
        papers.decide(
            actor=b.a_person(),
            school_id=school.pk,
            key="homework_minutes",
            value=90,
            since=today - timedelta(days=1),
            act="Приказ № 4",
            today=today,
        )


@pytest.mark.parametrize(
    ("key", "typed", "kept"),
    [
        ("homework_minutes", "90", 90),
        ("borders", "2,65 3,65 4,65", ["2.65", "3.65", "4.65"]),
        ("homework_minutes", "45", None),
        ("homework_minutes", "час", None),
        ("borders", "4 3 2", None),
    ],
)
def test_a_choice_is_typed_as_people_write_it_and_kept_inside_its_borders(key, typed, kept):
    school = b.a_school()
    today = timezone.localdate()

    answer = b.logged_in(administrator(school)).post(
        reverse("school:choice_edit", args=[school.pk, key]),
        {"value": typed, "since": today.isoformat(), "act": "Приказ № 3"},
    )

    values = list(school.settings.values_list("value", flat=True))
    assert values == ([kept] if kept is not None else [])
    assert (answer.status_code == 302) == (kept is not None)


# ---- the first page -----------------------------------------------------------------------------


def test_each_goes_straight_to_the_own_work():
    school = b.a_school()
    teacher = b.an_employee(school).person
    head = b.an_employee(school, role=Role.DIRECTOR).person

    assert b.logged_in(teacher).get("/").url == reverse("journal:day", args=[school.pk])
    assert b.logged_in(head).get("/").url == reverse("school:overview", args=[school.pk])


def test_who_has_two_places_chooses():
    school = b.a_school()
    anna = b.an_employee(school)
    b.a_guardian(b.a_student(b.a_class(school, students=0)))
    Guardianship.objects.update(guardian=anna.person)

    answer = b.logged_in(anna.person).get("/")

    assert [str(way.icon) for way in answer.context["ways"]] == ["notebook-pen", "book-open"]


def test_who_has_no_place_is_told_whom_to_ask():
    answer = b.logged_in(b.a_person()).get("/")

    assert answer.status_code == 200
    assert answer.context["ways"] == []


# ---- the municipality ---------------------------------------------------------------------------


@pytest.mark.clause("1")
def test_the_operator_names_the_coordinator_of_a_municipality():
    school = b.a_school()
    before = b.a_coordinator(school.municipality)

    call_command(
        "name_coordinator",
        school.municipality.name,
        "kira",
        last="Координаторова",
        first="Кира",
        order="1373",
        since=LATER,
        stdout=StringIO(),
    )

    rows = MunicipalDuty.objects.order_by("since").values_list("person__login", "until")
    assert list(rows) == [(before.login, LATER - timedelta(days=1)), ("kira", None)]


def test_a_municipality_nobody_entered_has_no_coordinator():
    with pytest.raises(CommandError):
        call_command("name_coordinator", "Нет такого", "kira", last="К", stdout=StringIO())
