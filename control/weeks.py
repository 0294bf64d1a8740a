"""Weeks of the monitoring: Monday to Sunday, by the clock of the school."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEK = timedelta(days=7)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def closes_at(week: date, *, zone: ZoneInfo) -> datetime:
    """The moment as of which a week is fixed (order 3): Monday 0:00 after it, school time."""
    return datetime.combine(week + WEEK, time.min, tzinfo=zone)


def closed_week(now: datetime, *, zone: ZoneInfo) -> date:
    """The Monday of the newest week that is over: on Sunday at 23:59:59 still the one before."""
    return monday_of(now.astimezone(zone).date()) - WEEK


def day_after(day: date, *, zone: ZoneInfo) -> datetime:
    """The moment when a day is over, school time."""
    return datetime.combine(day + date.resolution, time.min, tzinfo=zone)
