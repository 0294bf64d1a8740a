"""Who may be let in by whom."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact

from school.models import (
    Duty,
    Employee,
    GroupKind,
    Guardianship,
    Membership,
    MunicipalDuty,
    Person,
    Role,
    Student,
)

_YEAR = timedelta(days=366)
_LEADING = (Role.DEPUTY, Role.DIRECTOR, Role.ADMINISTRATOR)


def governed_elsewhere(person_ids: Collection[int], *, school_id: int, day: date) -> set[int]:
    """Of these people, those who lead another school or a municipality, and those who belong to
    another school and to this one no more, or only by a line somebody wrote into its registers.

    A school that could print a code for them, or change the e-mail their password is reset by,
    could enter there in their name."""
    leads = Duty.objects.on(day).filter(person=OuterRef("pk"), role__in=_LEADING)
    municipal = MunicipalDuty.objects.on(day).filter(person=OuterRef("pk"))
    closed = (
        Exists(leads.exclude(school_id=school_id))
        | Exists(municipal)
        | (_belongs_elsewhere(school_id, day) & ~Exists(_works(day).filter(school_id=school_id)))
    )
    return set(Person.objects.filter(closed, pk__in=person_ids).values_list("pk", flat=True))


def _belongs_elsewhere(school_id: int, day: date) -> Q:
    """Works in another school, or learned there last (within a year) and not here from now on, or
    has children there and none here."""
    from_now_on = Q(until=None) | Q(until__gte=day)
    learned = Membership.objects.filter(
        student__person=OuterRef("pk"), group__kind=GroupKind.WHOLE_CLASS
    )
    last = learned.filter(since__range=(day - _YEAR, day)).order_by("-since")
    learns_in = Coalesce(
        Subquery(last.values("school_id")[:1]), Value(school_id), output_field=BigIntegerField()
    )
    kin = Guardianship.objects.filter(from_now_on, guardian=OuterRef("pk"))
    return (
        Q(Exists(_works(day).exclude(school_id=school_id)))
        | (
            ~Q(Exact(learns_in, Value(school_id, BigIntegerField())))
            & ~Exists(learned.filter(from_now_on, school_id=school_id))
        )
        | (Exists(kin.exclude(school_id=school_id)) & ~Exists(kin.filter(school_id=school_id)))
    )


def _works(day: date) -> QuerySet[Employee]:
    return Employee.objects.filter(Q(left_on=None) | Q(left_on__gte=day), person=OuterRef("pk"))


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
