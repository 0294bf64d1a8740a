"""What a teacher has to know of a student beside the register: a note of absence, an exemption,
tuition elsewhere, «joined after the register». Kinds and dates, never words or documents: those
are for the homeroom teacher, the leaders and the family."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from journal.models import AbsenceKind, NoteState, StudyMode

# Rows (student, what, kind, state or first day, last day): notes of this lesson, the one accepted
# last before those that wait; exemptions from this subject; tuition elsewhere; who joined later.
LESSON_SIGNALS = """(SELECT json_agg(json_build_array(x.student_id, x.what, x.kind, x.more, x.until)
        ORDER BY x.place, x.moment DESC)
   FROM (
     SELECT n.student_id, 'note' AS what, n.kind AS kind, n.state AS more, NULL::date AS until,
            n.state::text AS place, coalesce(n.decided_at, n.made_at) AS moment
       FROM journal_absencenote n
      WHERE n.student_id IN (SELECT g.student_id FROM school_membership g
                              WHERE g.group_id = %(group)s)
        AND n.state IN ('accepted', 'submitted') AND %(day)s BETWEEN n.first_day AND n.last_day
        AND (n.first_lesson IS NULL
             OR %(number)s BETWEEN n.first_lesson AND n.last_lesson)
     UNION ALL
     SELECT m.student_id, 'later', '', '', NULL, '', m.entered_at
       FROM school_membership m JOIN journal_lessonrecord r ON r.lesson_id = %(lesson)s
      WHERE m.group_id = %(group)s AND m.since <= %(day)s
        AND (m.until IS NULL OR m.until >= %(day)s) AND m.entered_at > r.register_at
        AND NOT EXISTS (SELECT 1 FROM journal_attendance a
                         WHERE a.lesson_id = r.lesson_id AND a.student_id = m.student_id)
   ) x)"""
# The same students from day to day: exemptions from the subject, tuition elsewhere.
SPAN_SIGNALS = """journal_span_signals(%(school)s, %(group)s, %(subject)s, %(first)s, %(last)s)"""
DISTANCE = """EXISTS (SELECT 1 FROM school_calendarday d WHERE d.calendar_id = %(calendar)s
   AND d.day = %(day)s AND d.kind = 'distance')"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """A short sign beside a name, and what it says in words."""

    what: str
    sign: str
    words: str

    @property
    def is_said_in_words(self) -> bool:
        """Notes and newcomers are news of the day; the rest holds for weeks: a sign will do."""
        return self.what in ("note", "later")


def signals_from(
    *tables: Sequence[list] | None, with_exemptions: bool = True
) -> dict[int, tuple[Signal, ...]]:
    """Signals by student; of several notes the first counts."""
    found: dict[int, dict[str, Signal]] = {}
    for row in (row for table in tables for row in table or ()):
        student_id, what, kind, first, last = row
        if what == "exempt" and not with_exemptions:
            continue
        found.setdefault(student_id, {}).setdefault(what, _signal(what, kind, first, last))
    return {student_id: tuple(signals.values()) for student_id, signals in found.items()}


def _signal(what: str, kind: str, first: str, last: str | None) -> Signal:
    match what:
        case "note":
            return _note(kind, first)
        case "later":
            return Signal(
                what=what,
                sign=_("not recorded"),
                words=_("joined the group after the register was taken"),
            )
        case "exempt":
            words = _("exempt from practice %(days)s; theory is marked")
            return Signal(
                what=what,
                sign=pgettext("sign", "exempt"),
                words=words % {"days": _days(first, last)},
            )
        case _:
            words = {
                StudyMode.HOME: _("taught at home %(days)s: not expected here"),
                StudyMode.DISTANCE: _("taught at a distance %(days)s: not expected here"),
            }[StudyMode(kind)]
            return Signal(
                what=what, sign=away_sign(kind), words=words % {"days": _days(first, last)}
            )


def away_sign(mode: str) -> str:
    """на дому, дист."""
    return {
        StudyMode.HOME: pgettext("sign", "at home"),
        StudyMode.DISTANCE: pgettext("sign", "dist."),
    }[StudyMode(mode)]


def _note(kind: str, state: str) -> Signal:
    sign = AbsenceKind(kind).sign
    if state == NoteState.ACCEPTED:
        words = _("%(sign)s by a note, accepted")
    else:
        words = _("%(sign)s by a note that waits for the homeroom teacher")
    return Signal(what="note", sign=sign, words=words % {"sign": sign})


def _days(first: str, last: str | None) -> str:
    """08.09–12.09, or since 08.09"""
    since = f"{date.fromisoformat(first):%d.%m}"
    if last is None:
        return _("since %(day)s") % {"day": since}
    return f"{since}–{date.fromisoformat(last):%d.%m}"
