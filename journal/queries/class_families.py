"""The families of a class as its homeroom teacher needs them: guardians, papers in force, how each
wants to be informed, when the diary was opened last. One statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db import connection

from consent.models import InformingForm
from core.text import Name
from school.models import Kinship, SchoolClass

_READ = """
SELECT m.student_id, p.last_name, p.first_name, p.patronymic,
       (SELECT max(o.at) FROM consent_recordopening o
         WHERE o.student_id = m.student_id AND o.as_role = 'student'),
       g.id, q.last_name, q.first_name, q.patronymic, g.kinship,
       EXISTS (SELECT 1 FROM consent_serviceapplication a WHERE a.guardianship_id = g.id
                  AND a.signed_on <= %(day)s AND (a.ended_on IS NULL OR a.ended_on > %(day)s)),
       EXISTS (SELECT 1 FROM consent_dataconsent a WHERE a.guardianship_id = g.id
                  AND a.signed_on <= %(day)s AND (a.ended_on IS NULL OR a.ended_on > %(day)s)),
       (SELECT i.form FROM consent_informingchoice i
         WHERE i.guardianship_id = g.id AND i.since <= %(day)s ORDER BY i.since DESC LIMIT 1),
       (SELECT max(o.at) FROM consent_recordopening o
         WHERE o.student_id = m.student_id AND o.person_id = g.guardian_id),
       (SELECT json_agg(json_build_array(c.kind, c.value, c.confirmed_at IS NOT NULL)
                        ORDER BY c.kind DESC, c.id)
          FROM consent_contact c WHERE c.school_id = %(school)s AND c.person_id = g.guardian_id
           AND c.ended_at IS NULL)
  FROM school_membership m
  JOIN school_group k ON k.id = m.group_id AND k.kind = 'class'
  JOIN school_student t ON t.id = m.student_id JOIN school_person p ON p.id = t.person_id
  LEFT JOIN school_guardianship g ON g.student_id = m.student_id AND g.since <= %(day)s
       AND (g.until IS NULL OR g.until >= %(day)s)
  LEFT JOIN school_person q ON q.id = g.guardian_id
 WHERE k.school_class_id = %(class)s AND m.since <= %(day)s
   AND (m.until IS NULL OR m.until >= %(day)s)
   AND (%(student)s::bigint IS NULL OR m.student_id = %(student)s)
 ORDER BY p.sort_key, m.student_id, q.sort_key, g.id
"""


@dataclass(frozen=True, slots=True)
class Reached:
    """An address or number of a guardian. Nothing is sent to an unconfirmed one (A5 4)."""

    kind: str
    value: str
    is_confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardianLine:
    """A guardian of one student."""

    guardianship_id: int
    name: Name
    kinship: str
    has_application: bool
    has_consent: bool
    form: str
    informed: str
    opened_at: datetime | None
    contacts: tuple[Reached, ...]

    @property
    def has_access(self) -> bool:
        """Both papers in force (order 2.6)."""
        return self.has_application and self.has_consent

    @property
    def confirmed(self) -> int:
        return sum(contact.is_confirmed for contact in self.contacts)


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyRow:
    """A student with the guardians of the day."""

    student_id: int
    name: Name
    opened_at: datetime | None
    guardians: tuple[GuardianLine, ...]

    @property
    def is_reached(self) -> bool:
        """Somebody of the family may read the diary."""
        return any(guardian.has_access for guardian in self.guardians)


@dataclass(frozen=True, slots=True, kw_only=True)
class FamiliesPage:
    """The class's families."""

    school_class: SchoolClass
    rows: tuple[FamilyRow, ...]

    @property
    def reached(self) -> int:
        return sum(row.is_reached for row in self.rows)

    @property
    def on_paper(self) -> int:
        """Families that get their week on paper: they said so, said nothing yet, or cannot read
        the diary (A5 1)."""
        return sum(
            not any(
                one.has_access and one.form == InformingForm.ELECTRONIC for one in row.guardians
            )
            for row in self.rows
        )

    @property
    def never_opened(self) -> int:
        return sum(
            row.is_reached and not any(one.opened_at for one in row.guardians) for row in self.rows
        )


def families_page(school_class: SchoolClass, *, today: date) -> FamiliesPage:
    """Everybody's family on the day."""
    return FamiliesPage(
        school_class=school_class, rows=families_of(school_class, student_id=None, today=today)
    )


def families_of(
    school_class: SchoolClass, *, student_id: int | None, today: date
) -> tuple[FamilyRow, ...]:
    """The families of the class, or of one student of it."""
    values = {
        "class": school_class.pk,
        "school": school_class.school_id,
        "student": student_id,
        "day": today,
    }
    with connection.cursor() as cursor:
        cursor.execute(_READ, values)
        rows = cursor.fetchall()
    return tuple(_family(list(lines)) for _pk, lines in groupby(rows, key=lambda row: row[0]))


def _family(lines: list[tuple[Any, ...]]) -> FamilyRow:
    pk, last, first, patronymic, opened_at = lines[0][:5]
    return FamilyRow(
        student_id=pk,
        name=Name(last, first, patronymic),
        opened_at=opened_at,
        guardians=tuple(_guardian(line[5:]) for line in lines if line[5] is not None),
    )


def _guardian(line: tuple[Any, ...]) -> GuardianLine:
    pk, last, first, patronymic, kinship, application, consent, form, opened_at, contacts = line
    chosen = InformingForm(form or InformingForm.UNDECIDED)
    return GuardianLine(
        guardianship_id=pk,
        name=Name(last, first, patronymic),
        kinship=str(Kinship(kinship).label),
        has_application=application,
        has_consent=consent,
        form=chosen.value,
        informed=str(chosen.label),
        opened_at=opened_at,
        contacts=tuple(Reached(*contact) for contact in contacts or ()),
    )
