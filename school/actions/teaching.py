"""Subjects, courses with their teachers, and rooms."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from core.refusal import Refused
from school.actions.writing import day_before, end_row, keep, once, writing
from school.models import (
    Course,
    CourseTeacher,
    Employee,
    Group,
    GroupKind,
    Person,
    Room,
    Scale,
    Subject,
)

_WITHOUT_HOMEWORK = (GroupKind.CLUB, GroupKind.EXTENDED_DAY)


def add_subject(
    *,
    actor: Person,
    school_id: int,
    name: str,
    short_name: str,
    position: int,
    now: datetime,
    key: UUID | None,
) -> Subject:
    """A subject the school teaches; its name once."""
    with writing(actor=actor, field="name"):
        once(key=key, actor=actor, now=now)
        return keep(
            Subject(school_id=school_id, name=name, short_name=short_name, position=position)
        )


def change_subject(
    *, actor: Person, subject: Subject, name: str, short_name: str, position: int
) -> Subject:
    """Correct a subject's names and its place in lists."""
    with writing(actor=actor, field="name"):
        subject.name, subject.short_name, subject.position = name, short_name, position
        return keep(subject)


def add_course(
    *,
    actor: Person,
    group: Group,
    subject: Subject,
    hours_a_year: int,
    scale: str,
    asks_homework: bool,
    teacher: Employee | None,
    since: date,
    now: datetime,
    key: UUID | None,
) -> Course:
    """One page of the journal: a subject taught to a group, by somebody from a day on."""
    with writing(actor=actor, field="subject"):
        once(key=key, actor=actor, now=now)
        course = keep(
            Course(
                school_id=group.school_id,
                year=group.year,
                subject=subject,
                group=group,
                hours_a_year=hours_a_year,
                scale=_scale_of(group, scale),
                asks_homework=asks_homework and group.kind not in _WITHOUT_HOMEWORK,
            )
        )
        if teacher:
            keep(
                CourseTeacher(
                    school_id=group.school_id, course=course, employee=teacher, since=since
                )
            )
        return course


def change_course(
    *, actor: Person, course: Course, hours_a_year: int, scale: str, asks_homework: bool
) -> Course:
    """Correct hours, scale and whether homework is set."""
    with writing(actor=actor, field="scale"):
        course.hours_a_year, course.scale = hours_a_year, _scale_of(course.group, scale)
        course.asks_homework = asks_homework and course.group.kind not in _WITHOUT_HOMEWORK
        return keep(course)


def _scale_of(group: Group, scale: str) -> str:
    """An extended-day group knows no marks, whatever was chosen; a club may have them."""
    return Scale.NONE if group.kind == GroupKind.EXTENDED_DAY else scale


def give_course(
    *,
    actor: Person,
    course: Course,
    employee: Employee,
    since: date,
    together: bool,
    now: datetime,
    key: UUID | None,
) -> CourseTeacher:
    """This teacher from the day on, instead of those before or together with them."""
    with writing(actor=actor, field="employee"):
        once(key=key, actor=actor, now=now)
        _inside_year(course, since)
        for row in course.teachers.within(since, date.max).select_for_update():
            if row.employee_id == employee.pk and row.since <= since:
                raise Refused("teaches_already", _("Teaches this already."), field="employee")
            if not together or row.employee_id == employee.pk:
                end_row(row, until=day_before(since))
        return keep(
            CourseTeacher(school_id=course.school_id, course=course, employee=employee, since=since)
        )


def end_teaching(*, actor: Person, row: CourseTeacher, last_day: date) -> None:
    """The teacher's last day in the course."""
    with writing(actor=actor, field="last_day"):
        end_row(row, until=last_day)


def add_room(
    *,
    actor: Person,
    school_id: int,
    name: str,
    seats: int | None,
    is_shared: bool,
    now: datetime,
    key: UUID | None,
) -> Room:
    """A room the timetable can use."""
    with writing(actor=actor, field="name"):
        once(key=key, actor=actor, now=now)
        return keep(Room(school_id=school_id, name=name, seats=seats, is_shared=is_shared))


def change_room(
    *, actor: Person, room: Room, name: str, seats: int | None, is_shared: bool
) -> Room:
    """Correct a room."""
    with writing(actor=actor, field="name"):
        room.name, room.seats, room.is_shared = name, seats, is_shared
        return keep(room)


def _inside_year(course: Course, day: date) -> None:
    if not course.year.first_day <= day <= course.year.last_day:
        raise Refused("outside_year", _("The day lies outside the academic year."), field="since")
