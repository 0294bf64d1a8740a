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
NEVER: Moments = (None, None, None)


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
    minutes = minutes_since(held[0].school_id)
    return {
        lesson.pk: lesson_facts(
            lesson,
            moments=moments.get(lesson.pk, (NEVER, NEVER))[0],
            typed=moments.get(lesson.pk, (NEVER, NEVER))[1],
            last_ends=ends.get(lesson.pk, lesson.ends_at),
            minutes=minutes_on(minutes, lesson.day),
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
    typed: Moments = NEVER,
) -> LessonFacts:
    """The three facts of one lesson, from what was read already (order 2.3.1, 2.3.2): when they
    were received, and when they were `typed` where they waited on a device."""
    same_day = register_due(lesson.starts_at, zone=zone)
    homework_by = (
        homework_due(last_ends, lesson_starts=lesson.starts_at, minutes=minutes, zone=zone)
        if asks_homework(lesson.course)
        else None
    )
    facts = (
        (Fact.TOPIC, LESSON_SAME_DAY, same_day),
        (Fact.REGISTER, LESSON_SAME_DAY, same_day),
        (Fact.HOMEWORK, HOMEWORK_IN_TIME, homework_by),
    )
    topic, register, homework = (
        fact_state(fact, rule=rule, due_at=due, done_at=done, device_at=device, now=now)
        for (fact, rule, due), done, device in zip(facts, moments, typed, strict=True)
    )
    return LessonFacts(lesson_id=lesson.pk, topic=topic, register=register, homework=homework)


def _moments(lesson_ids: list[int]) -> dict[int, tuple[Moments, Moments]]:
    rows = LessonRecord.objects.filter(lesson_id__in=lesson_ids).values_list(
        *("lesson_id", "topic_at", "register_at", "homework_at"),
        *("topic_device_at", "register_device_at", "homework_device_at"),
    )
    return {row[0]: (row[1:4], row[4:7]) for row in rows}


def minutes_since(school_id: int) -> list[tuple[date, int]]:
    """Since when the school gives how many minutes for homework, newest first; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT since, value::json FROM school_schoolsetting"
            " WHERE school_id = %s AND key = 'homework_minutes' ORDER BY since DESC",
            [school_id],
        )
        rows = cursor.fetchall()
    return [(since, CHOICES["homework_minutes"].parse(value)) for since, value in rows]


def minutes_on(minutes: list[tuple[date, int]], day: date) -> int:
    """How many minutes hold on this day."""
    default = CHOICES["homework_minutes"].default
    return next((value for since, value in minutes if since <= day), default)
