"""The clause that families without the electronic diary rely on."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from core.regulation import Rule, rules

THURSDAY = 4


def paper_day(week: date, *, weekday: int) -> date:
    """The day on which reports of the week that begins on this Monday are made; 1 is Monday. From
    Thursday on the weekday closes its own week, a school that prints earlier prints the week
    before."""
    return week + timedelta(days=_after_monday(weekday))


def reported_week(today: date, *, weekday: int) -> date:
    """The Monday of the last week whose reports are to be made by today."""
    last = today - timedelta(days=_after_monday(weekday))
    return last - timedelta(days=last.weekday())


def paper_due(week: date, *, weekday: int, zone: ZoneInfo) -> datetime:
    """Before when the report of a week is handed over (A5 1): less than seven days after the
    school's weekday, so before midnight begins the same weekday a week later. Holidays count."""
    day = paper_day(week, weekday=weekday) + timedelta(days=7)
    return datetime.combine(day, time.min, tzinfo=zone)


def _after_monday(weekday: int) -> int:
    return weekday - 1 if weekday >= THURSDAY else weekday + 6


PAPER_WEEKLY = Rule(
    code="PAPER_WEEKLY",
    clauses=("A5 1",),
    asks=_("Families on paper get a printed report of every week with lessons"),
    explained=_(
        "For each week in which the class has a lesson, every guardian who chose paper or has not"
        " chosen yet is handed a printed report less than seven days after the school's weekday."
    ),
    setting="paper_weekday",
    due=paper_due,
)

rules.add(PAPER_WEEKLY)
