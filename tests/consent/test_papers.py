"""Papers of a class are registered in one table, and withdrawn at once (order 2.6)."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.db import IntegrityError, transaction
from django.test import Client

from consent.actions import (
    PaperEntry,
    PaperKind,
    TableRefused,
    next_number,
    register_papers,
    withdraw_application,
    withdraw_consent,
)
from consent.models import DataConsent, ServiceApplication
from core.refusal import Refused
from school.models import Guardianship, School
from tests.builders import (
    FIRST_DAY,
    MONDAY,
    PASSWORD,
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
APPLICATION, CONSENT = PaperKind.APPLICATION, PaperKind.CONSENT


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def zoya(school):
    """The administrator."""
    return an_employee(school, role="administrator").person


@pytest.fixture
def mother(school) -> Guardianship:
    return a_guardian(a_student(a_class(school, students=0)))


def signed(one: Guardianship, kind: PaperKind = APPLICATION, *, number="", day=MONDAY):
    return PaperEntry(guardianship_id=one.pk, kind=kind, signed_on=day, number=number)


def register(zoya, school, *entries, key=None):
    return register_papers(
        actor=zoya, school_id=school.pk, entries=entries, now=NOON, key=key or uuid4()
    )


@pytest.mark.clause("2.6")
def test_a_whole_class_is_registered_in_one_table(school, zoya):
    school_class = a_class(school, students=34)
    guardians = [a_guardian(m.student) for m in school_class.groups.get().memberships.all()]

    made = register(
        zoya, school, *(signed(one, kind) for one in guardians for kind in (APPLICATION, CONSENT))
    )

    assert (made.applications, made.consents) == (34, 34)
    numbers = ServiceApplication.objects.order_by("pk").values_list("number", flat=True)
    assert list(numbers) == [str(number) for number in range(1, 35)]
    assert DataConsent.objects.in_force(MONDAY).count() == 34


@pytest.mark.parametrize(
    ("last", "following"), [("118", "119"), ("С-009", "С-010"), ("7-У", "8-У"), ("б/н", "б/н-1")]
)
def test_the_next_number_follows_the_last_one(school, zoya, mother, last, following):
    register(zoya, school, signed(mother, number=last))

    assert next_number(school.pk, APPLICATION) == following


def test_empty_numbers_step_over_those_typed_or_taken(school, zoya):
    school_class = a_class(school, students=4)
    one, two, three, four = (
        a_guardian(m.student) for m in school_class.groups.get().memberships.all()
    )
    register(zoya, school, signed(one, number="2"))
    register(zoya, school, signed(two, number="1"))

    register(zoya, school, signed(three), signed(four, number="3"))

    assert three.applications.get().number == "4"


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ({"day": MONDAY + timedelta(days=1)}, "in_future"),
        ({"day": None}, "no_day"),
        ({"number": "17"}, "number_taken"),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_is_registered(school, zoya, mother, entry, code):
    other = a_guardian(a_student(a_class(school, letter="Б", students=0)))
    third = a_guardian(a_student(a_class(school, letter="В", students=0)))
    register(zoya, school, signed(other, number="17"))

    with pytest.raises(TableRefused) as refused:
        register(zoya, school, signed(third), signed(mother, **entry))

    assert {field: error.code for field, error in refused.value.errors.items()} == {
        f"application-{mother.pk}": code
    }
    assert ServiceApplication.objects.count() == 1


def test_a_paper_already_in_force_and_a_stranger_are_refused(school, zoya, mother):
    register(zoya, school, signed(mother))
    stranger = a_guardian(a_student(a_class(a_school(name="Школа № 2"), students=0)))

    with pytest.raises(TableRefused) as refused:
        register(zoya, school, signed(mother), signed(stranger, CONSENT))

    assert {error.code for error in refused.value.errors.values()} == {"in_force", "stranger"}


def test_a_table_sent_twice_is_registered_once(school, zoya, mother):
    key = uuid4()
    register(zoya, school, signed(mother), key=key)

    again = register(zoya, school, signed(mother), key=key)

    assert (again.applications, again.consents) == (0, 0)
    assert mother.applications.count() == 1


def test_the_database_itself_holds_one_paper_in_force(zoya, mother):
    sign_papers(mother, by=zoya, consent=False)

    with (
        pytest.raises(IntegrityError, match="consent_application_one_in_force"),
        transaction.atomic(),
    ):
        sign_papers(mother, by=zoya, consent=False)


@pytest.mark.clause("2.6")
@pytest.mark.parametrize("paper", ["application", "consent"])
@time_machine.travel(NOON, tick=False)
def test_either_paper_withdrawn_closes_the_open_page_at_once(
    zoya, mother, paper, django_capture_on_commit_callbacks
):
    sign_papers(mother, by=zoya)
    browser = Client()
    sent = {"login": mother.guardian.login, "password": PASSWORD}
    assert browser.post("/accounts/login/", sent).status_code == 302
    week = f"/s/{mother.school_id}/diary/{mother.student_id}/"
    assert browser.get(week).status_code == 200
    assert browser.get(f"{week}still/").status_code == 204

    with django_capture_on_commit_callbacks(execute=True):
        _withdraw(zoya, mother, paper)

    assert browser.get(f"{week}still/").status_code == 403
    assert browser.get(week).status_code == 302  # the session has ended
    assert not UserSession.objects.filter(user=mother.guardian).exists()
    assert logged_in(mother.guardian).get(week).status_code == 403


@pytest.mark.clause("2.6")
@time_machine.travel(NOON, tick=False)
def test_one_parents_withdrawal_does_not_close_the_others(
    zoya, mother, django_capture_on_commit_callbacks
):
    father = a_guardian(mother.student, last="Петров", first="Пётр")
    sign_papers(mother, by=zoya)
    sign_papers(father, by=zoya)
    browser = logged_in(father.guardian)

    with django_capture_on_commit_callbacks(execute=True):
        _withdraw(zoya, mother, "consent")

    week = f"/s/{mother.school_id}/diary/{mother.student_id}/"
    assert browser.get(week).status_code == 200
    assert browser.get(f"{week}still/").status_code == 204


@pytest.mark.clause("2.6")
def test_a_withdrawal_says_who_when_and_why_in_the_history(zoya, mother):
    sign_papers(mother, by=zoya)

    application = withdraw_application(
        actor=zoya, application=mother.applications.get(), reason="заявление № 5", now=NOON
    )

    assert (application.ended_on, application.ended_at, application.ended_by) == (
        MONDAY,
        NOON,
        zoya,
    )
    last = application.events.order_by("-pgh_id").first()
    assert (last.end_reason, last.pgh_context["reason"]) == ("заявление № 5", "заявление № 5")


def test_a_paper_is_withdrawn_once(zoya, mother):
    sign_papers(mother, by=zoya)
    _withdraw(zoya, mother, "consent")

    with pytest.raises(Refused, match="уже не действует"):
        withdraw_consent(actor=zoya, consent=mother.consents.get(), reason="ещё раз", now=NOON)


@pytest.mark.clause("2.6")
@time_machine.travel(NOON, tick=False)
def test_a_new_paper_signed_on_the_day_of_withdrawal_opens_again(zoya, mother):
    sign_papers(mother, by=zoya)
    _withdraw(zoya, mother, "consent")

    register(zoya, mother.school, signed(mother, CONSENT))

    week = f"/s/{mother.school_id}/diary/{mother.student_id}/"
    assert logged_in(mother.guardian).get(week).status_code == 200
    assert [paper.is_in_force(MONDAY) for paper in mother.consents.order_by("pk")] == [False, True]
    assert mother.consents.order_by("pk").first().signed_on == FIRST_DAY


def _withdraw(zoya, mother, paper):
    if paper == "application":
        withdraw_application(
            actor=zoya, application=mother.applications.get(ended_on=None), reason="отзыв", now=NOON
        )
    else:
        withdraw_consent(
            actor=zoya, consent=mother.consents.get(ended_on=None), reason="отзыв", now=NOON
        )
