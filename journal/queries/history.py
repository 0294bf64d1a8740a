"""Who wrote what, when and why: the events of a cell and of a lesson."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext as _

from journal.models import AbsenceKind, NoteState, Sign
from school.models import Person

# Marks, absences and notes of absence of one cell, oldest first.
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
UNION ALL
SELECT 'note', e.pgh_obj_id, e.state, e.pgh_created_at, e.pgh_context::json, e.kind, ''
  FROM journal_absencenoteevent e JOIN schedule_lesson l ON l.id = %(lesson)s
 WHERE e.student_id = %(student)s AND l.day BETWEEN e.first_day AND e.last_day
   AND (e.first_lesson IS NULL OR l.number BETWEEN e.first_lesson AND e.last_lesson)
 ORDER BY 4, 2
"""


_ABSENT = AbsenceKind.ABSENT.sign


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One entry in the history of a cell: `at` is the server's time, `typed_at` the device's where
    it waited there for a network."""

    at: datetime
    who: str
    before: str
    after: str
    kind: str
    reason: str
    is_by_note: bool = False
    typed_at: datetime | None = None


def cell_history(lesson_id: int, student_id: int) -> list[Change]:
    """Every change of a cell, newest first; two statements."""
    with connection.cursor() as cursor:
        cursor.execute(_CELL_EVENTS, {"lesson": lesson_id, "student": student_id})
        rows = cursor.fetchall()
    names = _names({(row[4] or {}).get("user") for row in rows})
    stands = _Standing()
    changes = []
    for what, pk, label, at, context, raw, kind in rows:
        if what == "note":
            pair = stands.after_note(pk, label, raw)
        else:
            pair = stands.after(what, pk, "" if label == "delete" else _shown(what, raw))
        if pair[0] != pair[1]:
            changes.append(_change(at, context or {}, names, pair, kind, by_note=what == "note"))
    return changes[::-1]


class _Standing:
    """What stood in the cell while its events are told one after another: each thing's own text,
    and the notes accepted so far, the newest last."""

    def __init__(self) -> None:
        self.texts: dict[tuple[str, int], str] = {}
        self.notes: dict[int, str] = {}

    def shown(self, text: str) -> str:
        """A н as the newest accepted note shows it."""
        return list(self.notes.values())[-1] if self.notes and text == _ABSENT else text

    def after(self, what: str, pk: int, text: str) -> tuple[str, str]:
        before = self.texts.get((what, pk), "")
        self.texts[(what, pk)] = text
        return self.shown(before), self.shown(text)

    def after_note(self, pk: int, state: str, kind: str) -> tuple[str, str]:
        """What a note made of a н; of no н it makes nothing."""
        if _ABSENT not in self.texts.values():
            self._decide(pk, state, kind)
            return "", ""
        before = self.shown(_ABSENT)
        self._decide(pk, state, kind)
        return before, self.shown(_ABSENT)

    def _decide(self, pk: int, state: str, kind: str) -> None:
        self.notes.pop(pk, None)
        if state == NoteState.ACCEPTED:
            self.notes[pk] = AbsenceKind(kind).sign


def last_writer(lesson_id: int, student_id: int) -> str:
    """The name of who wrote to a cell last, as colleagues call each other."""
    changes = cell_history(lesson_id, student_id)
    return next((change.who for change in changes if not change.is_by_note), _("somebody"))


# The newest event of each of many cells.
_LAST_EVENTS = """
SELECT DISTINCT ON (e.lesson_id, e.student_id) e.lesson_id, e.student_id, e.pgh_context::json
  FROM (SELECT m.lesson_id, m.student_id, m.pgh_created_at, m.pgh_context FROM journal_markevent m
        UNION ALL
        SELECT a.lesson_id, a.student_id, a.pgh_created_at, a.pgh_context
          FROM journal_attendanceevent a) e
  JOIN unnest(%s::bigint[], %s::bigint[]) p(lesson, student)
    ON p.lesson = e.lesson_id AND p.student = e.student_id
 ORDER BY e.lesson_id, e.student_id, e.pgh_created_at DESC
"""


def last_writers(places: Sequence[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """Who wrote last to each of these cells (lesson, student); two statements."""
    lessons, students = zip(*places, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(_LAST_EVENTS, [list(lessons), list(students)])
        rows = cursor.fetchall()
    names = _names({(row[2] or {}).get("user") for row in rows})
    return {
        (lesson, student): names.get((context or {}).get("user"), _("the system"))
        for lesson, student, context in rows
    }


def _change(
    at: datetime,
    context: dict,
    names: dict[int, str],
    pair: tuple[str, str],
    kind: str | None,
    *,
    by_note: bool,
) -> Change:
    return Change(
        at=at,
        who=names.get(context.get("user"), _("the system")),
        before=pair[0],
        after=pair[1],
        kind=_("by a note of absence") if by_note else kind or "",
        reason="" if by_note else context.get("reason", ""),
        is_by_note=by_note,
        typed_at=datetime.fromisoformat(typed) if (typed := context.get("typed_at")) else None,
    )


def _shown(what: str, raw: str) -> str:
    if what == "mark":
        return raw if raw.isdecimal() else Sign(raw).sign
    kind, _colon, minutes = raw.partition(":")
    return f"{AbsenceKind(kind).sign}{minutes}"


def _names(ids: set[int | None]) -> dict[int, str]:
    people = Person.objects.filter(pk__in=[pk for pk in ids if pk])
    return {person.pk: person.name.short for person in people}
