"""Movements of students by the director's orders: enrolled, moved to another class, left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.refusal import Refused
from school.actions.writing import day_before, end_row, keep, once, writing
from school.models import (
    Enrolment,
    EnrolmentKind,
    GroupKind,
    Membership,
    Person,
    SchoolClass,
    Student,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """The director's order a movement rests on."""

    number: str = ""
    day: date | None = None


def enrol(
    *,
    actor: Person,
    student: Student,
    to_class: SchoolClass,
    day: date,
    order: Order,
    now: datetime,
    key: UUID | None = None,
) -> Enrolment:
    """The student is in the class from this day on.

    Raises Refused when the student is in a class of the same year already on that day or later."""
    with writing(actor=actor, field="day"):
        once(key=key, actor=actor, now=now)
        _lock(student)
        _inside_year(to_class, day)
        if _classes_from(student, to_class.year_id, day):
            raise Refused(
                "in_a_class",
                _("The student is in a class of this year already: move the student instead."),
                field="to_class",
            )
        _join(student, to_class, day, now)
        return _record(student, EnrolmentKind.ENROLLED, day, order, to_class)


def move(
    *,
    actor: Person,
    student: Student,
    to_class: SchoolClass,
    day: date,
    order: Order,
    now: datetime,
    key: UUID | None = None,
) -> Enrolment:
    """To another class from this day on: the old class and its subgroups end the day before.
    Clubs and electives that belong to no class go on. Marks stay with the student."""
    with writing(actor=actor, field="day"):
        once(key=key, actor=actor, now=now)
        _lock(student)
        _inside_year(to_class, day)
        before = _classes_from(student, to_class.year_id, day)
        if not before:
            raise Refused("no_class", _("The student is in no class on that day: enrol instead."))
        if any(row.group.school_class_id == to_class.pk for row in before):
            raise Refused(
                "same_class", _("The student is in this class already."), field="to_class"
            )
        _end_groups(student, day, of_year=to_class.year_id, only_of_classes=True)
        _join(student, to_class, day, now)
        return _record(student, EnrolmentKind.TRANSFERRED, day, order, to_class)


def leave(
    *,
    actor: Person,
    student: Student,
    day: date,
    order: Order,
    now: datetime,
    key: UUID | None = None,
) -> Enrolment:
    """Not in the school from this day on: all groups end the day before; records stay."""
    with writing(actor=actor, field="day"):
        once(key=key, actor=actor, now=now)
        _lock(student)
        if not Membership.objects.filter(student=student).within(day, date.max).exists():
            raise Refused("gone", _("The student is in no class or group on that day."))
        _end_groups(student, day, of_year=None, only_of_classes=False)
        return _record(student, EnrolmentKind.WITHDRAWN, day, order, None)


def _lock(student: Student) -> None:
    """Two movements of one student wait for each other."""
    Student.objects.select_for_update().get(pk=student.pk)


def _inside_year(to_class: SchoolClass, day: date) -> None:
    year = to_class.year
    if not year.first_day <= day <= year.last_day:
        raise Refused(
            "outside_year",
            _("The day lies outside the academic year %(first)s – %(last)s.")
            % {
                "first": date_format(year.first_day, "SHORT_DATE_FORMAT"),
                "last": date_format(year.last_day, "SHORT_DATE_FORMAT"),
            },
            field="day",
        )


def _classes_from(student: Student, year_id: int, day: date) -> list[Membership]:
    return list(
        Membership.objects.within(day, date.max)
        .filter(student=student, group__kind=GroupKind.WHOLE_CLASS, group__year_id=year_id)
        .select_related("group")
    )


def _end_groups(student: Student, day: date, *, of_year: int | None, only_of_classes: bool) -> None:
    rows = Membership.objects.within(day, date.max).filter(student=student)
    if of_year is not None:
        rows = rows.filter(group__year_id=of_year)
    if only_of_classes:
        rows = rows.filter(group__school_class__isnull=False)
    for row in rows:
        end_row(row, until=day_before(day))


def _join(student: Student, to_class: SchoolClass, day: date, now: datetime) -> None:
    group = to_class.groups.get(kind=GroupKind.WHOLE_CLASS)
    keep(
        Membership(
            school_id=student.school_id, group=group, student=student, since=day, entered_at=now
        )
    )


def _record(
    student: Student, kind: str, day: date, order: Order, to_class: SchoolClass | None
) -> Enrolment:
    return keep(
        Enrolment(
            school_id=student.school_id,
            student=student,
            kind=kind,
            day=day,
            to_class=to_class,
            order_number=order.number,
            order_day=order.day,
        )
    )
