"""What stands above a single entry: whether the class's journal is closed for a day, who may write
all the same, and whether the year was opened at all."""

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
# Before the year is opened no marks are set (order 2.3); a day of no year waits for nothing.
COURSE_IS_UNOPENED = """NOT EXISTS (
  SELECT 1 FROM school_course c JOIN journal_yearopening o ON o.year_id = c.year_id
   WHERE c.id = %(course)s)"""
_DAY_IS_UNOPENED = """EXISTS (
  SELECT 1 FROM school_academicyear y LEFT JOIN journal_yearopening o ON o.year_id = y.id
   WHERE y.school_id = %(school)s AND %(day)s BETWEEN y.first_day AND y.last_day
     AND o.id IS NULL)"""
_LOCK = f"SELECT {LESSON_IS_LOCKED}, {IS_DEPUTY}, {_DAY_IS_UNOPENED}"


@dataclass(frozen=True, slots=True)
class Lock:
    """Whether the period is closed, whether this person may write all the same, and whether the
    year waits for its opening."""

    is_locked: bool
    is_deputy: bool
    is_unopened: bool = False


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
