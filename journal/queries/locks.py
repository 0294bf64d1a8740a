"""Closed periods: whether a class's journal is closed for a day, and who may still write."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection

# For the one statement of a cell: the lesson's own class and day, and who writes.
LESSON_IS_LOCKED = """EXISTS (
  SELECT 1 FROM journal_termlock k JOIN school_term t ON t.id = k.term_id
   WHERE k.school_class_id = %(class)s AND %(day)s BETWEEN t.first_day AND t.last_day)"""
IS_DEPUTY = """EXISTS (
  SELECT 1 FROM school_duty d
   WHERE d.person_id = %(person)s AND d.school_id = %(school)s AND d.role = 'deputy'
     AND d.since <= %(today)s AND (d.until IS NULL OR d.until >= %(today)s))"""
_LOCK = f"SELECT {LESSON_IS_LOCKED}, {IS_DEPUTY}"


@dataclass(frozen=True, slots=True)
class Lock:
    """Whether the period is closed, and whether this person may write all the same."""

    is_locked: bool
    is_deputy: bool


NOT_LOCKED = Lock(False, False)


def lock_on(
    *, school_id: int, class_id: int | None, day: date, person_id: int, today: date
) -> Lock:
    """Asked before a journal of the class is written to; a club over several classes belongs to
    none and is never closed. One statement."""
    if class_id is None:
        return NOT_LOCKED
    values = {
        "class": class_id,
        "day": day,
        "school": school_id,
        "person": person_id,
        "today": today,
    }
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, values)
        return Lock(*cursor.fetchone())
