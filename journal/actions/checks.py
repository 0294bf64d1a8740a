"""The deputy's check of a journal page: remarks, answers, and what is mended (as on the remarks
page of the paper journal)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.once import first_time
from core.refusal import Refused
from journal.models import JournalCheck, JournalRemark
from schedule.models import Lesson
from school.models import Course, Person

LENGTH = 1000


def record_check(
    *,
    actor: Person,
    course: Course,
    aim: str,
    now: datetime,
    summary: str = "",
    key: UUID | None = None,
) -> JournalCheck | None:
    """The deputy looked through this page: for what, and with what result. None where this very
    request was applied already."""
    words = _said(aim, field="aim", most=200)
    with transaction.atomic():
        if not _is_new(key, actor, now):
            return None
        return JournalCheck.objects.create(
            school_id=course.school_id,
            course=course,
            aim=words,
            summary=_clean(summary)[:LENGTH],
            checked_at=now,
            checked_by=actor,
        )


def make_remark(
    *,
    actor: Person,
    course: Course,
    text: str,
    now: datetime,
    lesson_id: int | None = None,
    due_day: date | None = None,
    key: UUID | None = None,
) -> JournalRemark | None:
    """Ask the teacher to mend something, at one lesson or on the page as a whole; it belongs to
    the check of the same day, where there is one.

    Raises Refused for an empty remark, a lesson of another course, a day gone by."""
    words = _said(text, field="text", most=LENGTH)
    today = timezone.localdate(now)
    if due_day is not None and due_day < today:
        raise Refused("due_before", _("This day is over."), field="due_day")
    if lesson_id and not Lesson.objects.filter(pk=lesson_id, course=course).exists():
        raise Refused("other_lesson", _("This is no lesson of the course."), field="lesson_id")
    with transaction.atomic():
        if not _is_new(key, actor, now):
            return None
        return JournalRemark.objects.create(
            school_id=course.school_id,
            course=course,
            check_made=_check_of_today(actor, course, now),
            lesson_id=lesson_id,
            text=words,
            due_day=due_day,
            made_at=now,
            made_by=actor,
        )


def answer_remark(
    *, actor: Person, remark: JournalRemark, text: str, now: datetime
) -> JournalRemark:
    """The teacher says what was done. Answered again, the newer words stand, the history keeps
    the older ones."""
    words = _said(text, field="answer", most=LENGTH)
    with transaction.atomic():
        stands = _still_open(remark)
        stands.answer, stands.answered_at, stands.answered_by = words, now, actor
        stands.save(update_fields=["answer", "answered_at", "answered_by"])
    return stands


def close_remark(*, actor: Person, remark: JournalRemark, now: datetime) -> JournalRemark:
    """Whoever checks saw that it is mended. Closing what is closed changes nothing."""
    with transaction.atomic():
        stands = JournalRemark.objects.select_for_update().get(pk=remark.pk)
        if stands.closed_at is None:
            stands.closed_at, stands.closed_by = now, actor
            stands.save(update_fields=["closed_at", "closed_by"])
    return stands


def reopen_remark(*, actor: Person, remark: JournalRemark) -> JournalRemark:
    """It was not mended after all."""
    with transaction.atomic():
        stands = JournalRemark.objects.select_for_update().get(pk=remark.pk)
        if stands.closed_at is not None:
            stands.closed_at = stands.closed_by = None
            stands.save(update_fields=["closed_at", "closed_by"])
    return stands


def _still_open(remark: JournalRemark) -> JournalRemark:
    stands = JournalRemark.objects.select_for_update().get(pk=remark.pk)
    if stands.closed_at is not None:
        raise Refused("closed", _("This remark is closed already."), field="answer")
    return stands


def _check_of_today(actor: Person, course: Course, now: datetime) -> JournalCheck | None:
    latest = JournalCheck.objects.filter(course=course, checked_by=actor).first()
    if latest is None or timezone.localdate(latest.checked_at) != timezone.localdate(now):
        return None
    return latest


def _is_new(key: UUID | None, actor: Person, now: datetime) -> bool:
    return key is None or first_time(key=key, person_id=actor.pk, now=now)


def _clean(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.replace("\x00", "").strip().splitlines())


def _said(text: str, *, field: str, most: int) -> str:
    words = _clean(text)
    if not words:
        raise Refused("empty", _("Say something here."), field=field)
    if len(words) > most:
        raise Refused("too_long", _("At most %(most)d characters.") % {"most": most}, field=field)
    return words
