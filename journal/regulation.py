"""The clauses of the order that the journal answers for: when an entry is due.

All functions are pure: they take moments and the school's setting, and never read the clock."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from core.regulation import Rule, rules


def end_of_day(day: datetime, *, zone: ZoneInfo) -> datetime:
    """Midnight after the day, school time: what is entered at 23:59:59 is still in time."""
    local = day.astimezone(zone)
    return datetime.combine(local.date() + timedelta(days=1), time.min, tzinfo=zone)


def register_due(lesson_starts: datetime, *, zone: ZoneInfo) -> datetime:
    """When topic and register are due (order 2.3.1, A4 2.1): the end of the lesson's day."""
    return end_of_day(lesson_starts, zone=zone)


def homework_due(
    last_lesson_ends: datetime, *, lesson_starts: datetime, minutes: int, zone: ZoneInfo
) -> datetime:
    """When homework is due (order 2.3.2, A4 2.2): `minutes` (60 to 120, the school's setting)
    after the end of the last lesson that any member of the group has that day, and never later
    than the end of the day itself."""
    after_lessons = last_lesson_ends + timedelta(minutes=minutes)
    return min(after_lessons, end_of_day(lesson_starts, zone=zone))


def results_due(work_held: datetime, *, days: int, zone: ZoneInfo) -> datetime:
    """When results of a written work are due (order 2.3.3, A4 2.4): the end of the `days`-th
    calendar day after it was held, seven at most."""
    return end_of_day(work_held + timedelta(days=days), zone=zone)


LESSON_SAME_DAY = Rule(
    code="LESSON_SAME_DAY",
    clauses=("2.3.1", "A4 2.1"),
    asks=_("Topic and absentees are entered on the day of the lesson"),
    due=register_due,
)
SUBSTITUTION_AT_ENTRY = Rule(
    code="SUBSTITUTION_AT_ENTRY",
    clauses=("A4 2.1",),
    asks=_("A lesson held by another teacher says so in the entry itself"),
)
HOMEWORK_IN_TIME = Rule(
    code="HOMEWORK_IN_TIME",
    clauses=("2.3.2", "A4 2.2"),
    asks=_("Homework is entered soon after the class's last lesson"),
    setting="homework_minutes",
    due=homework_due,
)
WORK_RESULTS = Rule(
    code="WORK_RESULTS",
    clauses=("2.3.3", "A4 2.4"),
    asks=_("Results of a written work are entered within a week"),
    setting="work_days",
    due=results_due,
)

rules.add(LESSON_SAME_DAY, SUBSTITUTION_AT_ENTRY, HOMEWORK_IN_TIME, WORK_RESULTS)
