"""Deadlines of lessons, computed by the regulation and kept: a past one is a fact and stays.

The rules themselves stand in `journal.regulation` alone; here they are asked for whole weeks at a
time, and what they answer is written down, so that control counts rows instead of computing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from journal.models import LessonDue, StaleDay
from journal.queries.clock import minutes_on, minutes_since
from journal.regulation import asks_homework, dues_that_stand, lesson_dues
from schedule.models import Lesson, LessonState
from schedule.queries import end_of_last_lesson
from school.models import Course, School

# Days that were changed, days never computed yet up to tomorrow, and always today and tomorrow:
# what was not committed when it was looked at before is found now.
_DAYS = """SELECT day FROM journal_staleday WHERE school_id = %(school)s AND day <= %(last)s
UNION SELECT DISTINCT day FROM schedule_lesson
 WHERE school_id = %(school)s AND day <= %(last)s
   AND day > coalesce((SELECT max(day) FROM journal_lessondue WHERE school_id = %(school)s),
                      '-infinity')
UNION SELECT %(last)s UNION SELECT %(last)s - 1 ORDER BY day"""
_WRITE = """INSERT INTO journal_lessondue
       (lesson_id, school_id, day, record_due_at, homework_due_at)
SELECT n.lesson_id, %s, n.day, n.record_due_at, n.homework_due_at
  FROM unnest(%s::bigint[], %s::date[], %s::timestamptz[], %s::timestamptz[])
       AS n(lesson_id, day, record_due_at, homework_due_at)
  JOIN schedule_lesson l ON l.id = n.lesson_id
 ORDER BY n.lesson_id
ON CONFLICT (lesson_id) DO UPDATE
   SET day = excluded.day, record_due_at = excluded.record_due_at,
       homework_due_at = excluded.homework_due_at"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ground:
    """What the rules ask beside the lesson: whose homework, how many minutes, where midnight is."""

    asks: dict[int, bool]
    minutes: list[tuple[date, int]]
    zone: ZoneInfo
    now: datetime


def refresh_dues(school_id: int, *, now: datetime) -> int:
    """Bring the deadlines of the school's lessons up to tomorrow up to date; returns how many
    rows were written. A past deadline is never changed, a lesson without one gets one.

    Safe to repeat and to run twice at once. A week is one transaction, so a school that never had
    deadlines gets those of its year in seconds and holds nobody up meanwhile."""
    zone = School.objects.get(pk=school_id).zone
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    ground = _Ground(asks={}, minutes=minutes_since(school_id), zone=zone, now=now)
    weeks = _weeks(_days(school_id, tomorrow))
    return sum(_refresh_days(school_id, days, ground) for days in weeks)


def refresh_stale_dues(school_id: int, *, now: datetime) -> int:
    """What a page does before it counts: compute again only where something was changed or a new
    day began; one statement where nothing was."""
    tomorrow = timedelta(days=1) + now.astimezone(School.objects.get(pk=school_id).zone).date()
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT EXISTS (SELECT 1 FROM journal_staleday WHERE school_id = %(school)s
                                AND day <= %(last)s)
                   OR EXISTS (SELECT 1 FROM schedule_lesson WHERE school_id = %(school)s
                                AND day <= %(last)s AND state <> 'cancelled' AND day > coalesce(
                       (SELECT max(day) FROM journal_lessondue WHERE school_id = %(school)s),
                       '-infinity'))""",
            {"school": school_id, "last": tomorrow},
        )
        (is_stale,) = cursor.fetchone()
    return refresh_dues(school_id, now=now) if is_stale else 0


def _days(school_id: int, last: date) -> list[date]:
    with connection.cursor() as cursor:
        cursor.execute(_DAYS, {"school": school_id, "last": last})
        return [day for (day,) in cursor.fetchall()]


def _weeks(days: Sequence[date]) -> Iterator[list[date]]:
    for _week, found in groupby(days, key=lambda day: day.isocalendar()[:2]):
        yield list(found)


def _refresh_days(school_id: int, days: list[date], ground: _Ground) -> int:
    """The changes are taken off the list before the lessons are read: one that comes meanwhile
    stays on it for the next time."""
    with transaction.atomic():
        _hold(school_id)
        stale = StaleDay.objects.filter(school_id=school_id, day__in=days)
        stale._raw_delete(stale.db)
        lessons = list(
            Lesson.objects.filter(school_id=school_id, day__in=days).values_list(
                "pk", "course_id", "day", "starts_at", "ends_at", "state"
            )
        )
        _forget_cancelled([row[0] for row in lessons if row[5] == LessonState.CANCELLED], ground)
        held = [row[:5] for row in lessons if row[5] != LessonState.CANCELLED]
        _know_courses({row[1] for row in held}, ground)
        return _write(school_id, list(_changed(held, ground)))


def _hold(school_id: int) -> None:
    """One hand at a time computes a school's deadlines."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"dues {school_id}"]
        )


def _forget_cancelled(lesson_ids: list[int], ground: _Ground) -> None:
    """What is not held is not due; a deadline that had passed before stays, and is not counted."""
    gone = LessonDue.objects.filter(lesson_id__in=lesson_ids, record_due_at__gt=ground.now)
    gone._raw_delete(gone.db)


def _know_courses(course_ids: set[int], ground: _Ground) -> None:
    new = course_ids - ground.asks.keys()
    for course in Course.objects.filter(pk__in=new).select_related("group__school_class"):
        ground.asks[course.pk] = asks_homework(course)


def _changed(held: list[tuple], ground: _Ground) -> Iterator[tuple]:
    """Rows to write: (lesson, day, record due, homework due)."""
    ids = [row[0] for row in held]
    ends = end_of_last_lesson(ids)
    stored = {
        row[0]: row[1:]
        for row in LessonDue.objects.filter(lesson_id__in=ids).values_list(
            "lesson_id", "day", "record_due_at", "homework_due_at"
        )
    }
    for pk, course_id, day, starts_at, ends_at in held:
        found = lesson_dues(
            starts_at,
            last_lesson_ends=ends.get(pk, ends_at),
            asks=ground.asks[course_id],
            minutes=minutes_on(ground.minutes, day),
            zone=ground.zone,
        )
        old = stored.get(pk)
        if old is not None:
            found = dues_that_stand(old[1:], found, starts_at=starts_at, now=ground.now)
        if old != (day, *found):
            yield (pk, day, *found)


def _write(school_id: int, rows: list[tuple]) -> int:
    if rows:
        columns = [list(column) for column in zip(*rows, strict=True)]
        with connection.cursor() as cursor:
            cursor.execute(_WRITE, [school_id, *columns])
    return len(rows)
