"""What is entered about a lesson as a whole: register, topic, «no homework is set».

The record keeps the moment of the first entry of what still stands; an emptied fact loses it and
begins anew (design.md section 4)."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from core.history import because
from core.once import first_time_alone
from core.refusal import ChangedMeanwhile, Refused
from journal.actions.from_plan import NOT_ASKED, planned_by_words, planned_topic_of
from journal.actions.rules import refuse_cancelled, refuse_future, refuse_locked_lesson
from journal.models import LessonRecord
from schedule.models import Lesson
from school.models import Person

TOPIC_LENGTH = 500


def take_register(
    *,
    actor: Person,
    lesson: Lesson,
    now: datetime,
    taken: bool = True,
    key: UUID | None = None,
    reason: str = "",
    typed_at: datetime | None = None,
) -> LessonRecord:
    """Say that the register is taken: whoever has no absence was present (order 2.3.1). Taken
    again it keeps its first moment; `taken=False` takes it back."""
    refuse_cancelled(lesson)
    refuse_future(lesson, now=now)
    with transaction.atomic(), given(reason):
        is_new = alone_with(lesson, actor=actor, key=key, reason=reason, now=now)
        record = record_of(lesson)
        if not is_new or taken == (record.register_at is not None):
            return record
        record.register_at = now if taken else None
        record.register_by = actor if taken else None
        record.register_device_at = typed_at if taken else None
        return kept(record, "register_at", "register_by", "register_device_at")


def write_topic(
    *,
    actor: Person,
    lesson: Lesson,
    text: str,
    seen: str,
    now: datetime,
    key: UUID | None = None,
    reason: str = "",
    typed_at: datetime | None = None,
    planned_topic_id: int | None = NOT_ASKED,
) -> LessonRecord:
    """The topic of the lesson (A4 2.1). May be planned ahead; emptied, its moment goes.

    `planned_topic_id` is the line of the plan that was chosen: an empty text takes its words, any
    other text is the teacher's own for it. Words that are just those of a line count as chosen."""
    refuse_cancelled(lesson)
    topic = _clean(text, field="topic")
    with transaction.atomic(), given(reason):
        is_new = alone_with(lesson, actor=actor, key=key, reason=reason, now=now)
        record = record_of(lesson)
        planned_id, topic = _planned(lesson, record, planned_topic_id, topic)
        if not is_new or (topic == record.topic and planned_id == record.planned_topic_id):
            return record
        if seen.strip() != record.topic:
            raise changed_meanwhile(record.topic, by=record.topic_by, field="topic")
        if not topic or not record.topic:
            record.topic_at = now if topic else None
            record.topic_by = actor if topic else None
            record.topic_device_at = typed_at if topic else None
        record.topic, record.planned_topic_id = topic, planned_id
        return kept(record, "topic", "topic_at", "topic_by", "topic_device_at", "planned_topic_id")


def _planned(
    lesson: Lesson, record: LessonRecord, chosen: int | None, topic: str
) -> tuple[int | None, str]:
    """The line of the plan this topic is, and the topic's words."""
    if chosen is not None and chosen not in (NOT_ASKED, record.planned_topic_id):
        line = planned_topic_of(lesson, chosen)
        return line.pk, topic or line.title[:TOPIC_LENGTH]
    if not topic:
        return None, ""
    if topic == record.topic:
        return (record.planned_topic_id if chosen == NOT_ASKED else chosen), topic
    kept_line = record.planned_topic_id if chosen == NOT_ASKED else chosen
    return kept_line or planned_by_words(lesson, topic), topic


def alone_with(
    lesson: Lesson, *, actor: Person, key: UUID | None, reason: str, now: datetime
) -> bool:
    """Whether this request is new; holds the lesson's record until the transaction ends. Everything
    that is written to a lesson beside its cells passes here, so here a closed period refuses."""
    is_new = first_time_alone(
        key=key or uuid4(), person_id=actor.pk, now=now, alone=f"journal.record.{lesson.pk}"
    )
    if is_new:
        refuse_locked_lesson(lesson, actor=actor, reason=reason, now=now)
    return is_new


def record_of(lesson: Lesson) -> LessonRecord:
    """The lesson's record, not saved where there is none yet."""
    return LessonRecord.objects.select_related("topic_by").filter(
        lesson=lesson
    ).first() or LessonRecord(school_id=lesson.school_id, lesson=lesson)


def kept(record: LessonRecord, *fields: str) -> LessonRecord:
    """Save what changed."""
    if record._state.adding:
        record.version = 1
        record.save(force_insert=True)
        return record
    changes = {field: getattr(record, field) for field in fields}
    LessonRecord.objects.filter(pk=record.pk).update(**changes, version=F("version") + 1)
    return record


def given(reason: str) -> AbstractContextManager[None]:
    """Write the reason into the history, where one was given."""
    return because(reason.strip()) if reason.strip() else nullcontext()


def changed_meanwhile(stands: str, *, by: Person | None, field: str) -> ChangedMeanwhile:
    """Somebody saved another text since this page was read."""
    who = by.name.short if by else _("somebody")
    message = _("Meanwhile %(who)s wrote “%(value)s” here.") % {
        "who": who,
        "value": stands[:200] or "—",
    }
    return ChangedMeanwhile(message, theirs=stands, by=who, field=field)


def _clean(text: str, *, field: str) -> str:
    words = " ".join(text.replace("\x00", "").split())
    if len(words) > TOPIC_LENGTH:
        message = _("At most %(most)d characters.") % {"most": TOPIC_LENGTH}
        raise Refused("too_long", message, field=field)
    return words
