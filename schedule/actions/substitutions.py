"""One teacher takes another's lesson (A4 2.1)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from core.refusal import ChangedMeanwhile, Refused
from core.registry import lessons_recorded
from schedule.actions.free import refuse_clashes
from schedule.actions.held import held_together, save, written
from schedule.actions.locks import hold_day
from schedule.models import Lesson, Substitution
from school.models import Employee, Person


def substitute_teacher(
    *,
    actor: Person,
    lesson: Lesson,
    substitute: Employee,
    reason: str = "",
    seen: str | None = None,
    now: datetime,
) -> Lesson:
    """From here on the lesson is the substitute's; the row says whom he replaces, who decided and
    why (A4 2.1). Lessons held together with it go along. Giving it back to the absent teacher
    undoes the substitution.

    The deputy calls it ahead, the journal when a teacher records somebody else's lesson. What was
    recorded already is only corrected with a reason. Raises Refused when the substitute is busy
    (by name) or left the school; ChangedMeanwhile when `seen` no longer holds."""
    if substitute.school_id != lesson.school_id or not _works(substitute, lesson):
        raise Refused("left", _("This teacher does not work here that day."), field="teacher")
    with written(reason):
        hold_day(lesson.school_id, lesson.day)
        together = held_together(lesson)
        _refuse(together, substitute=substitute, reason=reason, seen=seen)
        before = {one.pk: one.teacher_id for one in together}
        for one in together:
            one.teacher, one.is_changed = substitute, True
        refuse_clashes(together)
        save(together)
        for one in together:
            _note(one, absent_id=before[one.pk], actor=actor, reason=reason, now=now)
    return together[0]


def _works(employee: Employee, lesson: Lesson) -> bool:
    return employee.left_on is None or employee.left_on >= lesson.day


def _refuse(together: list[Lesson], *, substitute: Employee, reason: str, seen: str | None) -> None:
    leader = together[0]
    if seen is not None and seen not in {one.stamp for one in together}:
        raise ChangedMeanwhile(
            _("Somebody changed this lesson meanwhile. Look at it again."), theirs="", by=""
        )
    if leader.is_cancelled:
        raise Refused("cancelled", _("The lesson is cancelled."))
    if leader.teacher_id == substitute.pk:
        raise Refused("same", _("This teacher already has the lesson."), field="teacher")
    if not reason.strip() and lessons_recorded([one.pk for one in together]):
        raise Refused(
            "reason_needed",
            _("The lesson was recorded already: say why its teacher is corrected."),
            field="reason",
        )


def _note(
    lesson: Lesson, *, absent_id: int | None, actor: Person, reason: str, now: datetime
) -> None:
    """Who was first absent stays the absent one, however often the substitute changes."""
    earlier = Substitution.objects.filter(lesson=lesson).first()
    absent_id = earlier.absent_id if earlier else absent_id
    if earlier and absent_id == lesson.teacher_id:
        earlier.delete()
        return
    Substitution.objects.update_or_create(
        lesson=lesson,
        defaults={
            "school_id": lesson.school_id,
            "absent_id": absent_id,
            "substitute_id": lesson.teacher_id,
            "reason": reason.strip()[:200],
            "decided_by": actor,
            "decided_at": now,
        },
    )
