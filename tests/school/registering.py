"""What the tests of the registers do again and again."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from school.actions import movements
from school.models import (
    Enrolment,
    Person,
    Role,
)
from tests import builders as b

LATER = b.MONDAY + timedelta(days=14)
ORDER = movements.Order(number="17-у", day=b.MONDAY)


def administrator(school) -> Person:
    return b.an_employee(school, role=Role.ADMINISTRATOR, last="Админов", first="Артём").person


def at(name, school, *args: int) -> str:
    return reverse(f"school:{name}", args=[school.pk, *args])


def move(student, school_class, **fields: object) -> Enrolment:
    return movements.move(
        **{
            "actor": b.a_person(),
            "student": student,
            "to_class": school_class,
            "day": LATER,
            "order": ORDER,
            "now": timezone.now(),
        }
        | fields
    )
