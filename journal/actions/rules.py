"""What decides whether a lesson may be written to at all: asked by every action of the journal."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from core.refusal import Refused
from journal.cells import Content
from journal.queries.cell import Cell, Standing
from schedule.models import Lesson
from school.models import Course


def refuse_cancelled(lesson: Lesson) -> None:
    """Nothing is written to a lesson that is not held."""
    if lesson.is_cancelled:
        raise Refused("cancelled", _("The lesson is cancelled: nothing can be written to it."))


def refuse_future(lesson: Lesson, *, now: datetime) -> None:
    """Register and marks are entered by fact: not before the lesson begins (A4 2.1)."""
    if not lesson.has_begun(now):
        begins = timezone.localtime(lesson.starts_at)
        raise Refused(
            "not_begun",
            _("The lesson begins on %(day)s at %(time)s: nothing can be marked before.")
            % {"day": f"{begins:%d.%m.%Y}", "time": f"{begins:%H:%M}"},
        )


def learns_with_marks(course: Course) -> bool:
    """Grade 1 learns without marks; clubs and others by the course's scale."""
    school_class = course.group.school_class
    return course.has_marks and (school_class is None or school_class.has_marks)


def refuse_stranger(cell: Cell) -> None:
    """A student is in the journal only for the days in the group."""
    if not cell.is_member:
        raise Refused("not_a_member", _("The student is not in the group on this day."))


def refuse_mark_for_answering_when_absent(
    after: Content, kept: list[Standing], *, adds: bool, written: bool
) -> None:
    """Who was absent did not answer: beside н stands only a mark for a written work, handed in
    later (requirements.md section 2)."""
    if after.absence is None or not after.absence.kind.is_missed:
        return
    if (adds and not written) or any(not mark.is_written for mark in kept):
        raise Refused(
            "absent",
            _("The student was absent: only a mark for a written work may stand here."),
            field="text",
        )


def needs_reason(touched: list[Standing], *, days: int, now: datetime) -> bool:
    """A mark older than the school's correction window is changed only with a reason."""
    border = now - timedelta(days=days)
    return any(mark.written_at < border for mark in touched)


def refuse_without_reason(
    touched: list[Standing], *, days: int, reason: str, now: datetime
) -> None:
    """Ask why, where the correction window is over and nothing was said."""
    if not reason.strip() and needs_reason(touched, days=days, now=now):
        raise Refused(
            "reason_needed",
            _("This mark was written more than %(days)d days ago: say why it changes.")
            % {"days": days},
            field="reason",
        )
