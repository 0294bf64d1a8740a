"""Who may be let in by whom."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from school.models import (
    Duty,
    Employee,
    Guardianship,
    MunicipalDuty,
    Person,
    Role,
    Student,
)

_LEADING = (Role.DEPUTY, Role.DIRECTOR, Role.ADMINISTRATOR)


def governed_elsewhere(person_ids: Collection[int], *, school_id: int, day: date) -> set[int]:
    """Of these people, those who lead another school or a municipality.

    A school that could print a code for them, or change the e-mail their password is reset by,
    could enter there in their name."""
    schools = (
        Duty.objects.on(day)
        .filter(person__in=person_ids, role__in=_LEADING)
        .exclude(school_id=school_id)
        .values_list("person_id", flat=True)
    )
    municipal = (
        MunicipalDuty.objects.on(day)
        .filter(person__in=person_ids)
        .values_list("person_id", flat=True)
    )
    return set(schools) | set(municipal)


def staff_among(person_ids: Collection[int], *, day: date) -> set[int]:
    """Of these people, those who have a duty in any school or municipality: a homeroom teacher
    prints no codes for colleagues whose child is in the class."""
    duties = Duty.objects.on(day).filter(person__in=person_ids).values_list("person_id", flat=True)
    employees = Person.objects.filter(
        pk__in=person_ids, employments__isnull=False, employments__left_on=None
    ).values_list("pk", flat=True)
    municipal = (
        MunicipalDuty.objects.on(day)
        .filter(person__in=person_ids)
        .values_list("person_id", flat=True)
    )
    return set(duties) | set(employees) | set(municipal)


def people_of(school_id: int) -> QuerySet[Person]:
    """Everybody whom this school's registers name, today or before."""
    here = Q()
    for model, link in (
        (Student, "person"),
        (Employee, "person"),
        (Duty, "person"),
        (Guardianship, "guardian"),
    ):
        here |= Q(Exists(model.objects.filter(**{link: OuterRef("pk")}, school_id=school_id)))
    return Person.objects.filter(here)
