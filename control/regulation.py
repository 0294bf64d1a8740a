"""The clauses that the school as a whole answers for, and the municipality."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from core.regulation import Rule, rules


def responsible_due(year_begins: date, *, zone: ZoneInfo) -> datetime:
    """By when the person responsible for the journal is named (order 2.1): from 1 October,
    0:00, a school without one is listed."""
    return datetime.combine(date(year_begins.year, 10, 1), time.min, tzinfo=zone)


def year_opened_due(year_begins: date, *, zone: ZoneInfo) -> datetime:
    """By when the year is opened by name (order 2.3): full service is owed from 1 October, 0:00."""
    return datetime.combine(date(year_begins.year, 10, 1), time.min, tzinfo=zone)


def monitoring_due(day: date, *, zone: ZoneInfo) -> datetime:
    """By when the figures of the day's week have to be ready (order 3): before the Monday after it
    ends. The week itself ends as that Monday begins."""
    monday = day - timedelta(days=day.weekday()) + timedelta(days=7)
    return datetime.combine(monday + timedelta(days=1), time.min, tzinfo=zone)


RESPONSIBLE_NAMED = Rule(
    code="RESPONSIBLE_NAMED",
    clauses=("2.1",),
    asks=_("A person responsible for the journal is named by an order with a number"),
    explained=_(
        "An order of the school names a person for the academic year before 1 October; from"
        " then on a school without one is listed."
    ),
    due=responsible_due,
)
YEAR_OPENED = Rule(
    code="YEAR_OPENED",
    clauses=("2.3",),
    asks=_("The year is opened by name, its timetable, people and plans complete"),
    explained=_(
        "A person of the school opens the year before 1 October; what still lacks is listed and"
        " accepted. From the day it is opened on the journal is kept."
    ),
    due=year_opened_due,
)
MONITORING_WEEKLY = Rule(
    code="MONITORING_WEEKLY",
    clauses=("3", "1"),
    asks=_("The municipality sees the figures of each school every week"),
    explained=_(
        "The figures of a week are fixed by the end of the Monday after it; what is entered"
        " later does not change them."
    ),
    due=monitoring_due,
)
FULL_SERVICE = Rule(
    code="FULL_SERVICE",
    clauses=("2.4",),
    asks=_("Topic, register and homework are filled for every lesson held"),
    explained=_(
        "A lesson is served in full when its topic, its register and, where it is asked, its"
        " homework stand."
    ),
)

rules.add(RESPONSIBLE_NAMED, YEAR_OPENED, MONITORING_WEEKLY, FULL_SERVICE)
