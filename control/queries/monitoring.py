"""The municipality's closed week: the fixed figures of its schools side by side (order 3).

Only what was fixed is read, in one statement: the page shows on Friday what it showed on Monday,
and costs the same whatever the schools have written meanwhile. Never a child (order 1)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from control.outliers import Remark, remarks_of
from control.regulation import MONITORING_WEEKLY, RESPONSIBLE_NAMED, responsible_due
from control.weeks import WEEK, closes_at
from core.regulation import Rule, State

TREND_WEEKS = 8
# How the schools stood in the weeks before is read from columns of their own, not from the figures.
_SCHOOLS = """
SELECT s.id, s.short_name, n.id, n.figures::text, n.source, c.name, c.confirmed_at,
       o.id IS NOT NULL, t.weeks, t.held, t.in_time, t.complete
  FROM school_school s
  LEFT JOIN control_snapshot n ON n.school_id = s.id AND n.week = %(week)s
  LEFT JOIN control_confirmation c ON c.snapshot_id = n.id
  LEFT JOIN control_owninstallation o ON o.school_id = s.id
  LEFT JOIN LATERAL (
      SELECT array_agg(p.week) AS weeks, array_agg(p.held) AS held,
             array_agg(p.in_time) AS in_time, array_agg(p.complete) AS complete
        FROM control_snapshot p
       WHERE p.school_id = s.id AND p.week BETWEEN %(first)s AND %(week)s) t ON TRUE
 WHERE s.municipality_id = %(municipality)s
"""


# All that the page of a week depends on: fixed figures are never changed, only added to.
_VERSION = """
SELECT concat_ws(' ', count(n.id), max(n.id), max(c.id), max(o.id),
                 md5(string_agg(DISTINCT s.id || s.short_name, ' ')))
  FROM school_school s
  LEFT JOIN control_snapshot n ON n.school_id = s.id AND n.week BETWEEN %(first)s AND %(week)s
  LEFT JOIN control_confirmation c ON c.snapshot_id = n.id
  LEFT JOIN control_owninstallation o ON o.school_id = s.id
 WHERE s.municipality_id = %(municipality)s
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """What the trend says of one week."""

    monday: date
    held: int = 0
    in_time: int = 0
    complete: int = 0

    @property
    def percent(self) -> int | None:
        return percent(self.in_time, self.held)

    @property
    def complete_percent(self) -> int | None:
        return percent(self.complete, self.held)


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolRow:
    """One school's fixed figures; without any where it has not reported."""

    school_id: int
    name: str
    snapshot_id: int | None
    is_own: bool
    trend: tuple[Week, ...]
    held: int = 0
    in_time: int = 0
    complete: int = 0
    late: int = 0
    missing: int = 0
    excused: int = 0
    guardianships: int = 0
    with_access: int = 0
    without_diary: int = 0
    served: int = 0
    responsible: str = ""
    order_number: str = ""
    order_day: date | None = None
    sent_on: date | None = None
    responsible_state: str = State.NOT_ASKED
    opened_on: date | None = None
    backup_at: datetime | None = None
    rehearsed_at: datetime | None = None
    confirmed_by: str = ""
    confirmed_at: datetime | None = None
    remarks: tuple[Remark, ...] = ()

    @property
    def is_reported(self) -> bool:
        return self.snapshot_id is not None

    @property
    def in_time_percent(self) -> int | None:
        return percent(self.in_time, self.held)

    @property
    def complete_percent(self) -> int | None:
        return percent(self.complete, self.held)

    @property
    def access_percent(self) -> int | None:
        return percent(self.with_access, self.guardianships)

    @property
    def broken(self) -> int:
        """Deadlines kept late or not at all, and excused by nobody."""
        return self.late + self.missing


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitoringPage:
    """The week of the whole municipality."""

    week: date
    newest: date
    rows: tuple[SchoolRow, ...]
    trend: tuple[Week, ...]
    asked: Asked
    all_rows: tuple[SchoolRow, ...]
    rule: Rule = MONITORING_WEEKLY

    @property
    def last(self) -> date:
        return self.week + WEEK - date.resolution

    @property
    def before(self) -> date:
        return self.week - WEEK

    @property
    def after(self) -> date | None:
        return self.week + WEEK if self.week < self.newest else None

    @property
    def running(self) -> date:
        """The Monday of the week that is not over."""
        return self.newest + WEEK

    @property
    def total(self) -> SchoolRow:
        return total_of(self.rows)

    def count(self, only: str) -> int:
        """How many schools the page would be narrowed to."""
        return sum(FILTERS[only](row) for row in self.all_rows)


def percent(part: int, whole: int) -> int | None:
    """Whole percent, never rounded up to a hundred; None of nothing."""
    return 100 * part // whole if whole else None


# What the page can be narrowed to; the words stand in `control.monitoring_shown`.
FILTERS = {
    "all": lambda row: True,
    "unreported": lambda row: not row.is_reported,
    "unconfirmed": lambda row: row.is_reported and not row.confirmed_at,
    "unopened": lambda row: row.is_reported and not row.opened_on,
    "nobody": lambda row: row.responsible_state == State.MISSING,
    "outliers": lambda row: bool(row.remarks),
}


def _low_first(value: int | None) -> tuple[bool, int]:
    return (value is None, value or 0)


