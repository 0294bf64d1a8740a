"""Who is freed from a subject for a time, and who is taught elsewhere by an order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from core.refusal import Refused, refusing
from journal.models import Exemption, StudyAway
from school.actions.writing import end_row, once, writing
from school.models import Person, Student, Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From a day on, to the last day if it is known."""

    since: date
    until: date | None = None


def exempt(
    *,
    actor: Person,
    student: Student,
    subject: Subject,
    span: Span,
    document: str,
    now: datetime,
    key: UUID | None = None,
) -> Exemption:
    """Free the student from practice in a subject by a medical paper; theory is marked.

    Raises Refused where the student is exempt on some of these days already."""
    message = _("The student is exempt from this subject on these days already.")
    row = Exemption(
        school_id=student.school_id,
        student=student,
        subject=subject,
        since=span.since,
        until=span.until,
        document=_clean(document),
        made_at=now,
        made_by=actor,
    )
    with (
        refusing(journal_exemption_once=Refused("exempt_already", message, field="since")),
        writing(actor=actor, field="since"),
    ):
        once(key=key, actor=actor, now=now)
        row.full_clean()
        row.save(force_insert=True)
    return row


def end_exemption(*, actor: Person, exemption: Exemption, until: date) -> None:
    """The last day of the exemption; one that had not begun by then goes."""
    _end(actor, exemption, until)


def send_away(
    *,
    actor: Person,
    student: Student,
    mode: str,
    span: Span,
    order_number: str,
    order_day: date | None,
    now: datetime,
    key: UUID | None = None,
) -> StudyAway:
    """Home tuition or learning at a distance by an order: not expected in the class's lessons.

    Raises Refused where the student learns elsewhere on some of these days already."""
    message = _("The student learns elsewhere on these days already.")
    row = StudyAway(
        school_id=student.school_id,
        student=student,
        mode=mode,
        since=span.since,
        until=span.until,
        order_number=_clean(order_number),
        order_day=order_day,
        made_at=now,
        made_by=actor,
    )
    with (
        refusing(journal_studyaway_once=Refused("away_already", message, field="since")),
        writing(actor=actor, field="since"),
    ):
        once(key=key, actor=actor, now=now)
        row.full_clean()
        row.save(force_insert=True)
    return row


def call_back(*, actor: Person, away: StudyAway, until: date) -> None:
    """The last day of learning elsewhere."""
    _end(actor, away, until)


def _end(actor: Person, row: Exemption | StudyAway, until: date) -> None:
    with writing(actor=actor, field="until"):
        row = type(row).objects.select_for_update().get(pk=row.pk)
        if row.until is not None and row.until < until:
            raise Refused("ended_already", _("It has ended already."), field="until")
        end_row(row, until=until)


def _clean(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())
