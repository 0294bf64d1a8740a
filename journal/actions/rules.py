"""What decides whether a lesson may be written to at all: asked by every action of the journal."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from core.refusal import Refused
from journal.cells import Content, Difference
from journal.queries.cell import Cell, Standing
from journal.queries.locks import Lock, lock_on
from schedule.models import Lesson
from school.models import Course, Person


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


def refuse_locked(
    *,
    actor: Person,
    school_id: int,
    class_id: int | None,
    day: date,
    reason: str,
    now: datetime,
) -> Lock:
    """After a period of a class is closed (TermLock) only a deputy writes to it, and says why. The
    one place that knows: asked by every action that writes to a journal. Subgroups and electives
    of the class are closed with it; a club over several classes is not. Answers what it read."""
    today = timezone.localdate(now)
    lock = lock_on(school_id=school_id, class_id=class_id, day=day, person_id=actor.pk, today=today)
    refuse_by(lock, reason=reason)
    return lock


def refuse_unopened(lock: Lock) -> None:
    """Before the year is opened no marks are set (order 2.3: the system goes over to the working
    mode with marks); topics, registers and homework may be entered, as lessons are held."""
    if lock.is_unopened:
        raise Refused(
            "year_not_opened",
            _(
                "The school has not opened this year yet: no marks can be set. The director or the"
                " journal administrator opens it under Control, Opening of the year."
            ),
        )


def refuse_by(lock: Lock, *, reason: str) -> None:
    """What a closed period means for who writes, where it was read already."""
    if lock.is_locked and not lock.is_deputy:
        raise Refused(
            "period_closed",
            _("The period is closed in this class: only a deputy director corrects it now."),
        )
    if lock.is_locked and not reason.strip():
        raise Refused(
            "reason_needed",
            _("The period is closed in this class: say why it is corrected."),
            field="reason",
        )


def refuse_locked_lesson(lesson: Lesson, *, actor: Person, reason: str, now: datetime) -> None:
    """The same for what is written to a lesson."""
    refuse_locked(
        actor=actor,
        school_id=lesson.school_id,
        class_id=lesson.course.group.school_class_id,
        day=lesson.day,
        reason=reason,
        now=now,
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


def refuse_without_its_work(cell: Cell) -> None:
    """A mark meant for a work that was taken back meanwhile is not written as one of the usual
    kind."""
    if cell.is_work_gone:
        raise Refused(
            "work_gone",
            _("This work was taken back meanwhile: the mark has no work to belong to."),
            field="work",
        )


def refuse_to_orphan_a_retake(cell: Cell, removed: set[int]) -> None:
    """A first mark stays as long as its retake stands beside it."""
    for entry in cell.entries:
        if entry[0].retake_of in removed and entry[0].pk not in removed:
            raise Refused(
                "has_retake",
                _("A retake stands beside this mark: take the retake away first."),
                field="text",
            )


def ask_rules(
    cell: Cell, change: Difference, wanted: Content, *, reason: str, now: datetime
) -> None:
    """All that decides whether a change of a cell may be written. Raises Refused. What stands
    already is not judged again: a rule may have come after it."""
    if wanted == cell.content:
        return
    refuse_stranger(cell)
    refuse_by(cell.lock, reason=reason)
    if change.added or change.changed:
        refuse_unopened(cell.lock)
    gone = {*change.removed, *(position for position, _entry in change.changed)}
    touched = [mark for position in gone for mark in cell.entries[position]]
    stays = [m for at, entry in enumerate(cell.entries) if at not in change.removed for m in entry]
    if change.added:
        refuse_without_its_work(cell)
        if cell.new is None:
            raise Refused("no_kind", _("The school has no such kind of work."), field="kind")
    refuse_to_orphan_a_retake(cell, {m.pk for at in change.removed for m in cell.entries[at]})
    refuse_mark_for_answering_when_absent(
        wanted,
        stays,
        adds=bool(change.added),
        written=cell.new is not None and cell.new.is_written,
    )
    refuse_without_reason(touched, days=cell.correction_days, reason=reason, now=now)
