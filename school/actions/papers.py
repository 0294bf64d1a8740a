"""What the school decides by orders and local acts: appointments, details, choices."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from core.refusal import Refused
from school.actions.writing import day_before, end_row, keep, once, writing
from school.choices import CHOICES
from school.models import Appointment, AppointmentKind, Person, School, SchoolSetting


def appoint(
    *,
    actor: Person,
    school_id: int,
    person: Person,
    kind: str,
    order_number: str,
    order_day: date,
    since: date,
    now: datetime,
    key: UUID | None,
) -> Appointment:
    """Lay a duty on a person by an order (order 2.1; App. 2 4–8). Of the responsible for the
    journal there is one: who was before ends the day before."""
    with writing(actor=actor, field="since"):
        once(key=key, actor=actor, now=now)
        before = Appointment.objects.filter(school_id=school_id, kind=kind).within(since, date.max)
        if kind != AppointmentKind.RESPONSIBLE:
            before = before.filter(person=person)
        for row in before.select_for_update():
            end_row(row, until=day_before(since))
        return keep(
            Appointment(
                school_id=school_id,
                person=person,
                kind=kind,
                order_number=order_number,
                order_day=order_day,
                since=since,
            )
        )


def mark_sent(*, actor: Person, appointment: Appointment, sent_on: date) -> Appointment:
    """The order went to the municipal coordinator (order 2.1: by 1 October)."""
    with writing(actor=actor, field="sent_on"):
        if sent_on < appointment.order_day:
            raise Refused("before_order", _("The order was not signed yet then."), field="sent_on")
        appointment.sent_on = sent_on
        return keep(appointment)


def end_appointment(*, actor: Person, appointment: Appointment, last_day: date) -> None:
    """The last day of the duty laid on by the order."""
    with writing(actor=actor, field="last_day"):
        end_row(appointment, until=last_day)


def change_details(
    *,
    actor: Person,
    school_id: int,
    name: str,
    short_name: str,
    address: str,
    phone: str,
    tax_number: str,
    time_zone: str,
) -> School:
    """What the school's printed papers carry, and the zone its clocks run in."""
    with writing(actor=actor, field="name"):
        school = School.objects.select_for_update().get(pk=school_id)
        school.name, school.short_name, school.address = name, short_name, address
        school.phone, school.tax_number, school.time_zone = phone, tax_number, time_zone
        return keep(school)


def decide(
    *, actor: Person, school_id: int, key: str, value: Any, since: date, act: str, today: date
) -> SchoolSetting:
    """The school's choice from a day on, by its local act. The past stays as it was decided.

    Raises Refused when the value lies outside its borders or the day is past."""
    if since < today:
        raise Refused(
            "in_the_past", _("A choice holds from today or later: the past stays."), field="since"
        )
    try:
        CHOICES[key].parse(value)
    except (ValueError, ArithmeticError, TypeError) as error:
        why = str(CHOICES[key].expects) or _("This value is outside its borders.")
        raise Refused("outside_borders", why, field="value") from error
    with writing(actor=actor, field="since"):
        row = SchoolSetting.objects.filter(school_id=school_id, key=key, since=since).first()
        row = row or SchoolSetting(school_id=school_id, key=key, since=since)
        row.value, row.act, row.decided_by = value, act, actor
        return keep(row)
