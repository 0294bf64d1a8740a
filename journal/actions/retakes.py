"""Re-examination of a debt (осенняя пересдача): it reaches the mark of the year by itself, and both
the debt and what came of it stay visible (273-FZ, art. 58)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.once import first_time_alone
from core.refusal import Refused
from journal.actions.term_place import (
    Act,
    Place,
    current_mark,
    place_in_course,
    refuse_closed,
    sheet_scale,
    spoken,
    write,
)
from journal.models import TermMark, TermMarkKind, TermMarkVia
from journal.policy import NOT_ATTESTED, Suggestion, Value, is_debt
from journal.term_values import parse_term_mark
from school.models import Course, Person

MOST_RETAKES = 2


def re_examine(
    *,
    actor: Person,
    course: Course,
    student_id: int,
    text: str,
    day: date,
    known_at: datetime,
    protocol: str,
    commission: str,
    now: datetime,
    key: UUID | None = None,
) -> TermMark:
    """Enter a retake's mark by its protocol: the exam's and the year's marks are superseded by it.
    There are two retakes within a year, the second before a commission. Answers the year's mark.

    Raises Refused where the year left no debt, for a third retake, for a protocol of the future,
    and where a second one names no commission."""
    year = place_in_course(course, student_id, TermMarkKind.YEAR.value)
    exam = place_in_course(course, student_id, TermMarkKind.EXAM.value, terms=year.terms)
    value = parse_term_mark(text, scale=sheet_scale(course))
    reason = _reason(protocol, commission)
    act = Act(actor=actor, now=now, reason=reason, known_at=known_at, via=TermMarkVia.RETAKE)
    with transaction.atomic():
        is_new = first_time_alone(
            key=key or uuid4(), person_id=actor.pk, now=now, alone=year.lock_name
        )
        debt = current_mark(year)
        if not is_new and debt is not None:
            return debt
        attempt = _refuse_wrong_time(year, debt, value, day=day, act=act, commission=commission)
        refuse_closed(year, act)
        basis = {"day": day.isoformat(), "attempt": attempt, "commission": spoken(commission)}
        for place in (exam, year):
            written = write(
                place,
                value,
                act,
                stands=current_mark(place),
                suggestion=Suggestion(),
                basis=basis,
            )
        if written is None:
            raise Refused("no_mark", _("Enter the mark of the retake."), field="text")
        return written


def _reason(protocol: str, commission: str) -> str:
    said = [spoken(protocol), spoken(commission)]
    if not said[0]:
        raise Refused("no_protocol", _("Name the protocol: its number and date."), field="protocol")
    return "; ".join(filter(None, said))[:500]


def _refuse_wrong_time(
    year: Place,
    debt: TermMark | None,
    value: Value,
    *,
    day: date,
    act: Act,
    commission: str,
) -> int:
    """Which attempt this is, where it may be one."""
    if debt is None or not is_debt(Value(debt.points, debt.sign)):
        raise Refused("no_debt", _("There is no debt for the year in this subject."))
    if not value.text or value == NOT_ATTESTED:
        raise Refused("no_mark", _("Enter the mark of the retake."), field="text")
    if day > timezone.localdate(act.now) or (act.known_at or act.now) > act.now:
        raise Refused("in_the_future", _("The retake is still to come."), field="day")
    if day < timezone.localdate(debt.known_at):
        raise Refused("before_debt", _("The debt arose later than this day."), field="day")
    before = TermMark.objects.filter(
        student_id=year.student_id,
        subject_id=year.subject_id,
        year=year.year,
        kind=TermMarkKind.EXAM,
        via=TermMarkVia.RETAKE,
    ).count()
    if before >= MOST_RETAKES:
        raise Refused("no_more", _("A debt is retaken twice at most."))
    if before == 1 and not spoken(commission):
        raise Refused(
            "no_commission",
            _("The second retake is before a commission: name it."),
            field="commission",
        )
    return before + 1
