"""What control counts of a school: the rows of control_facts with their states."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from control.actions.deadlines import refresh_deadlines
from journal.actions.dues import refresh_dues
from school.models import School
from tests.builders import FIRST_DAY, LAST_DAY


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing asked, and how it stands."""

    rule: str
    fact: str
    day: date
    due_at: datetime
    done_at: datetime | None
    teacher_id: int | None
    class_id: int | None
    lesson_id: int | None
    about_id: int
    excuse_id: int | None
    state: str


_FACTS = """SELECT rule, fact, day, due_at, done_at, teacher_id, class_id, lesson_id, about_id,
       excuse_id, core_rule_state(due_at, done_at, excuse_id IS NOT NULL, %s)
  FROM control_facts(%s, %s, %s) WHERE %s IN ('', rule)
 ORDER BY due_at, fact DESC, about_id"""


def facts(
    school: School,
    *,
    now: datetime,
    rule: str = "",
    first: date = FIRST_DAY,
    last: date = LAST_DAY,
    refresh: bool = True,
) -> list[Fact]:
    """All that is asked of the school on these days, brought up to date first."""
    if refresh:
        refresh_dues(school.pk, now=now)
        refresh_deadlines(school.pk, now=now, whole=True)
    with connection.cursor() as cursor:
        cursor.execute(_FACTS, [now, school.pk, first, last, rule])
        return [Fact(*row) for row in cursor.fetchall()]


def states(school: School, rule: str, *, now: datetime, **more: object) -> list[str]:
    """The states of everything a rule asks, in the order of deadlines."""
    return [fact.state for fact in facts(school, now=now, rule=rule, **more)]
