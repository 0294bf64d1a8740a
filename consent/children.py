"""The children a person may ask about, read by one statement."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from django.db import connection

from core.text import Name
from school.models import Person

# One row per child this person may ask about: the one asked for, the person's own children, the
# person's own studies. `today` is the school's own day.
_CHILDREN = """
WITH asked AS (
    SELECT %(student)s::bigint AS student_id, NULL::bigint AS guardianship_id
    UNION ALL
    SELECT g.student_id, g.id
      FROM school_guardianship g JOIN school_student t ON t.id = g.student_id
      JOIN school_school s ON s.id = t.school_id
     WHERE g.guardian_id = %(person)s
       AND g.since <= (%(now)s AT TIME ZONE s.time_zone)::date
       AND (g.until IS NULL OR g.until >= (%(now)s AT TIME ZONE s.time_zone)::date)
    UNION ALL
    SELECT t.id, NULL FROM school_student t WHERE t.person_id = %(person)s
), days AS (
    SELECT asked.*, s.id AS school_id, s.short_name, t.person_id,
           (%(now)s AT TIME ZONE s.time_zone)::date AS today
      FROM asked JOIN school_student t ON t.id = asked.student_id
      JOIN school_school s ON s.id = t.school_id
)
SELECT d.student_id, d.guardianship_id, d.school_id, d.short_name, d.person_id, d.today,
       p.last_name, p.first_name, p.patronymic, k.id, k.name, k.calendar_id,
       d.guardianship_id IS NOT NULL AND EXISTS (
           SELECT 1 FROM consent_serviceapplication a
            WHERE a.guardianship_id = d.guardianship_id AND a.signed_on <= d.today
              AND (a.ended_on IS NULL OR a.ended_on > d.today)),
       d.guardianship_id IS NOT NULL AND EXISTS (
           SELECT 1 FROM consent_dataconsent a
            WHERE a.guardianship_id = d.guardianship_id AND a.signed_on <= d.today
              AND (a.ended_on IS NULL OR a.ended_on > d.today))
  FROM days d JOIN school_person p ON p.id = d.person_id
  LEFT JOIN LATERAL (
      SELECT c.id, c.grade || c.letter AS name, c.calendar_id
        FROM school_membership m
        JOIN school_group g ON g.id = m.group_id AND g.kind = 'class'
        JOIN school_schoolclass c ON c.id = g.school_class_id
       WHERE m.student_id = d.student_id AND m.since <= d.today
       ORDER BY m.since DESC LIMIT 1) k ON TRUE
 ORDER BY p.sort_key, d.student_id, d.guardianship_id
"""


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
    """The same, and the student that was asked for."""
    with connection.cursor() as cursor:
        cursor.execute(_CHILDREN, {"person": person_id, "student": student_id, "now": now})
        return [Child(*row) for row in cursor.fetchall()]
