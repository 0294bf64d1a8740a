"""One writer at a time for the lessons of a school's day.

That two lessons of the same children do not overlap is no constraint of the database, so whoever
places a lesson holds the day. The generator holds the whole school; days wait for it and it for
them, no school waits for another."""

from __future__ import annotations

from datetime import date

from django.db import connection


def hold_day(school_id: int, *days: date) -> None:
    """Until the transaction ends, nobody else places lessons on these days of the school."""
    _lock("pg_advisory_xact_lock_shared", f"schedule {school_id}")
    for day in sorted(set(days)):
        _lock("pg_advisory_xact_lock", f"schedule {school_id} {day:%Y-%m-%d}")


def hold_timetable(school_id: int) -> None:
    """Until the transaction ends, nobody else places lessons in the school."""
    _lock("pg_advisory_xact_lock", f"schedule {school_id}")


def _lock(function: str, name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtextextended(%s, 0))", [name])
