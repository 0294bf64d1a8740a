"""What is noted of a work beside the marks, and the statement that writes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import connection

from journal.models import Work, WorkResult
from school.models import Person

_RESULTS = """WITH gone AS (
 DELETE FROM journal_workresult WHERE work_id = %(work)s AND student_id = ANY(%(gone)s))
INSERT INTO journal_workresult
       (school_id, work_id, student_id, points, is_none, noted_at, noted_by_id)
SELECT %(school)s, %(work)s, n.student, n.points, n.is_none, %(now)s, %(actor)s
  FROM unnest(%(students)s::bigint[], %(points)s::numeric[], %(nones)s::boolean[])
       n(student, points, is_none)
ON CONFLICT (work_id, student_id) DO UPDATE SET points = EXCLUDED.points,
   is_none = EXCLUDED.is_none, noted_at = EXCLUDED.noted_at, noted_by_id = EXCLUDED.noted_by_id"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """Points of a work, or the explicit word that there will be no mark; or neither."""

    points: Decimal | None = None
    is_none: bool = False


def noted_of(work_id: int) -> dict[int, Noted]:
    """By student; one statement."""
    rows = WorkResult.objects.filter(work_id=work_id).values_list("student_id", "points", "is_none")
    return {pk: Noted(points=points, is_none=is_none) for pk, points, is_none in rows}


def write_noted(
    work: Work, noted: Mapping[int, Noted | None], *, actor: Person, now: datetime
) -> None:
    """What changed, by student; None is taken back. One statement, none where nothing changed."""
    if not noted:
        return
    kept = {pk: what for pk, what in noted.items() if what is not None}
    values = {
        "school": work.school_id,
        "work": work.pk,
        "actor": actor.pk,
        "now": now,
        "gone": [pk for pk, what in noted.items() if what is None],
        "students": list(kept),
        "points": [what.points for what in kept.values()],
        "nones": [what.is_none for what in kept.values()],
    }
    with connection.cursor() as cursor:
        cursor.execute(_RESULTS, values)
