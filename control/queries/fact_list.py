"""What a figure unfolds to: the facts behind it, one by one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from django.db import connection

from control.asked import ALL, Asked
from control.counts import hours
from control.queries.choices import Choices, choices_of
from control.reminders.queries import reminded_of
from core.regulation import BROKEN, Rule, State, rules
from core.text import Name
from journal.regulation import Fact
from schedule.models import ExcuseKind

ROWS_A_PAGE = 200
_ROWS = "SELECT * FROM control_fact_list(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcuseOfFact:
    """Why it counts as not broken, and who says so."""

    kind: ExcuseKind
    words: str
    decided_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRow:
    """One thing that was asked: of a lesson (`fact` says which of three), or a deadline of its
    own. `was` is the state without the excuse."""

    rule: Rule
    fact: Fact | None
    day: date
    due_at: datetime
    done_at: datetime | None
    device_at: datetime | None
    state: State
    was: State
    late_for: int | None
    teacher_id: int | None
    teacher: str
    class_id: int | None
    group: str
    subject: str
    course_id: int | None
    lesson_id: int | None
    number: int | None
    starts_at: datetime | None
    about_id: int
    excuse: ExcuseOfFact | None

    @property
    def delay_hours(self) -> Decimal | None:
        """By how many hours it came late; none for what came in time or not at all."""
        return None if self.late_for is None else hours(self.late_for)

    @property
    def is_broken(self) -> bool:
        return self.state in BROKEN

    @property
    def was_typed_in_time(self) -> bool:
        """Typed in time on a device without a network."""
        return self.was == State.LATE and bool(self.device_at and self.device_at < self.due_at)

    @property
    def token(self) -> str:
        """Names it in a form of excuses: rule, day and of whom."""
        ids = (self.class_id, self.teacher_id)
        if self.lesson_id:
            return f"{self.rule.code}:{self.day}:l{self.lesson_id}"
        return f"{self.rule.code}:{self.day}:" + "-".join(str(pk or 0) for pk in ids)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactsPage:
    """A page of the list, newest day first."""

    asked: Asked
    now: datetime
    choices: Choices
    total: int
    rows: tuple[FactRow, ...]
    reminded: dict[tuple[str, str, int], int]

    @property
    def pages(self) -> int:
        return -(-self.total // ROWS_A_PAGE)

    @property
    def first_number(self) -> int:
        return (self.asked.page - 1) * ROWS_A_PAGE + 1

    @property
    def last_number(self) -> int:
        return self.first_number + len(self.rows) - 1

    @property
    def previous(self) -> str:
        page = min(self.asked.page - 1, self.pages)
        return self.asked.query(page=page) if page > 0 else ""

    @property
    def next(self) -> str:
        page = self.asked.page + 1
        return self.asked.query(page=page) if page <= self.pages else ""

    @property
    def has_broken(self) -> bool:
        return any(row.is_broken for row in self.rows)


def facts_page(
    school_id: int, asked: Asked, *, now: datetime, most: int = ROWS_A_PAGE
) -> FactsPage:
    """Three statements, whatever the number of facts. With more than a page at `most` the list
    begins at its beginning."""
    choices = choices_of(school_id, asked)
    states = [] if asked.state == ALL else [str(state) for state in asked.states]
    with connection.cursor() as cursor:
        days = [school_id, asked.first, asked.until, now, asked.rule]
        ids = [asked.teacher, asked.school_class, asked.subject]
        skipped = (asked.page - 1) * ROWS_A_PAGE if most == ROWS_A_PAGE else 0
        cursor.execute(_ROWS, [*days, *ids, states, most, skipped])
        total, rows = cursor.fetchone()
    listed = tuple(fact_row(row) for row in rows or ())
    return FactsPage(
        asked=asked,
        now=now,
        choices=choices,
        total=total,
        rows=listed,
        reminded=reminded_of(school_id, {row.about_id for row in listed}),
    )


def fact_row(row: list) -> FactRow:
    """From a row of `control_fact_list`."""
    rule, fact, day, due_at, done_at, device_at, state, was, late_for, *rest = row
    teacher_id, last, first, patronymic, class_id, group, subject, course_id, *lesson = rest
    lesson_id, number, starts_at, about_id, *excuse = lesson
    return FactRow(
        rule=rules[rule],
        fact=Fact(fact) if fact else None,
        day=date.fromisoformat(day),
        due_at=_moment(due_at),
        done_at=_moment(done_at),
        device_at=_moment(device_at),
        state=State(state),
        was=State(was),
        late_for=late_for,
        teacher_id=teacher_id,
        teacher=Name(last, first, patronymic).short if last else "",
        class_id=class_id,
        group=group or "",
        subject=subject or "",
        course_id=course_id,
        lesson_id=lesson_id,
        number=number,
        starts_at=_moment(starts_at),
        about_id=about_id,
        excuse=_excuse(*excuse) if state == State.EXCUSED else None,
    )


def _excuse(
    _pk: int, kind: str, words: str, last: str, first: str, patronymic: str
) -> ExcuseOfFact:
    decider = Name(last, first, patronymic).short
    return ExcuseOfFact(kind=ExcuseKind(kind), words=words, decided_by=decider)


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, tz=UTC)
