"""What decides how lessons stand to the clock, beside what was entered: deadlines kept, the opening
of the year, excuses. The rules themselves are asked in `journal.regulation`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import connection

from core.text import Name
from journal.regulation import (
    Dues,
    ExcuseShown,
    asks_homework,
    dues_that_stand,
    lesson_dues,
)
from schedule.models import ExcuseKind, Lesson
from school.choices import CHOICES

# Of journal_clock as k; and as one value beside others of a page's statement.
CLOCK_COLUMNS = """k.is_kept, extract(epoch FROM k.record_due_at),
        extract(epoch FROM k.homework_due_at), k.is_before_opening, k.excuses,
        k.is_unopened"""
CLOCK = f"""(SELECT json_build_array({CLOCK_COLUMNS})
   FROM journal_clock(ARRAY[%(lesson)s]::bigint[]) k)"""
NOT_ASKED: Dues = (None, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """How the clock of one lesson stands: `kept` are the deadlines as facts (None: not computed
    yet), nothing is owed `is_before_opening`, what excuses a breach, and whether the year waits for
    its opening still."""

    kept: Dues | None = None
    is_before_opening: bool = False
    excuses: tuple[ExcuseShown, ...] = ()
    is_unopened: bool = False

    def is_fixed(self, lesson: Lesson, *, now: datetime) -> bool:
        """Nothing has to be computed: not asked at all, or all deadlines kept are past."""
        if self.is_before_opening:
            return True
        record, homework = self.kept or NOT_ASKED
        return (
            record is not None
            and lesson.starts_at < record <= now
            and (homework is None or homework <= now)
        )

    def dues(
        self,
        lesson: Lesson,
        *,
        found: Callable[[], Dues],
        now: datetime,
    ) -> Dues:
        """The deadlines that hold for the lesson; `found` computes them where they are needed."""
        if self.is_before_opening:
            return NOT_ASKED
        if self.kept is None:
            return found()
        if self.is_fixed(lesson, now=now):
            return self.kept
        return dues_that_stand(self.kept, found(), starts_at=lesson.starts_at, now=now)

    def excuse(self, rule: str) -> ExcuseShown | None:
        """What frees the lesson of a breach of this rule."""
        return next((one for one in self.excuses if one.rule in ("", rule)), None)


def found_dues(lesson: Lesson, *, last_ends: datetime, minutes: int, zone: ZoneInfo) -> Dues:
    """When the entries of a lesson are due as things stand (order 2.3.1, 2.3.2)."""
    return lesson_dues(
        lesson.starts_at,
        last_lesson_ends=last_ends,
        asks=asks_homework(lesson.course),
        minutes=minutes,
        zone=zone,
    )


def clock_from(row: Sequence | None, zone: ZoneInfo) -> Clock:
    """The clock of one lesson as `CLOCK_COLUMNS` read it."""
    if row is None:
        return Clock()
    is_kept, record, homework, is_before, excuses, is_unopened = row
    return Clock(
        kept=(_time(record, zone), _time(homework, zone)) if is_kept else None,
        is_before_opening=is_before,
        excuses=tuple(_excuse(one, zone) for one in excuses or ()),
        is_unopened=is_unopened,
    )


def _excuse(row: list, zone: ZoneInfo) -> ExcuseShown:
    rule, kind, words, last, first, patronymic, at = row
    return ExcuseShown(
        rule=rule,
        kind=ExcuseKind(kind).label,
        words=words,
        by=Name(last, first, patronymic).short,
        at=datetime.fromtimestamp(float(at), tz=zone),
    )


def _time(epoch: float | None, zone: ZoneInfo) -> datetime | None:
    return None if epoch is None else datetime.fromtimestamp(float(epoch), tz=zone)


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
