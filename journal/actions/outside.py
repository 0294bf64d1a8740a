"""Results from outside the lessons: contests, state exams, check works (App. 5 3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from core.history import because
from core.refusal import Refused
from journal.models import OutsideResult
from school.actions.writing import keep, once, writing
from school.models import Person, Student, Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is entered of a result. `known_at`: since when the school knows it."""

    kind: str
    title: str
    level: str
    subject: Subject | None
    day: date
    result: str
    known_at: datetime


def enter_result(
    *, actor: Person, student: Student, said: Said, now: datetime, key: UUID | None = None
) -> OutsideResult:
    """Write a result; the family sees it from this moment on.

    Raises Refused when it is said to be known in the future, or before it was held."""
    with writing(actor=actor, field="known_at"):
        once(key=key, actor=actor, now=now)
        _check(said, now)
        return keep(
            OutsideResult(
                school_id=student.school_id,
                student=student,
                published_at=now,
                entered_by=actor,
                **_fields(said),
            )
        )


def correct_result(
    *, actor: Person, result: OutsideResult, said: Said, reason: str, now: datetime
) -> OutsideResult:
    """Correct what was entered; the moment it became visible stays, the history says what changed
    and why."""
    _ask_reason(reason)
    with writing(actor=actor, field="known_at"), because(reason.strip()):
        _check(said, now)
        row = OutsideResult.objects.select_for_update().get(pk=result.pk)
        for name, value in _fields(said).items():
            setattr(row, name, value)
        return keep(row)


def take_back_result(*, actor: Person, result: OutsideResult, reason: str) -> None:
    """Take a result back that was entered for the wrong student, or twice; its history stays."""
    _ask_reason(reason)
    with writing(actor=actor), because(reason.strip()):
        result.delete()


def _fields(said: Said) -> dict[str, object]:
    return {
        "kind": said.kind,
        "title": said.title,
        "level": said.level,
        "subject": said.subject,
        "day": said.day,
        "result": said.result,
        "known_at": said.known_at,
    }


def _ask_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("reason_needed", _("Say why, for the history."), field="reason")


def _check(said: Said, now: datetime) -> None:
    if said.known_at > now:
        raise Refused("known_later", _("A result cannot be known in the future."), field="known_at")
    if said.day > timezone.localdate(said.known_at):
        raise Refused(
            "known_before", _("A result cannot be known before the day it was held."), field="day"
        )
