"""Whom codes are printed for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from school.models import (
    AccessCode,
    Employee,
    GroupKind,
    Guardianship,
    Membership,
    Person,
    SchoolClass,
)
from school.queries.rights import governed_elsewhere, staff_among


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRow:
    """One person on the sheet: who it is to the child, and what the person has so far."""

    person: Person
    of_student: str
    has_password: bool
    code_until: datetime | None
    may_get: bool

    @property
    def is_chosen(self) -> bool:
        """Ticked at first: who has neither a password nor a code that still holds."""
        return self.may_get and not self.has_password and self.code_until is None


@dataclass(frozen=True, slots=True, kw_only=True)
class CodesPage:
    """The people of a class, or the staff, before codes are printed."""

    title: str
    school_class: SchoolClass | None
    rows: list[CodeRow]

    @property
    def holding(self) -> int:
        """How many codes on paper would become void."""
        return sum(row.code_until is not None for row in self.rows)


def class_codes_page(
    school_class: SchoolClass, *, day: date, now: datetime, by_administrator: bool
) -> CodesPage:
    """Students of the class in list order, each followed by the guardians."""
    whole = Membership.objects.on(day).filter(
        group__school_class=school_class, group__kind=GroupKind.WHOLE_CLASS
    )
    children = [
        (membership.student_id, membership.student.person)
        for membership in whole.select_related("student__person").order_by(
            "student__person__sort_key"
        )
    ]
    kin: dict[int, list[Person]] = {}
    for link in (
        Guardianship.objects.on(day)
        .filter(student__in=[pk for pk, _ in children])
        .select_related("guardian")
        .order_by("guardian__sort_key")
    ):
        kin.setdefault(link.student_id, []).append(link.guardian)
    people = [
        (person, "" if person is child else child.name.in_class)
        for student_id, child in children
        for person in (child, *kin.get(student_id, ()))
    ]
    rows = _rows(
        people, school_id=school_class.school_id, day=day, now=now, staff_too=by_administrator
    )
    return CodesPage(title=school_class.name, school_class=school_class, rows=rows)


def staff_codes_page(school_id: int, *, day: date, now: datetime) -> CodesPage:
    """Everybody who works in the school."""
    people = [(employee.person, "") for employee in _staff(school_id)]
    rows = _rows(people, school_id=school_id, day=day, now=now, staff_too=True)
    return CodesPage(title="", school_class=None, rows=rows)


def _staff(school_id: int) -> QuerySet[Employee]:
    return (
        Employee.objects.filter(school_id=school_id, left_on=None)
        .select_related("person")
        .order_by("person__sort_key")
    )


def _rows(
    people: list[tuple[Person, str]],
    *,
    school_id: int,
    day: date,
    now: datetime,
    staff_too: bool,
) -> list[CodeRow]:
    ids = [person.pk for person, _ in people]
    closed = governed_elsewhere(ids, school_id=school_id, day=day)
    if not staff_too:
        closed |= staff_among(ids, day=day)
    holding = dict(
        AccessCode.objects.filter(
            person__in=ids, used_at=None, void_at=None, expires_at__gt=now
        ).values_list("person_id", "expires_at")
    )
    seen: set[int] = set()
    rows = []
    for person, of_student in people:
        if person.pk in seen:
            continue
        seen.add(person.pk)
        rows.append(
            CodeRow(
                person=person,
                of_student=of_student,
                has_password=person.has_usable_password(),
                code_until=holding.get(person.pk),
                may_get=person.pk not in closed,
            )
        )
    return rows


def person_codes_page(person: Person, school_id: int, *, day: date, now: datetime) -> CodesPage:
    """One person alone."""
    rows = _rows([(person, "")], school_id=school_id, day=day, now=now, staff_too=True)
    return CodesPage(title=person.name.full, school_class=None, rows=rows)
