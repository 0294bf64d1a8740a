"""What is to be done: homework due today and in the next days, the child's own included."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any, ClassVar

from django.db import connection
from django.utils.dates import WEEKDAYS

from consent.permissions import Access
from diary.queries.parts import TaskFile, day_month, files_of

DAYS_AHEAD = 21

# Homework without a lesson or day to be due at is due "next time" and comes last.
_DUE = """
SELECT m.student_id, COALESCE(n.day, h.due_day) AS day, n.number,
       COALESCE(NULLIF(s.short_name, ''), s.name),
       h.text, h.is_individual, h.minutes, l.day,
       n.state = 'cancelled',
       (SELECT json_agg(json_build_array(f.id, o.name, o.size) ORDER BY f.position, f.id)
          FROM journal_homeworkfile f JOIN core_storedfile o ON o.id = f.file_id
         WHERE f.homework_id = h.id)
  FROM school_membership m
  JOIN school_course c ON c.group_id = m.group_id
  JOIN school_subject s ON s.id = c.subject_id
  JOIN journal_homework h ON h.course_id = c.id
  JOIN schedule_lesson l ON l.id = h.given_at_id
  LEFT JOIN schedule_lesson n ON n.id = h.due_lesson_id
 WHERE m.student_id = ANY(%(students)s)
   AND m.since <= %(today)s AND (m.until IS NULL OR m.until >= %(today)s)
   AND l.day BETWEEN %(today)s::date - 60 AND %(today)s::date + 60
   AND (COALESCE(n.day, h.due_day) BETWEEN %(today)s AND %(last)s
        OR n.day IS NULL AND h.due_day IS NULL AND NOT EXISTS (
               SELECT 1 FROM schedule_lesson e WHERE e.course_id = c.id AND e.state = 'planned'
                  AND e.starts_at > l.starts_at AND e.day < %(today)s))
   AND (NOT h.is_individual OR EXISTS (
           SELECT 1 FROM journal_homeworkrecipient q
            WHERE q.homework_id = h.id AND q.student_id = m.student_id))
 ORDER BY 1, 2 NULLS LAST, 3 NULLS LAST, 4, h.is_individual, h.id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueTask:
    """One thing to do."""

    subject: str
    text: str
    is_own: bool
    minutes: int | None
    given: str
    is_cancelled: bool
    files: tuple[TaskFile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDay:
    """All that is due on one day; without a day: for the next lesson."""

    date: date | None
    title: str
    weekday: str
    in_days: int | None
    tasks: tuple[DueTask, ...]

    @property
    def minutes(self) -> int:
        return sum(task.minutes or 0 for task in self.tasks)


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeworkPage:
    tab: ClassVar[str] = "homework"
    access: Access
    days: tuple[DueDay, ...]


def homework_page(access: Access) -> HomeworkPage:
    """What is due from today on, three weeks ahead."""
    last = access.today + timedelta(days=DAYS_AHEAD)
    days = due_of([access.student_id], first=access.today, last=last, today=access.today)
    return HomeworkPage(access=access, days=days.get(access.student_id, ()))


def due_of(
    student_ids: Collection[int], *, first: date, last: date, today: date
) -> dict[int, tuple[DueDay, ...]]:
    """What each student has to do on these days; one statement for one and for many."""
    with connection.cursor() as cursor:
        cursor.execute(_DUE, {"students": list(student_ids), "today": first, "last": last})
        rows = cursor.fetchall()
    found: dict[int, tuple[DueDay, ...]] = {}
    for student_id, own in groupby(rows, key=itemgetter(0)):
        days = groupby((row[1:] for row in own), key=itemgetter(0))
        found[student_id] = tuple(_day(day, list(tasks), today) for day, tasks in days)
    return found


def _day(day: date | None, rows: list[tuple[Any, ...]], today: date) -> DueDay:
    return DueDay(
        date=day,
        title=day_month(day) if day else "",
        weekday=str(WEEKDAYS[day.weekday()]).lower() if day else "",
        in_days=(day - today).days if day else None,
        tasks=tuple(_task(row) for row in rows),
    )


def _task(row: tuple[Any, ...]) -> DueTask:
    _day, _number, subject, text, own, minutes, given, cancelled, files = row
    return DueTask(
        subject=subject,
        text=text,
        is_own=own,
        minutes=minutes,
        given=day_month(given),
        is_cancelled=bool(cancelled),
        files=files_of(files),
    )
