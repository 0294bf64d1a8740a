"""Who answers for the journal in a school (order 2.1)."""

from __future__ import annotations

from datetime import date

from school.models import Appointment, AppointmentKind, Duty, Person, Role


def responsible_person(school_id: int, day: date) -> Person | None:
    """Whom an order names responsible for the electronic journal on this day."""
    row = (
        Appointment.objects.on(day)
        .filter(school_id=school_id, kind=AppointmentKind.RESPONSIBLE)
        .select_related("person")
        .order_by("-since", "-pk")
        .first()
    )
    return row.person if row else None


def director_of(school_id: int, day: date) -> Person | None:
    """Who is the school's director on this day."""
    row = (
        Duty.objects.on(day)
        .filter(school_id=school_id, role=Role.DIRECTOR)
        .select_related("person")
        .first()
    )
    return row.person if row else None
