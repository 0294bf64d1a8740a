"""Who looks after the order in the municipality."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from core.refusal import Refused
from school.actions.people import Identity, new_person
from school.actions.writing import day_before, end_row, keep
from school.models import MunicipalDuty, Municipality, MunicipalRole, Person


@transaction.atomic
def name_in_municipality(
    *,
    municipality: str,
    login: str,
    identity: Identity | None,
    role: str,
    order_number: str,
    order_day: date | None,
    since: date,
    password: str = "",
) -> MunicipalDuty:
    """Name the coordinator (order 1) or a supervisor (order 4) of a municipality, from a day on.

    Of coordinators there is one: who was before ends the day before. Somebody new is entered with
    the login name given; run by the operator, since no school may let anybody in there.
    Raises Refused when the municipality is not known, or a new person has no name."""
    district = Municipality.objects.filter(name=municipality).first()
    if district is None:
        raise Refused("no_municipality", _("There is no such municipality."))
    person = Person.objects.filter(login__iexact=login).first() or _enter(login, identity, password)
    before = MunicipalDuty.objects.within(since, date.max).filter(municipality=district, role=role)
    if role != MunicipalRole.COORDINATOR:
        before = before.filter(person=person)
    for row in before:
        end_row(row, until=day_before(since))
    return keep(
        MunicipalDuty(
            municipality=district,
            person=person,
            role=role,
            order_number=order_number,
            order_day=order_day,
            since=since,
        )
    )


def _enter(login: str, identity: Identity | None, password: str) -> Person:
    if identity is None or not identity.last_name:
        raise Refused("no_name", _("Nobody has this login name: give last and first name too."))
    person = new_person(identity)
    person.login = login
    if password:
        person.set_password(password)
    return keep(person)
