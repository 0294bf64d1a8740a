"""The plan of works: a work is moved, changed, taken out of the plan."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from core.refusal import Refused
from journal.actions.record import alone_with, given
from journal.actions.rules import refuse_cancelled, refuse_locked_lesson
from journal.actions.works import fix_by_kind, kind_in_use, plain_title, refuse_not_spaced
from journal.models import Mark, Work, WorkResult
from schedule.models import Lesson
from school.models import Person


def change_work(
    *,
    actor: Person,
    work: Work,
    lesson: Lesson,
    kind_id: int,
    now: datetime,
    title: str = "",
    parts: int | None = None,
    most_points: Decimal | None = None,
    reason: str = "",
) -> Work:
    """Move a work to another lesson of its course, or say something else about it. Where results
    stand, only the title and the most points change. Raises NotSpaced as planning does."""
    refuse_cancelled(lesson)
    if lesson.course_id != work.course_id:
        message = _("This is no lesson of the course.")
        raise Refused("no_lesson", message, field="lesson")
    with transaction.atomic(), given(reason):
        alone_with(lesson, actor=actor, key=None, reason=reason, now=now)
        stands = Work.objects.select_for_update().filter(pk=work.pk).first()
        if stands is None:
            raise Refused("gone", _("This work was taken back meanwhile."), field="kind")
        wanted = (lesson.pk, kind_id, parts or stands.parts)
        is_moved = wanted != (stands.lesson_id, stands.kind_id, stands.parts)
        if stands.lesson_id != lesson.pk:
            refuse_locked_lesson(stands.lesson, actor=actor, reason=reason, now=now)
        if is_moved and has_results(stands):
            message = _("Results stand for this work: lesson, kind and number of marks stay.")
            raise Refused("work_has_marks", message, field="lesson")
        stands.lesson, stands.title, stands.most_points = lesson, plain_title(title), most_points
        if kind_id != stands.kind_id:
            fix_by_kind(stands, kind_in_use(work.school_id, kind_id), parts=parts)
        else:
            fix_by_kind_again(stands, parts=parts)
        if is_moved:
            refuse_not_spaced(stands, reason=reason, now=now)
        stands.save()
    return stands


def fix_by_kind_again(work: Work, *, parts: int | None) -> None:
    """The kind stays, and with it the weight the work was planned with."""
    weight, days = work.weight, work.days_for_results
    fix_by_kind(work, work.kind, parts=parts or work.parts)
    work.weight, work.days_for_results = weight, days


def has_results(work: Work) -> bool:
    """Whether marks, points or «no mark» stand for it."""
    marks, results = Mark.objects.filter(work=work), WorkResult.objects.filter(work=work)
    return marks.exists() or results.exists()
