"""The one door to a child's record (order 2.6, A4 1.5)."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.http import Http404, HttpRequest
from django.test import RequestFactory

from consent.models import DataConsent, RecordOpening, ServiceApplication
from consent.permissions import Access, PapersMissing, record_for
from school.models import Guardianship, Person, School, Student
from tests.builders import (
    FIRST_DAY,
    MONDAY,
    a_class,
    a_coordinator,
    a_guardian,
    a_person,
    a_school,
    a_student,
    an_employee,
    moscow,
    sign_papers,
)

pytestmark = pytest.mark.django_db
NOON = moscow(MONDAY, "12:00")


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def ilya(school: School) -> Student:
    return a_student(a_class(school, students=0))


def asks(person: Person) -> HttpRequest:
    request = RequestFactory().get("/")
    request.user = Person.objects.get(pk=person.pk)
    request.id = uuid4()
    return request


def opens(person: Person, student: Student, *, page: str = "diary_week") -> Access:
    return record_for(asks(person), student.school_id, student.pk, page=page)


def a_paper(model: type, mother: Guardianship, *, signed_on: date, ended_on: date | None = None):
    by = an_employee(mother.school, role="administrator").person
    ended = ended_on and moscow(ended_on, "09:00")
    model.objects.create(
        school=mother.school,
        guardianship=mother,
        number=uuid4().hex[:8],
        signed_on=signed_on,
        registered_at=NOON,
        registered_by=by,
        ended_on=ended_on,
        ended_at=ended,
        ended_by=by if ended_on else None,
    )


@pytest.mark.clause("2.6")
@time_machine.travel(NOON, tick=False)
def test_a_guardian_with_both_papers_opens_the_record(ilya):
    mother = a_guardian(ilya)
    sign_papers(mother, by=mother.guardian)

    access = opens(mother.guardian, ilya)

    assert access.role == "guardian"
    assert access.child.class_name == "5А"


@pytest.mark.clause("2.6")
@pytest.mark.parametrize(("application", "consent"), [(False, False), (True, False), (False, True)])
@time_machine.travel(NOON, tick=False)
def test_one_paper_or_none_is_not_enough(ilya, application, consent):
    mother = a_guardian(ilya)
    sign_papers(mother, by=mother.guardian, application=application, consent=consent)

    with pytest.raises(PapersMissing):
        opens(mother.guardian, ilya)

    assert not RecordOpening.objects.exists()


@pytest.mark.clause("2.6")
@pytest.mark.parametrize("lacking", [ServiceApplication, DataConsent])
@pytest.mark.parametrize(
    ("signed", "ended", "is_open"),
    [
        (MONDAY + timedelta(days=1), None, False),
        (MONDAY, None, True),
        (MONDAY - timedelta(days=1), None, True),
        (FIRST_DAY, MONDAY - timedelta(days=1), False),
        (FIRST_DAY, MONDAY, False),
        (FIRST_DAY, MONDAY + timedelta(days=1), True),
    ],
)
@time_machine.travel(NOON, tick=False)
def test_papers_are_in_force_from_their_day_to_the_day_before_their_end(
    ilya, lacking, signed, ended, is_open
):
    mother = a_guardian(ilya)
    other = DataConsent if lacking is ServiceApplication else ServiceApplication
    a_paper(other, mother, signed_on=FIRST_DAY)
    a_paper(lacking, mother, signed_on=signed, ended_on=ended)

    if is_open:
        assert opens(mother.guardian, ilya).role == "guardian"
    else:
        with pytest.raises(PapersMissing):
            opens(mother.guardian, ilya)


@pytest.mark.clause("2.6")
def test_the_schools_own_day_decides_not_the_servers(ilya):
    ilya.school.time_zone = "Asia/Vladivostok"
    ilya.school.save()
    mother = a_guardian(ilya)
    a_paper(ServiceApplication, mother, signed_on=FIRST_DAY)
    a_paper(DataConsent, mother, signed_on=MONDAY)

    sunday_half_past_four = moscow(MONDAY - timedelta(days=1), "16:30")  # 23:30 there
    with time_machine.travel(sunday_half_past_four + timedelta(hours=1), tick=False):
        assert opens(mother.guardian, ilya).today == MONDAY

    with time_machine.travel(sunday_half_past_four, tick=False), pytest.raises(PapersMissing):
        opens(mother.guardian, ilya)


@pytest.mark.clause("2.6")
@time_machine.travel(NOON, tick=False)
def test_one_parents_papers_do_not_open_to_the_other(ilya):
    mother, father = a_guardian(ilya), a_guardian(ilya, last="Петров", first="Пётр")
    sign_papers(mother, by=mother.guardian)

    assert opens(mother.guardian, ilya).role == "guardian"
    with pytest.raises(PapersMissing):
        opens(father.guardian, ilya)


@time_machine.travel(NOON, tick=False)
def test_papers_for_one_child_do_not_open_the_other(school, ilya):
    mother = a_guardian(ilya)
    sign_papers(mother, by=mother.guardian)
    olga = a_student(a_class(school, grade=7, students=0), first="Ольга")
    Guardianship.objects.create(
        school=school, guardian=mother.guardian, student=olga, since=FIRST_DAY
    )

    access = opens(mother.guardian, ilya)

    assert [(c.student_id, c.papers_in_force) for c in access.children] == [
        (ilya.pk, True),
        (olga.pk, False),
    ]
    with pytest.raises(PapersMissing):
        opens(mother.guardian, olga)


@time_machine.travel(NOON, tick=False)
def test_a_guardian_of_another_child_and_another_student_find_nothing(school, ilya):
    stranger = a_student(a_class(school, letter="Б", students=0))
    other = a_guardian(stranger)
    sign_papers(other, by=other.guardian)

    for person in (other.guardian, stranger.person, a_person()):
        with pytest.raises(Http404):
            opens(person, ilya)


@time_machine.travel(NOON, tick=False)
def test_the_student_opens_the_own_diary_without_papers(ilya):
    assert opens(ilya.person, ilya).role == "student"


@pytest.mark.clause("A4 1.5")
@time_machine.travel(NOON, tick=False)
def test_staff_open_by_duty_only(school):
    anna = an_employee(school, last="Классная")
    ilya = a_student(a_class(school, students=0, homeroom=anna))
    boris = an_employee(school)
    a_class(school, letter="Б", students=0, homeroom=boris)

    assert opens(anna.person, ilya).role == "homeroom"
    for role in ("administrator", "deputy", "director"):
        assert opens(an_employee(school, role=role).person, ilya).role == role
    with pytest.raises(PermissionDenied):
        opens(boris.person, ilya)


@time_machine.travel(NOON, tick=False)
def test_a_homeroom_teacher_without_papers_for_the_own_child_comes_in_by_duty(school):
    anna = an_employee(school)
    ilya = a_student(a_class(school, students=0, homeroom=anna))
    Guardianship.objects.create(school=school, guardian=anna.person, student=ilya, since=FIRST_DAY)

    assert opens(anna.person, ilya).role == "homeroom"


@pytest.mark.clause("1")
@time_machine.travel(NOON, tick=False)
def test_the_coordinator_never_finds_a_child(school, ilya):
    coordinator = a_coordinator(school.municipality)

    with pytest.raises(Http404):
        opens(coordinator, ilya)

    assert not RecordOpening.objects.exists()


@time_machine.travel(NOON, tick=False)
def test_another_school_finds_nothing(ilya):
    vera = an_employee(a_school(name="Школа № 2"), role="administrator")

    with pytest.raises(Http404):
        opens(vera.person, ilya)
    with pytest.raises(Http404):
        record_for(asks(vera.person), vera.school_id, ilya.pk, page="diary_week")


@time_machine.travel(NOON, tick=False)
def test_a_guardianship_that_has_ended_finds_nothing(ilya):
    mother = a_guardian(ilya)
    sign_papers(mother, by=mother.guardian)
    mother.until = MONDAY - timedelta(days=1)
    mother.save()

    with pytest.raises(Http404):
        opens(mother.guardian, ilya)


@pytest.mark.clause("A4 1.5")
@time_machine.travel(NOON, tick=False)
def test_every_opening_is_written_down_with_its_request(ilya):
    mother = a_guardian(ilya)
    sign_papers(mother, by=mother.guardian)
    request = asks(mother.guardian)

    record_for(request, ilya.school_id, ilya.pk, page="diary_week")
    record_for(request, ilya.school_id, ilya.pk, page="weekly_report", export=True)

    rows = RecordOpening.objects.order_by("pk").values_list(
        "student", "person", "as_role", "page", "is_export", "at", "request"
    )
    assert list(rows) == [
        (ilya.pk, mother.guardian_id, "guardian", "diary_week", False, NOON, request.id),
        (ilya.pk, mother.guardian_id, "guardian", "weekly_report", True, NOON, request.id),
    ]


@pytest.mark.clause("A4 1.5")
@pytest.mark.parametrize(
    "sql", ["UPDATE consent_recordopening SET page = ''", "DELETE FROM consent_recordopening"]
)
@time_machine.travel(NOON, tick=False)
def test_the_log_of_openings_cannot_be_changed_by_the_web(ilya, sql):
    opens(ilya.person, ilya)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)

    assert RecordOpening.objects.get().page == "diary_week"


@pytest.mark.clause("A4 1.5")
@pytest.mark.parametrize(
    "sql", ["UPDATE consent_recordopening SET page = ''", "DELETE FROM consent_recordopening"]
)
@time_machine.travel(NOON, tick=False)
def test_the_log_of_openings_cannot_be_changed_by_the_owner(ilya, as_owner, sql):
    opens(ilya.person, ilya)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)

    assert RecordOpening.objects.get().page == "diary_week"


@pytest.mark.parametrize("students", [1, 34])
@time_machine.travel(NOON, tick=False)
def test_the_door_costs_three_statements(school, django_assert_num_queries, students):
    a_class(school, students=students)
    mother = a_guardian(Student.objects.filter(school=school).first())
    sign_papers(mother, by=mother.guardian)
    request = asks(mother.guardian)

    with django_assert_num_queries(3):  # standing, door, log
        record_for(request, school.pk, mother.student_id, page="diary_week")
