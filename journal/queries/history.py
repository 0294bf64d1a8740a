"""Who wrote what, when and why: the events of a cell and of a lesson."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext as _

from journal.models import AbsenceKind, Sign
from school.models import Person

# Marks and absences of one cell, oldest first, each beside its own state before.
_CELL_EVENTS = """
SELECT 'mark', e.pgh_obj_id, e.pgh_label, e.pgh_created_at, e.pgh_context::json,
       coalesce(e.points::text, e.sign), k.name
  FROM journal_markevent e LEFT JOIN journal_workkind k ON k.id = e.kind_id
 WHERE e.lesson_id = %(lesson)s AND e.student_id = %(student)s
UNION ALL
SELECT 'absence', e.pgh_obj_id, e.pgh_label, e.pgh_created_at, e.pgh_context::json,
       e.kind || coalesce(':' || e.minutes, ''), ''
  FROM journal_attendanceevent e
 WHERE e.lesson_id = %(lesson)s AND e.student_id = %(student)s
 ORDER BY 4, 2
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One entry in the history of a cell."""

    at: datetime
    who: str
    before: str
    after: str
    kind: str
    reason: str


def cell_history(lesson_id: int, student_id: int) -> list[Change]:
    """Every change of a cell, newest first; two statements."""
    with connection.cursor() as cursor:
        cursor.execute(_CELL_EVENTS, {"lesson": lesson_id, "student": student_id})
        rows = cursor.fetchall()
    names = _names({(row[4] or {}).get("user") for row in rows})
    stood: dict[tuple[str, int], str] = {}
    changes = []
    for what, pk, label, at, context, raw, kind in rows:
        before = stood.get((what, pk), "")
        after = "" if label == "delete" else _shown(what, raw)
        stood[(what, pk)] = after
        if before != after:
            changes.append(_change(at, context or {}, names, before, after, kind))
    return changes[::-1]


def last_writer(lesson_id: int, student_id: int) -> str:
    """The name of who wrote to a cell last, as colleagues call each other."""
    changes = cell_history(lesson_id, student_id)
    return changes[0].who if changes else _("somebody")


def _change(
    at: datetime, context: dict, names: dict[int, str], before: str, after: str, kind: str | None
) -> Change:
    return Change(
        at=at,
        who=names.get(context.get("user"), _("the system")),
        before=before,
        after=after,
        kind=kind or "",
        reason=context.get("reason", ""),
    )


def _shown(what: str, raw: str) -> str:
    if what == "mark":
        return raw if raw.isdecimal() else Sign(raw).sign
    kind, _colon, minutes = raw.partition(":")
    return f"{AbsenceKind(kind).sign}{minutes}"


def _names(ids: set[int | None]) -> dict[int, str]:
    people = Person.objects.filter(pk__in=[pk for pk in ids if pk])
    return {person.pk: person.name.short for person in people}
