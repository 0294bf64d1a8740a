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


def monitoring_due(day: date, *, zone: ZoneInfo) -> datetime:
    """When the figures of the day's week have to be ready (order 3): the Monday after it."""
    monday = day - timedelta(days=day.weekday()) + timedelta(days=7)
    return datetime.combine(monday, time.min, tzinfo=zone)


RESPONSIBLE_NAMED = Rule(
    code="RESPONSIBLE_NAMED",
    clauses=("2.1",),
    asks=_("A person responsible for the journal is named by an order with a number"),
    due=responsible_due,
)
MONITORING_WEEKLY = Rule(
    code="MONITORING_WEEKLY",
    clauses=("3", "1"),
    asks=_("The municipality sees the figures of each school every week"),
    due=monitoring_due,
)
FULL_SERVICE = Rule(
    code="FULL_SERVICE",
    clauses=("2.4",),
    asks=_("Topic, register and homework are filled for every lesson held"),
)

rules.add(RESPONSIBLE_NAMED, MONITORING_WEEKLY, FULL_SERVICE)
