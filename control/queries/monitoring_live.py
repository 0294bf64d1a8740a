"""Figures of all schools of a municipality counted now, for the week that runs and for one that is
to be looked at anew; never a child's name (order 1, 3). What was fixed is read by `monitoring`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import connection

from control.regulation import MONITORING_WEEKLY, RESPONSIBLE_NAMED, responsible_due
from core.regulation import Rule, State

# A lesson is recorded in time when topic and register stand before midnight after it, school time
# (the rule LESSON_SAME_DAY; a test holds this SQL and the rule together). Complete means topic,
# register and, where it is asked, homework (order 2.4).
_LESSONS = """
SELECT s.id, count(*),
       count(*) FILTER (WHERE greatest(r.topic_at, r.register_at)
                              < ((l.day + 1)::timestamp AT TIME ZONE s.time_zone)
                          AND r.topic_at IS NOT NULL AND r.register_at IS NOT NULL),
       count(*) FILTER (WHERE r.topic_at IS NOT NULL AND r.register_at IS NOT NULL
                          AND (r.homework_at IS NOT NULL OR NOT c.asks_homework OR k.grade = 1
                               OR g.kind IN ('club', 'extended_day')))
  FROM school_school s
  JOIN schedule_lesson l ON l.school_id = s.id
  JOIN school_course c ON c.id = l.course_id
  JOIN school_group g ON g.id = c.group_id
  LEFT JOIN school_schoolclass k ON k.id = g.school_class_id
  LEFT JOIN journal_lessonrecord r ON r.lesson_id = l.id
 WHERE s.municipality_id = %(municipality)s AND l.day BETWEEN %(first)s AND %(last)s
   AND l.state = 'planned' AND l.ends_at <= %(now)s
 GROUP BY s.id
"""
# Families that may look: an application and a consent in force today (order 2.6).
_FAMILIES = """
SELECT s.id, count(*),
       count(*) FILTER (
           WHERE EXISTS (SELECT 1 FROM consent_serviceapplication a
                          WHERE a.guardianship_id = w.id AND a.signed_on <= %(day)s
                            AND (a.ended_on IS NULL OR a.ended_on > %(day)s))
             AND EXISTS (SELECT 1 FROM consent_dataconsent d
                          WHERE d.guardianship_id = w.id AND d.signed_on <= %(day)s
                            AND (d.ended_on IS NULL OR d.ended_on > %(day)s)))
  FROM school_school s JOIN school_guardianship w ON w.school_id = s.id
 WHERE s.municipality_id = %(municipality)s AND w.since <= %(day)s
   AND (w.until IS NULL OR w.until >= %(day)s)
 GROUP BY s.id
"""
_SCHOOLS = """
SELECT s.id, s.short_name, s.time_zone, y.first_day, a.order_number, a.order_day, a.sent_on
  FROM school_school s
  LEFT JOIN LATERAL (SELECT first_day FROM school_academicyear y WHERE y.school_id = s.id
                      AND y.first_day <= %(day)s ORDER BY first_day DESC LIMIT 1) y ON TRUE
  LEFT JOIN LATERAL (SELECT order_number, order_day, sent_on FROM school_appointment a
                      WHERE a.school_id = s.id AND a.kind = 'responsible' AND a.since <= %(day)s
                        AND (a.until IS NULL OR a.until >= %(day)s)
                      ORDER BY a.since DESC LIMIT 1) a ON TRUE
 WHERE s.municipality_id = %(municipality)s
 ORDER BY length(s.short_name), s.short_name
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveRow:
    """One school's figures of the week."""

    name: str
    held: int = 0
    in_time: int = 0
    complete: int = 0
    guardians: int = 0
    with_access: int = 0
    order_number: str = ""
    order_day: date | None = None
    sent_on: date | None = None
    responsible: str = State.NOT_ASKED

    @property
    def in_time_percent(self) -> int | None:
        return _percent(self.in_time, self.held)

    @property
    def complete_percent(self) -> int | None:
        return _percent(self.complete, self.held)

    @property
    def access_percent(self) -> int | None:
        return _percent(self.with_access, self.guardians)


@dataclass(frozen=True, slots=True, kw_only=True)
class LivePage:
    """All schools of the municipality, and their sum."""

    first: date
    last: date
    today: date
    rows: tuple[LiveRow, ...]
    rule: Rule = MONITORING_WEEKLY

    @property
    def before(self) -> date:
        return self.first - timedelta(days=7)

    @property
    def after(self) -> date | None:
        return self.first + timedelta(days=7) if self.last < self.today else None

    @property
    def is_closed(self) -> bool:
        return self.last < self.today

    @property
    def total(self) -> LiveRow:
        names = ("held", "in_time", "complete", "guardians", "with_access")
        sums = {name: sum(getattr(row, name) for row in self.rows) for name in names}
        return LiveRow(name="", **sums)

    @property
    def without_responsible(self) -> int:
        return sum(row.responsible == State.MISSING for row in self.rows)


def _percent(part: int, whole: int) -> int | None:
    return 100 * part // whole if whole else None


def live_page(municipality_id: int, day: date, *, now: datetime, zone: ZoneInfo) -> LivePage:
    """The week of `day`, Monday to Sunday, as it stands now, in three statements."""
    first = day - timedelta(days=day.weekday())
    last, today = first + timedelta(days=6), now.astimezone(zone).date()
    asked = {
        "municipality": municipality_id,
        "first": first,
        "last": last,
        "now": now,
        "day": min(last, today),
    }
    with connection.cursor() as cursor:
        schools = _read(cursor, _SCHOOLS, asked)
        lessons = {pk: figures for pk, *figures in _read(cursor, _LESSONS, asked)}
        families = {pk: figures for pk, *figures in _read(cursor, _FAMILIES, asked)}
    rows = tuple(
        _row(school, lessons.get(school[0], (0, 0, 0)), families.get(school[0], (0, 0)), now)
        for school in schools
    )
    return LivePage(first=first, last=last, today=today, rows=rows)


def _read(cursor: object, sql: str, asked: dict[str, object]) -> list[tuple]:
    cursor.execute(sql, asked)
    return cursor.fetchall()


def _row(school: tuple, lessons: tuple, families: tuple, now: datetime) -> LiveRow:
    _pk, name, zone, year_begins, order_number, order_day, sent_on = school
    return LiveRow(
        name=name,
        held=lessons[0],
        in_time=lessons[1],
        complete=lessons[2],
        guardians=families[0],
        with_access=families[1],
        order_number=order_number or "",
        order_day=order_day,
        sent_on=sent_on,
        responsible=_responsible(year_begins, order_day, ZoneInfo(zone), now),
    )


def _responsible(
    year_begins: date | None, order_day: date | None, zone: ZoneInfo, now: datetime
) -> State:
    """How the school stands to RESPONSIBLE_NAMED."""
    due = responsible_due(year_begins, zone=zone) if year_begins else None
    done = datetime.combine(order_day, time.min, tzinfo=zone) if order_day else None
    return RESPONSIBLE_NAMED.state(due_at=due, done_at=done, now=now)
