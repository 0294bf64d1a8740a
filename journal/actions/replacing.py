"""A lesson held by another teacher says so in the entry itself (A4 2.1)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.refusal import Refused, refusing
from journal.actions.rules import refuse_cancelled
from schedule.models import Lesson, Substitution
from school.models import Person


def take_over_lesson(
    *, actor: Person, employee_id: int | None, lesson: Lesson, now: datetime, reason: str = ""
) -> Substitution:
    """The recording teacher says that it is he who holds this lesson today: from here on the
    lesson is his, and the substitution names whom he replaces. The deputy sees it among the day's
    substitutions.

    Raises Refused on another day than the lesson's, for a cancelled lesson, and where the teacher
    has a lesson of his own at this time."""
    refuse_cancelled(lesson)
    if employee_id is None:
        raise Refused("not_employed", _("Only who works here holds a lesson."))
    if lesson.day != timezone.localdate(now, timezone=timezone.get_current_timezone()):
        raise Refused("another_day", _("A colleague is replaced on the day of the lesson."))
    if lesson.teacher_id == employee_id:
        raise Refused("own_lesson", _("This lesson is yours already."))
    busy = Refused("busy", _("You have another lesson at this time."))
    with refusing(schedule_lesson_teacher_free=busy), transaction.atomic():
        substitution, _made = Substitution.objects.update_or_create(
            lesson=lesson,
            defaults={
                "school_id": lesson.school_id,
                "absent_id": lesson.teacher_id,
                "substitute_id": employee_id,
                "reason": reason.strip()[:200],
                "decided_by": actor,
                "decided_at": now,
            },
        )
        Lesson.objects.filter(pk=lesson.pk).update(teacher_id=employee_id, is_changed=True)
    return substitution
