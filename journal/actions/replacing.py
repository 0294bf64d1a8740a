"""A lesson held by another teacher says so in the entry itself (A4 2.1)."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from core.refusal import Refused
from journal.actions.rules import refuse_cancelled
from schedule.actions.substitutions import substitute_teacher
from schedule.models import Lesson
from school.models import Employee, Person


def take_over_lesson(
    *, actor: Person, employee_id: int | None, lesson: Lesson, now: datetime, reason: str = ""
) -> Lesson:
    """The recording teacher says that it is he who holds this lesson today: from here on the
    lesson is his, with all held together with it, and the substitution names whom he replaces.
    The deputy sees it among the day's substitutions; it is the schedule's own substitution, only
    entered by the substitute himself.

    Raises Refused on another day than the lesson's, for a cancelled lesson, where the teacher has
    a lesson of his own at this time (by name), and where a recorded lesson changes hands without
    a reason."""
    refuse_cancelled(lesson)
    if employee_id is None:
        raise Refused("not_employed", _("Only who works here holds a lesson."))
    if lesson.day != timezone.localdate(now, timezone=timezone.get_current_timezone()):
        raise Refused("another_day", _("A colleague is replaced on the day of the lesson."))
    if lesson.teacher_id == employee_id:
        raise Refused("own_lesson", _("This lesson is yours already."))
    return substitute_teacher(
        actor=actor,
        lesson=lesson,
        substitute=Employee.objects.get(pk=employee_id),
        reason=reason.replace("\x00", ""),
        now=now,
    )
