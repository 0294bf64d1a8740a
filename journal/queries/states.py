"""How the facts of lessons stand: for the teacher's day, the lesson page, reminders and control."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import connection

from journal.queries.clock import (
    CLOCK_COLUMNS,
    Clock,
    clock_from,
    found_dues,
    minutes_on,
    minutes_since,
)
from journal.regulation import (
    HOMEWORK_IN_TIME,
    LESSON_SAME_DAY,
    Dues,
    Fact,
    FactState,
    LessonFacts,
    asks_homework,
    fact_state,
)
from schedule.models import Lesson
from schedule.queries import end_of_last_lesson
from school.choices import CHOICES

Moments = tuple[datetime | None, datetime | None, datetime | None]
NEVER: Moments = (None, None, None)
_FACTS = f"""SELECT k.lesson_id, r.topic_at, r.register_at, r.homework_at,
       r.topic_device_at, r.register_device_at, r.homework_device_at, {CLOCK_COLUMNS}
  FROM journal_clock(%s::bigint[]) k
  LEFT JOIN journal_lessonrecord r ON r.lesson_id = k.lesson_id"""


def lesson_states(
    lessons: Collection[Lesson], *, now: datetime, zone: ZoneInfo
) -> dict[int, LessonFacts]:
    """Topic, register and homework of these lessons of one school, by lesson, in one statement,
    and two more where deadlines lie ahead. A past deadline is read as it was kept, one to come is
    computed from how things stand. The lessons come with course, group and class; cancelled ones
    are left out."""
    held = [lesson for lesson in lessons if not lesson.is_cancelled]
    if not held:
        return {}
    ids = [lesson.pk for lesson in held]
    read = _read(ids, zone)
    known = {pk: clock for pk, (clock, _moments, _typed) in read.items()}
    found = _found(held, known, now=now, zone=zone)
    return {
        lesson.pk: lesson_facts(
            lesson,
            moments=read[lesson.pk][1],
            typed=read[lesson.pk][2],
            clock=known[lesson.pk],
            found=found.get(lesson.pk, (None, None)),
            now=now,
        )
        for lesson in held
    }


def _found(
    held: list[Lesson], known: dict[int, Clock], *, now: datetime, zone: ZoneInfo
) -> dict[int, Dues]:
    """The deadlines as things stand, of those lessons whose kept ones are not all past."""
    asked = [one for one in held if not known[one.pk].is_fixed(one, now=now)]
    if not asked:
        return {}
    ends = end_of_last_lesson([one.pk for one in asked])
    minutes = minutes_since(asked[0].school_id)
    return {
        one.pk: found_dues(
            one,
            last_ends=ends.get(one.pk, one.ends_at),
            minutes=minutes_on(minutes, one.day),
            zone=zone,
        )
        for one in asked
    }


def lesson_facts(
    lesson: Lesson,
    *,
    moments: Moments,
    clock: Clock,
    found: Dues,
    now: datetime,
    typed: Moments = NEVER,
) -> LessonFacts:
    """The three facts of one lesson, from what was read already (order 2.3.1, 2.3.2): when they
    were received, and when they were `typed` where they waited on a device."""
    same_day, homework_by = clock.dues(lesson, found=lambda: found, now=now)
    facts = (
        (Fact.TOPIC, LESSON_SAME_DAY, same_day),
        (Fact.REGISTER, LESSON_SAME_DAY, same_day),
        (Fact.HOMEWORK, HOMEWORK_IN_TIME, homework_by),
    )
    topic, register, homework = (
        fact_state(
            fact,
            rule=rule,
            due_at=due,
            done_at=done,
            device_at=device,
            excuse=clock.excuse(rule.code),
            now=now,
        )
        for (fact, rule, due), done, device in zip(facts, moments, typed, strict=True)
    )
    return LessonFacts(
        lesson_id=lesson.pk,
        topic=topic,
        register=register,
        homework=homework,
        is_unopened=clock.is_unopened,
    )


def facts_here(
    lesson: Lesson,
    *,
    moments: Moments,
    clock: Clock,
    minutes: object,
    now: datetime,
    zone: ZoneInfo,
) -> LessonFacts | None:
    """The facts of the one lesson a page shows, `minutes` being the school's choice as stored:
    only where the homework is still asked for, the day's last lesson is looked for."""
    if lesson.is_cancelled:
        return None
    choice = CHOICES["homework_minutes"]
    found: Dues = (None, None)
    if not clock.is_fixed(lesson, now=now):
        is_open = moments[2] is None and asks_homework(lesson.course)
        ends = end_of_last_lesson([lesson.pk]) if is_open else {}
        record, homework = found_dues(
            lesson,
            last_ends=ends.get(lesson.pk, lesson.ends_at),
            minutes=choice.default if minutes is None else choice.parse(minutes),
            zone=zone,
        )
        found = (record, homework if is_open else None)
    return lesson_facts(lesson, moments=moments, clock=clock, found=found, now=now)


def lacking_or_excused(fact: FactState | None) -> FactState | None:
    """What a page says about a fact: that it lacks, or that its breach is excused."""
    return fact if fact is not None and (fact.is_lacking or fact.is_excused) else None


def _read(lesson_ids: list[int], zone: ZoneInfo) -> dict[int, tuple[Clock, Moments, Moments]]:
    """The clock of each lesson, when its facts were entered, and when they were typed."""
    with connection.cursor() as cursor:
        cursor.execute(_FACTS, [lesson_ids])
        return {
            pk: (clock_from(row[6:], zone), tuple(row[:3]), tuple(row[3:6]))
            for pk, *row in cursor.fetchall()
        }
