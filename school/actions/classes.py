"""Classes of a year, who leads them, and the groups they are split into."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from core.refusal import Refused
from school.actions.writing import day_before, end_row, keep, once, writing
from school.models import (
    AcademicYear,
    Calendar,
    Employee,
    Group,
    GroupKind,
    HomeroomTeacher,
    Membership,
    Person,
    Room,
    SchoolClass,
)


def form_class(
    *,
    actor: Person,
    calendar: Calendar,
    grade: int,
    letter: str,
    shift: int,
    room: Room | None,
    now: datetime,
    key: UUID | None,
) -> SchoolClass:
    """A class of the calendar's year, with its whole-class group."""
    with writing(actor=actor, field="letter"):
        once(key=key, actor=actor, now=now)
        school_class = keep(
            SchoolClass(
                school_id=calendar.school_id,
                year=calendar.year,
                calendar=calendar,
                grade=grade,
                letter=letter,
                shift=shift,
                room=room,
            )
        )
        keep(
            Group(
                school_id=calendar.school_id,
                year=calendar.year,
                kind=GroupKind.WHOLE_CLASS,
                name=school_class.name,
                school_class=school_class,
            )
        )
        return school_class


def change_class(
    *,
    actor: Person,
    school_class: SchoolClass,
    calendar: Calendar,
    grade: int,
    letter: str,
    shift: int,
    room: Room | None,
) -> SchoolClass:
    """Correct a class; its whole-class group follows the name."""
    with writing(actor=actor, field="letter"):
        school_class.calendar, school_class.room = calendar, room
        school_class.grade, school_class.letter, school_class.shift = grade, letter, shift
        keep(school_class)
        school_class.groups.filter(kind=GroupKind.WHOLE_CLASS).update(name=school_class.name)
        return school_class


def name_homeroom(
    *,
    actor: Person,
    school_class: SchoolClass,
    employee: Employee,
    since: date,
    now: datetime,
    key: UUID | None,
) -> HomeroomTeacher:
    """Who leads the class from this day on; who led it before ends the day before."""
    with writing(actor=actor, field="employee"):
        once(key=key, actor=actor, now=now)
        for row in school_class.homeroom.within(since, date.max).select_for_update():
            if row.employee_id == employee.pk and row.since <= since:
                raise Refused("leads_already", _("Leads this class already."), field="employee")
            end_row(row, until=day_before(since))
        return keep(
            HomeroomTeacher(
                school_id=school_class.school_id,
                school_class=school_class,
                employee=employee,
                since=since,
            )
        )


def form_group(
    *,
    actor: Person,
    year: AcademicYear,
    kind: str,
    name: str,
    school_class: SchoolClass | None,
    now: datetime,
    key: UUID | None,
) -> Group:
    """A subgroup of a class, or a club that draws on several classes (App. 2 3)."""
    with writing(actor=actor, field="name"):
        once(key=key, actor=actor, now=now)
        if school_class is None and kind == GroupKind.SUBGROUP:
            raise Refused("no_class", _("A subgroup belongs to a class."), field="school_class")
        return keep(
            Group(
                school_id=year.school_id,
                year=year,
                kind=kind,
                name=name,
                school_class=school_class,
            )
        )


def regroup(
    *,
    actor: Person,
    group: Group,
    name: str,
    student_ids: Collection[int],
    day: date,
    now: datetime,
) -> tuple[int, int]:
    """Name and members of a group together, as its page shows them."""
    with writing(actor=actor, field="name"):
        if group.name != name:
            group.name = name
            keep(group)
        return set_members(actor=actor, group=group, student_ids=student_ids, day=day, now=now)


def set_members(
    *, actor: Person, group: Group, student_ids: Collection[int], day: date, now: datetime
) -> tuple[int, int]:
    """From this day on exactly these students are in the group. Says how many came and went."""
    with writing(actor=actor, field="day"):
        _day_of_year(group.year, day)
        Group.objects.select_for_update().get(pk=group.pk)
        rows = {row.student_id: row for row in group.memberships.within(day, date.max)}
        wanted = set(student_ids)
        gone = [row for student_id, row in rows.items() if student_id not in wanted]
        for row in gone:
            end_row(row, until=day_before(day))
        new = wanted - set(rows)
        for student_id in sorted(new):
            keep(
                Membership(
                    school_id=group.school_id,
                    group=group,
                    student_id=student_id,
                    since=day,
                    entered_at=now,
                )
            )
        return len(new), len(gone)


def split_class(
    *,
    actor: Person,
    school_class: SchoolClass,
    names: tuple[str, str],
    first_half: Collection[int],
    everybody: Collection[int],
    since: date,
    now: datetime,
    key: UUID | None,
) -> tuple[Group, Group]:
    """Two subgroups from one list: the ticked students go into the first, the rest into the
    second."""
    with writing(actor=actor, field="first_name"):
        once(key=key, actor=actor, now=now)
        halves = []
        for name, ids in (
            (names[0], set(first_half)),
            (names[1], set(everybody) - set(first_half)),
        ):
            group = form_group(
                actor=actor,
                year=school_class.year,
                kind=GroupKind.SUBGROUP,
                name=name,
                school_class=school_class,
                now=now,
                key=None,
            )
            set_members(actor=actor, group=group, student_ids=ids, day=since, now=now)
            halves.append(group)
        return halves[0], halves[1]


def _day_of_year(year: AcademicYear, day: date) -> None:
    if not year.first_day <= day <= year.last_day:
        raise Refused("outside_year", _("The day lies outside the academic year."), field="day")