SORTS = {
    "school": lambda row: 0,
    "in_time": lambda row: _low_first(row.in_time_percent),
    "complete": lambda row: _low_first(row.complete_percent),
    "broken": lambda row: -row.broken,
    "access": lambda row: _low_first(row.access_percent),
    "confirmed": lambda row: bool(row.confirmed_at),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands in the address: the week, what it is narrowed to, and the order."""

    week: date
    only: str = "all"
    sort: str = "school"

    @property
    def kept(self) -> str:
        """What the address keeps when another week is asked for."""
        return f"&only={self.only}&sort={self.sort}"

    @property
    def query(self) -> str:
        """The whole address of this page, for its files."""
        return f"?week={self.week}{self.kept}"


def asked_of(said: Mapping[str, str], week: date, *, newest: date) -> Asked:
    """The address read: a wrong word means the usual one, a week to come the newest closed."""
    only, sort = said.get("only", ""), said.get("sort", "")
    return Asked(
        week=min(week, newest),
        only=only if only in FILTERS else "all",
        sort=sort if sort in SORTS else "school",
    )


def version_of(municipality_id: int, week: date) -> str:
    """What changes as soon as the page of the week would come out otherwise: a school added or
    renamed, a week fixed or handed in, a confirmation."""
    asked = {"municipality": municipality_id, "week": week}
    with connection.cursor() as cursor:
        cursor.execute(_VERSION, asked | {"first": week - (TREND_WEEKS - 1) * WEEK})
        return cursor.fetchone()[0]


def monitoring_page(municipality_id: int, asked: Asked, *, newest: date) -> MonitoringPage:
    """The fixed figures of the week asked for, and the trend of the weeks before, in one
    statement."""
    first = asked.week - (TREND_WEEKS - 1) * WEEK
    weeks = tuple(first + number * WEEK for number in range(TREND_WEEKS))
    with connection.cursor() as cursor:
        cursor.execute(
            _SCHOOLS, {"municipality": municipality_id, "week": asked.week, "first": first}
        )
        found = [_row(row, asked.week, weeks) for row in cursor.fetchall()]
    found.sort(key=lambda row: natural(row.name))
    remarks = remarks_of(found)
    every = tuple(replace(row, remarks=remarks.get(row.school_id, ())) for row in found)
    rows = tuple(sorted(filter(FILTERS[asked.only], every), key=SORTS[asked.sort]))
    return MonitoringPage(
        week=asked.week,
        newest=newest,
        rows=rows,
        trend=_together(every, weeks),
        asked=asked,
        all_rows=every,
    )


def natural(name: str) -> list[tuple[int, str]]:
    """School no. 2 before school no. 10."""
    parts = re.split(r"(\d+)", name.casefold())
    return [(int(part), "") if part.isdigit() else (0, part) for part in parts]


def total_of(rows: tuple[SchoolRow, ...]) -> SchoolRow:
    """The sum over schools."""
    names = ("held", "in_time", "complete", "late", "missing", "excused")
    names += ("guardianships", "with_access", "without_diary", "served")
    sums = {name: sum(getattr(row, name) for row in rows) for name in names}
    return SchoolRow(school_id=0, name="", snapshot_id=None, is_own=False, trend=(), **sums)


def _row(found: tuple, week: date, weeks: tuple[date, ...]) -> SchoolRow:
    school_id, name, snapshot_id, text, source, who, when, is_own, days, held, in_time, full = found
    counts = zip(days or (), held or (), in_time or (), full or (), strict=True)
    by_week = {day: Week(monday=day, held=a, in_time=b, complete=c) for day, a, b, c in counts}
    trend = tuple(by_week[day] for day in weeks if day in by_week)
    return SchoolRow(
        school_id=school_id,
        name=name,
        snapshot_id=snapshot_id,
        is_own=is_own or source in ("file", "http"),
        trend=trend,
        confirmed_by=who or "",
        confirmed_at=when,
        **(_said(json.loads(text), week) if text else {}),
    )


def _said(figures: dict[str, Any], week: date) -> dict[str, Any]:
    lessons, families = figures["lessons"], figures["families"]
    states = figures["rules"].values()
    return {
        "held": lessons["held"],
        "in_time": lessons["in_time"],
        "complete": lessons["complete"],
        "late": sum(one["late"] for one in states),
        "missing": sum(one["missing"] for one in states),
        "excused": sum(one["excused"] for one in states),
        "guardianships": families["guardianships"],
        "with_access": families["with_access"],
        "without_diary": families["paper"] + families["undecided"],
        "served": families["served"],
        "opened_on": _day((figures["year"] or {}).get("opened_on")),
        "backup_at": _moment(figures["backup"]["made_at"]),
        "rehearsed_at": _moment(figures["backup"]["rehearsed_at"]),
        **_responsible(figures["appointments"].get("responsible"), week),
    }


def _responsible(who: dict[str, Any] | None, week: date) -> dict[str, Any]:
    """Who is named, and how the school stood to RESPONSIBLE_NAMED when the week closed."""
    zone = ZoneInfo("UTC")
    order_day = _day(who["order_day"]) if who else None
    autumn = date(week.year if week.month >= 8 else week.year - 1, 9, 1)
    state = RESPONSIBLE_NAMED.state(
        due_at=responsible_due(autumn, zone=zone),
        done_at=datetime.combine(order_day, time.min, tzinfo=zone) if order_day else None,
        now=closes_at(week, zone=zone),
    )
    if who is None:
        return {"responsible_state": state}
    return {
        "responsible": who["name"],
        "order_number": who["order_number"],
        "order_day": order_day,
        "sent_on": _day(who["sent_on"]),
        "responsible_state": state,
    }


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _together(rows: tuple[SchoolRow, ...], weeks: tuple[date, ...]) -> tuple[Week, ...]:
    """The municipality's own trend: sums over the schools that had reported."""
    sums = {day: [0, 0, 0] for day in weeks}
    for row in rows:
        for week in row.trend:
            total = sums[week.monday]
            total[0] += week.held
            total[1] += week.in_time
            total[2] += week.complete
    return tuple(
        Week(monday=day, held=held, in_time=in_time, complete=complete)
        for day, (held, in_time, complete) in sums.items()
    )
