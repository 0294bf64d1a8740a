"""Deadlines of the school as a whole: the responsible person, the opening of the year, figures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.db import connection
from django.db.models import QuerySet

from control.regulation import (
    MONITORING_WEEKLY,
    RESPONSIBLE_NAMED,
    YEAR_OPENED,
    monitoring_due,
    responsible_due,
    year_opened_due,
)
from core.registry import Asked, FoundDeadline
from school.models import AcademicYear

_WEEKS = """SELECT w.week, min(s.made_at)
  FROM (SELECT DISTINCT date_trunc('week', l.day)::date AS week FROM schedule_lesson l
         WHERE l.school_id = %(school)s AND l.day BETWEEN %(first)s AND %(last)s
           AND l.state <> 'cancelled') w
  LEFT JOIN control_snapshot s ON s.school_id = %(school)s AND s.week = w.week
 GROUP BY w.week"""


def responsible_named(asked: Asked) -> Iterator[FoundDeadline]:
    """Whether an order named somebody for the year (order 2.1), and since when."""
    with connection.cursor() as cursor:
        for year in _years(asked):
            cursor.execute(
                "SELECT min(order_day) FROM school_appointment WHERE school_id = %s"
                " AND kind = 'responsible' AND order_number <> '' AND since <= %s"
                " AND (until IS NULL OR until >= %s)",
                [asked.school_id, year.last_day, year.first_day],
            )
            (day,) = cursor.fetchone()
            yield FoundDeadline(
                rule=RESPONSIBLE_NAMED.code,
                about_id=year.pk,
                due_at=responsible_due(year.first_day, zone=asked.zone),
                done_at=_midnight(day, asked) if day else None,
            )


def year_opened(asked: Asked) -> Iterator[FoundDeadline]:
    """Whether the year was opened by name (order 2.3), and when."""
    for year in _years(asked).select_related("opening"):
        opening = getattr(year, "opening", None)
        yield FoundDeadline(
            rule=YEAR_OPENED.code,
            about_id=year.pk,
            due_at=year_opened_due(year.first_day, zone=asked.zone),
            done_at=opening.opened_at if opening else None,
        )


def figures_ready(asked: Asked) -> Iterator[FoundDeadline]:
    """Until when the figures of each week with lessons are fixed (order 3), and when they were."""
    today = asked.now.astimezone(asked.zone).date()
    values = {
        "school": asked.school_id,
        "first": asked.first - timedelta(days=14),
        "last": min(asked.last, today),
    }
    with connection.cursor() as cursor:
        cursor.execute(_WEEKS, values)
        rows = cursor.fetchall()
    for week, made_at in rows:
        yield FoundDeadline(
            rule=MONITORING_WEEKLY.code,
            about_id=asked.school_id,
            part=week.isoformat(),
            due_at=monitoring_due(week, zone=asked.zone),
            done_at=made_at,
        )


def _years(asked: Asked) -> QuerySet[AcademicYear]:
    return AcademicYear.objects.filter(school_id=asked.school_id, first_day__lte=asked.last)


def _midnight(day: date, asked: Asked) -> datetime:
    return datetime.combine(day, time.min, tzinfo=asked.zone)
