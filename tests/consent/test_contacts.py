"""Contacts stand on a paper and are written to only once confirmed (A5 4); the form of informing
is declared with a day (A5 1)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from consent.actions import choose_informing, confirm_contact, end_contact, enter_contact
from consent.models import ContactKind, InformingForm
from consent.permissions import may_send_to
from core.refusal import Refused
from core.registry import may_send
from tests.builders import MONDAY, a_class, a_guardian, a_school, a_student, an_employee, moscow

pytestmark = pytest.mark.django_db
NOON = moscow(MONDAY, "12:00")


@pytest.fixture
def mother():
    return a_guardian(a_student(a_class(a_school(), students=0)))


@pytest.fixture
def zoya(mother):
    return an_employee(mother.school, role="administrator").person


def enter(zoya, mother, value, *, kind=ContactKind.EMAIL, basis=""):
    return enter_contact(
        actor=zoya,
        school_id=mother.school_id,
        person=mother.guardian,
        kind=kind,
        value=value,
        basis=basis,
        now=NOON,
    )


@pytest.mark.clause("A5 4")
def test_nothing_is_sent_before_a_contact_is_confirmed_nor_after_it_is_taken_back(zoya, mother):
    contact = enter(zoya, mother, "Maria@Example.org", basis="17")
    assert contact.value == "maria@example.org"
    assert not may_send_to(contact)
    assert not may_send(contact.pk)

    confirmed = confirm_contact(actor=zoya, contact=contact, basis="", now=NOON)
    assert may_send_to(confirmed)
    assert may_send(contact.pk)

    assert not may_send_to(end_contact(actor=zoya, contact=contact, now=NOON))
    assert not may_send(contact.pk)


@pytest.mark.clause("A5 4")
def test_a_contact_is_not_confirmed_without_a_papers_number(zoya, mother):
    contact = enter(zoya, mother, "maria@example.org")

    with pytest.raises(Refused) as refused:
        confirm_contact(actor=zoya, contact=contact, basis=" ", now=NOON)

    assert (refused.value.code, refused.value.field) == ("no_basis", "basis")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("8 (916) 123-45-67", "+79161234567"), ("9161234567", "+79161234567")],
)
def test_a_telephone_number_is_kept_in_one_form(zoya, mother, typed, kept):
    assert enter(zoya, mother, typed, kind=ContactKind.PHONE).value == kept


@pytest.mark.parametrize(
    ("kind", "typed"), [(ContactKind.PHONE, "12345"), (ContactKind.EMAIL, "maria@")]
)
def test_what_is_no_address_is_refused_at_its_field(zoya, mother, kind, typed):
    with pytest.raises(Refused) as refused:
        enter(zoya, mother, typed, kind=kind)

    assert refused.value.field == "value"


def test_the_same_contact_is_entered_once(zoya, mother):
    enter(zoya, mother, "maria@example.org")

    with pytest.raises(Refused, match="уже внесён"):
        enter(zoya, mother, "maria@example.org")


@pytest.mark.clause("A5 1")
def test_the_form_of_informing_is_declared_with_its_day(zoya, mother):
    def choose(form, since):
        return choose_informing(
            actor=zoya, guardianship=mother, form=form, since=since, basis="17", now=NOON
        )

    choose(InformingForm.ELECTRONIC, MONDAY)
    choose(InformingForm.PAPER, MONDAY)

    assert [(c.form, c.since) for c in mother.informing.all()] == [("paper", MONDAY)]
    with pytest.raises(Refused):
        choose(InformingForm.PAPER, MONDAY + timedelta(days=1))
