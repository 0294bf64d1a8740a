"""A school's day: which lessons are recorded, which clause is broken, and by whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from itertools import groupby
from zoneinfo import ZoneInfo

from django.db import connection

from control.asked import Asked
from control.counts import NONE, Counts
from control.queries.compliance import RuleFigures
from control.queries.fact_list import FactRow, fact_row
from control.regulation import FULL_SERVICE
from core.regulation import BROKEN, Rule, State, rules
from core.text import Name
from journal.regulation import HOMEWORK_IN_TIME, LESSON_SAME_DAY, Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonRow:
    """A lesson of the day (or a deadline that is no lesson's) with what is broken or excused."""

    facts: tuple[FactRow, ...]

    @property
    def first(self) -> FactRow:
        return self.facts[0]

    @property
    def is_broken(self) -> bool:
        return any(fact.state in BROKEN for fact in self.facts)

    @property
    def is_missing(self) -> bool:
        return any(fact.state == State.MISSING for fact in self.facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class TeacherRow:
    """A teacher's day. `name` is empty for lessons without a teacher."""

    teacher_id: int | None
    name: Name | None
    lessons: int
    rows: tuple[LessonRow, ...]

    @property
    def broken(self) -> int:
        return sum(row.is_broken for row in self.rows)

    @property
    def missing(self) -> int:
        return sum(row.is_missing for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """What is not entered yet of lessons that are over, and in time until `due_at`."""

    due_at: datetime
    fact: Fact | None
    rule: Rule
    count: int


@dataclass(frozen=True, kw_only=True)
class TodayPage:
    """A day of the whole school. `before` and `after` are the nearest days with lessons."""

    day: date
    today: date
    now: datetime
    lessons: int
    over: int
    complete: int
    running: int
    cancelled: int
    before: date | None
    after: date | None
    missing_before: int
    rules: tuple[RuleFigures, ...]
    owed: tuple[Owed, ...]
    teachers: tuple[TeacherRow, ...]
    full_service: Rule = FULL_SERVICE

    @property
    def complete_percent(self) -> int | None:
        """Of the lessons that are over, how many have all their facts (order 2.4)."""
        return 100 * self.complete // self.over if self.over else None

    @cached_property
    def total(self) -> Counts:
        return sum((row.counts for row in self.rules), NONE)

    @cached_property
    def in_trouble(self) -> list[TeacherRow]:
        """Who has most lessons missing first, then most of late ones."""
        found = [row for row in self.teachers if row.broken]
        return sorted(found, key=lambda row: (-row.missing, -row.broken))

    @property
    def excused(self) -> list[TeacherRow]:
        """Teachers with nothing broken and something excused."""
        return [row for row in self.teachers if row.rows and not row.broken]

    @property
    def in_order(self) -> list[TeacherRow]:
        return [row for row in self.teachers if not row.rows]

    @cached_property
    def not_recorded(self) -> int:
        """Lessons whose topic or register is missing though its day is over."""
        return sum(_lacks_record(row) for teacher in self.teachers for row in teacher.rows)

    @property
    def asked(self) -> Asked:
        """The same day for the list of facts."""
        return Asked(first=self.day, last=self.day, today=self.today)


def today_page(school_id: int, day: date, *, now: datetime, zone: ZoneInfo) -> TodayPage:
    """The day in one statement, whatever the number of lessons; today's says what the school day
    before still lacks."""
    today = now.astimezone(zone).date()
    with connection.cursor() as cursor:
        asked = [school_id, day, now, day == today]
        cursor.execute("SELECT * FROM control_day(%s, %s, %s, %s)", asked)
        lessons, before, after, missing_before, by_rule, owed, teachers, rows = cursor.fetchone()
    planned, over, complete, running, cancelled = lessons
    return TodayPage(
        day=day,
        today=today,
        now=now,
        lessons=planned,
        over=over,
        complete=complete,
        running=running,
        cancelled=cancelled,
        before=before,
        after=after if after and after <= today else None,
        missing_before=missing_before,
        rules=_rules(by_rule or []),
        owed=tuple(_owed(*row) for row in owed or ()),
        teachers=_teachers(teachers or [], [fact_row(row) for row in rows or ()]),
    )


def _rules(rows: list[list]) -> tuple[RuleFigures, ...]:
    """The rules of every lesson always, the others where something was asked."""
    found = {LESSON_SAME_DAY.code: NONE, HOMEWORK_IN_TIME.code: NONE}
    found |= {code: Counts.of(numbers) for code, *numbers in rows}
    return tuple(RuleFigures(rule=rules[code], counts=counts) for code, counts in found.items())


def _owed(due_at: float, fact: str, rule: str, count: int) -> Owed:
    return Owed(
        due_at=datetime.fromtimestamp(due_at, tz=UTC),
        fact=Fact(fact) if fact else None,
        rule=rules[rule],
        count=count,
    )


def _teachers(teachers: list[list], facts: list[FactRow]) -> tuple[TeacherRow, ...]:
    """Everybody who has lessons, by name, and whose deadlines fall on the day."""
    by_teacher: dict[int | None, list[FactRow]] = {pk: [] for pk, *_rest in teachers}
    names = {pk: (Name(*name) if pk else None, count) for pk, *name, count in teachers}
    for fact in facts:
        by_teacher.setdefault(fact.teacher_id, []).append(fact)
    return tuple(
        TeacherRow(
            teacher_id=pk,
            name=names[pk][0] if pk in names else _name(rows[0]),
            lessons=names[pk][1] if pk in names else 0,
            rows=tuple(_lessons(rows)),
        )
        for pk, rows in by_teacher.items()
    )


def _name(row: FactRow) -> Name | None:
    """Of a teacher who has a deadline but no lesson on the day."""
    return Name(row.teacher, "", "") if row.teacher else None


def _lessons(facts: list[FactRow]) -> Iterable[LessonRow]:
    def key(fact: FactRow) -> tuple:
        return (fact.fact is None, fact.lesson_id if fact.fact else (fact.rule.code, fact.about_id))

    for _key, rows in groupby(facts, key=key):
        yield LessonRow(facts=tuple(rows))


def _lacks_record(row: LessonRow) -> bool:
    return any(fact.state == State.MISSING and fact.rule == LESSON_SAME_DAY for fact in row.facts)
