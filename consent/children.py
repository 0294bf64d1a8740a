"""The children a person may ask about, read by one statement."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from django.db import connection

from core.text import Name
from school.models import Person

_LARGEST_ID = 2**63 - 1  # the database knows no larger number, and fails on one


class Child(NamedTuple):
    """A child as the person who looks is related to it."""

    student_id: int
    guardianship_id: int | None
    school_id: int
    school_name: str
    person_id: int
    today: date
    last_name: str
    first_name: str
    patronymic: str
    class_id: int | None
    class_name: str | None
    calendar_id: int | None
    has_application: bool
    has_consent: bool

    @property
    def name(self) -> Name:
        return Name(self.last_name, self.first_name, self.patronymic)

    @property
    def papers_in_force(self) -> bool:
        """Both signed papers are in force today (order 2.6)."""
        return self.has_application and self.has_consent


def children_of(person: Person, *, now: datetime) -> tuple[Child, ...]:
    """The person's own children, and the person's own studies, in the order of names."""
    return tuple(children_and(person.pk, None, now))


def children_and(person_id: int, student_id: int | None, now: datetime) -> list[Child]:
    """The same, and the student that was asked for; a number no id can be asks for nobody."""
    if student_id is not None and student_id > _LARGEST_ID:
        student_id = None
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM consent_children(%s, %s, %s)", [person_id, student_id, now])
        return [Child(*row) for row in cursor.fetchall()]
