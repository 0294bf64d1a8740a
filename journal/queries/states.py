"""How the facts of lessons stand: for the teacher's day, the lesson page, reminders and control."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import connection

from journal.models import LessonRecord
from journal.regulation import (
    HOMEWORK_IN_TIME,
    LESSON_SAME_DAY,
    Fact,
    LessonFacts,
    asks_homework,
    fact_state,
    homework_due,
    register_due,
)
from schedule.models import Lesson
from schedule.queries import end_of_last_lesson
from school.choices import CHOICES

Moments = tuple[datetime | None, datetime | None, datetime | None]


def lesson_states(
    lessons: Collection[Lesson], *, now: datetime, zone: ZoneInfo
) -> dict[int, LessonFacts]:
    """Topic, register and homework of these lessons of one school, by lesson, in three
    statements. The lessons come with course, group and class; cancelled ones are left out."""
    held = [lesson for lesson in lessons if not lesson.is_cancelled]
    if not held:
        return {}
    moments = _moments([lesson.pk for lesson in held])
    ends = end_of_last_lesson([lesson.pk for lesson in held])
    minutes = _homework_minutes(held[0].school_id)
    return {
        lesson.pk: lesson_facts(
            lesson,
            moments=moments.get(lesson.pk, (None, None, None)),
            last_ends=ends.get(lesson.pk, lesson.ends_at),
            minutes=_holding(minutes, lesson.day),
            now=now,
            zone=zone,
        )
        for lesson in held
    }


def lesson_facts(
    lesson: Lesson,
    *,
    moments: Moments,
    last_ends: datetime,
    minutes: int,
    now: datetime,
    zone: ZoneInfo,
) -> LessonFacts:
    """The three facts of one lesson, from what was read already (order 2.3.1, 2.3.2)."""
    topic_at, register_at, homework_at = moments
    same_day = register_due(lesson.starts_at, zone=zone)
    homework_by = (
        homework_due(last_ends, lesson_starts=lesson.starts_at, minutes=minutes, zone=zone)
        if asks_homework(lesson.course)
        else None
    )
    return LessonFacts(
        lesson_id=lesson.pk,
        topic=fact_state(
            Fact.TOPIC, rule=LESSON_SAME_DAY, due_at=same_day, done_at=topic_at, now=now
        ),
        register=fact_state(
            Fact.REGISTER, rule=LESSON_SAME_DAY, due_at=same_day, done_at=register_at, now=now
        ),
        homework=fact_state(
            Fact.HOMEWORK, rule=HOMEWORK_IN_TIME, due_at=homework_by, done_at=homework_at, now=now
        ),
    )


def _moments(lesson_ids: list[int]) -> dict[int, Moments]:
    rows = LessonRecord.objects.filter(lesson_id__in=lesson_ids).values_list(
        "lesson_id", "topic_at", "register_at", "homework_at"
    )
    return {pk: (topic, register, homework) for pk, topic, register, homework in rows}


def _homework_minutes(school_id: int) -> list[tuple[date, int]]:
    """Since when the school gives how many minutes for homework, newest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT since, value::json FROM school_schoolsetting"
            " WHERE school_id = %s AND key = 'homework_minutes' ORDER BY since DESC",
            [school_id],
        )
        rows = cursor.fetchall()
    return [(since, CHOICES["homework_minutes"].parse(value)) for since, value in rows]


def _holding(minutes: list[tuple[date, int]], day: date) -> int:
    default = CHOICES["homework_minutes"].default
    return next((value for since, value in minutes if since <= day), default)
