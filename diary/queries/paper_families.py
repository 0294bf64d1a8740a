"""Whom the school informs on paper: each guardian of a child who does not read the diary (A5 1)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db import connection

from consent.models import InformingForm
from core.text import Name
from school.models import Kinship

# Of a week with a lesson of the child: everybody but those who chose the diary and may read it,
# with both papers in force (order 2.6).
_ON_PAPER = """
SELECT c.school_class_id, g.id, g.student_id, p.last_name, p.first_name, p.patronymic,
       q.last_name, q.first_name, q.patronymic, g.kinship, coalesce(i.form, 'undecided')
  FROM school_membership m
  JOIN school_group c ON c.id = m.group_id AND c.kind = 'class'
  JOIN school_student t ON t.id = m.student_id JOIN school_person p ON p.id = t.person_id
  JOIN school_guardianship g ON g.student_id = m.student_id AND g.since <= %(day)s
       AND (g.until IS NULL OR g.until >= %(day)s)
  JOIN school_person q ON q.id = g.guardian_id
  LEFT JOIN LATERAL (SELECT n.form FROM consent_informingchoice n
        WHERE n.guardianship_id = g.id AND n.since <= %(day)s
        ORDER BY n.since DESC LIMIT 1) i ON true
 WHERE c.school_class_id = ANY(%(classes)s) AND m.since <= %(day)s
   AND (m.until IS NULL OR m.until >= %(day)s)
   AND EXISTS (SELECT 1 FROM school_membership o JOIN school_course k ON k.group_id = o.group_id
        JOIN schedule_lesson l ON l.course_id = k.id AND l.day >= %(week)s
             AND l.day < %(week)s::date + 7 AND l.day >= o.since
             AND (o.until IS NULL OR l.day <= o.until) AND l.state <> 'cancelled'
        WHERE o.student_id = m.student_id)
   AND NOT (i.form IS NOT DISTINCT FROM 'electronic'
     AND EXISTS (SELECT 1 FROM consent_serviceapplication a WHERE a.guardianship_id = g.id
          AND a.signed_on <= %(day)s AND (a.ended_on IS NULL OR a.ended_on > %(day)s))
     AND EXISTS (SELECT 1 FROM consent_dataconsent a WHERE a.guardianship_id = g.id
          AND a.signed_on <= %(day)s AND (a.ended_on IS NULL OR a.ended_on > %(day)s)))
 ORDER BY c.school_class_id, p.sort_key, g.student_id, q.sort_key, g.id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFamily:
    """One guardian of one child who gets the week on paper, and why."""

    guardianship_id: int
    student_id: int
    student: Name
    guardian: Name
    kinship: str
    form: InformingForm

    @property
    def is_undecided(self) -> bool:
        return self.form == InformingForm.UNDECIDED

    @property
    def lacks_papers(self) -> bool:
        """Chose the diary, but application and consent are not both in force."""
        return self.form == InformingForm.ELECTRONIC


def paper_families(
    class_ids: Collection[int], *, week: date, day: date
) -> dict[int, tuple[PaperFamily, ...]]:
    """Who is to get a report of the week (its Monday) as things stand on the day: by class, in the
    order of students and guardians; one statement for all classes."""
    with connection.cursor() as cursor:
        cursor.execute(_ON_PAPER, {"classes": list(class_ids), "week": week, "day": day})
        rows = cursor.fetchall()
    return {
        class_id: tuple(_family(row[1:]) for row in own)
        for class_id, own in groupby(rows, key=lambda row: row[0])
    }


def _family(row: tuple) -> PaperFamily:
    pk, student_id, last, first, patronymic, of_last, of_first, of_patronymic, kinship, form = row
    return PaperFamily(
        guardianship_id=pk,
        student_id=student_id,
        student=Name(last, first, patronymic),
        guardian=Name(of_last, of_first, of_patronymic),
        kinship=str(Kinship(kinship).label),
        form=InformingForm(form),
    )
