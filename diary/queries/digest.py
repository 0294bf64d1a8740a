"""Which families are due a digest of the forecast, and what one said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.db import connection

from consent.permissions import Access
from core.delivery import message_of

FORECAST = "forecast"

# Guardians with both papers in force who wish to be informed electronically, of students with marks
# whose class is in a term today, and who were told nothing for the school's interval.
_DUE = """
SELECT g.id, g.guardian_id, g.student_id, p.first_name
  FROM school_guardianship g
  JOIN school_membership m ON m.student_id = g.student_id AND m.since <= %(day)s
       AND (m.until IS NULL OR m.until >= %(day)s)
  JOIN school_group c ON c.id = m.group_id AND c.kind = 'class'
  JOIN school_schoolclass k ON k.id = c.school_class_id AND k.grade > 1
  JOIN school_student t ON t.id = g.student_id JOIN school_person p ON p.id = t.person_id
 WHERE g.school_id = %(school)s AND k.calendar_id = %(calendar)s
   AND g.since <= %(day)s AND (g.until IS NULL OR g.until >= %(day)s)
   AND EXISTS (SELECT 1 FROM consent_serviceapplication a WHERE a.guardianship_id = g.id
          AND a.signed_on <= %(day)s AND (a.ended_on IS NULL OR a.ended_on > %(day)s))
   AND EXISTS (SELECT 1 FROM consent_dataconsent a WHERE a.guardianship_id = g.id
          AND a.signed_on <= %(day)s AND (a.ended_on IS NULL OR a.ended_on > %(day)s))
   AND 'electronic' = (SELECT i.form FROM consent_informingchoice i
         WHERE i.guardianship_id = g.id AND i.since <= %(day)s ORDER BY i.since DESC LIMIT 1)
   AND NOT EXISTS (SELECT 1 FROM core_message n WHERE n.person_id = g.guardian_id
          AND n.kind = %(kind)s AND n.about_id = g.student_id AND n.made_at >= %(told)s)
 ORDER BY g.student_id, g.id
"""


@dataclass(frozen=True, slots=True)
class DueFamily:
    """A guardian of one child, to be told."""

    guardianship_id: int
    guardian_id: int
    student_id: int
    first_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestLine:
    """A subject in a digest."""

    subject: str
    average: str
    mark: int
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestPage:
    """A digest as it was made: dated, not counted anew."""

    tab: ClassVar[str] = "forecast"
    access: Access
    made_at: datetime
    term: str
    lines: tuple[DigestLine, ...]


def families_due(
    school_id: int, calendar_id: int, *, today: date, days: int, zone: ZoneInfo
) -> list[DueFamily]:
    """Whom nobody told the forecast on this day or in the `days` - 1 before it (A5 2)."""
    told = datetime.combine(today - timedelta(days=days - 1), time.min, tzinfo=zone)
    values: dict[str, Any] = {
        "school": school_id,
        "calendar": calendar_id,
        "day": today,
        "kind": FORECAST,
        "told": told,
    }
    with connection.cursor() as cursor:
        cursor.execute(_DUE, values)
        return [DueFamily(*row) for row in cursor.fetchall()]


def digest_page(access: Access, *, person_id: int, message_id: int) -> DigestPage | None:
    """A digest this person got about this child; None for any other."""
    message = message_of(person_id, message_id)
    if message is None or (message.kind, message.about_id) != (FORECAST, access.student_id):
        return None
    return DigestPage(
        access=access,
        made_at=message.made_at,
        term=message.payload.get("term", ""),
        lines=tuple(DigestLine(**line) for line in message.payload.get("lines", ())),
    )
