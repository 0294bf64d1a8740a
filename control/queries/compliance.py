"""How a school kept to the rules over a week or a period: figures, heat map, trend, excuses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from itertools import groupby

from django.db import connection

from control.asked import Asked
from control.counts import NONE, Counts
from control.queries.choices import Choices, choices_of
from core.regulation import Rule, rules
from core.text import Name
from schedule.models import ExcuseKind

_FIGURES = """
SELECT * FROM control_compliance(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFigures:
    """A rule with its facts by state."""

    rule: Rule
    counts: Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A teacher, class, subject or rule: `key` as addresses ask for it, counts of the whole
    period and of each column that has any."""

    key: str
    name: str
    counts: Counts
    by_column: dict[date, Counts]


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """One week of the trend, by its Monday."""

    monday: date
    counts: Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What somebody excused at one moment for one reason: of whom (none: the whole school), from
    which day to which, and how many facts of these days it excuses."""

    kind: ExcuseKind
    words: str
    decided_by: str
    decided_at: datetime
    first: date
    last: date
    rules: tuple[Rule, ...]
    whom: tuple[str, ...]
    count: int


@dataclass(frozen=True, kw_only=True)
class CompliancePage:
    """Figures of the days asked for. Groups with most of what is looked at come first."""

    asked: Asked
    now: datetime
    choices: Choices
    rules: tuple[RuleFigures, ...]
    groups: tuple[Group, ...]
    weeks: tuple[Week, ...]
    decisions: tuple[Decision, ...]

    @cached_property
    def total(self) -> Counts:
        return sum((row.counts for row in self.rules), NONE)

    @cached_property
    def columns(self) -> tuple[date, ...]:
        """Days (or Mondays of weeks) on which something was asked."""
        return tuple(sorted({day for group in self.groups for day in group.by_column}))

    @cached_property
    def in_picture(self) -> tuple[Group, ...]:
        """Groups in which there is anything of what is looked at."""
        return tuple(group for group in self.groups if group.counts.those(self.asked.states))


def compliance_page(school_id: int, asked: Asked, *, now: datetime) -> CompliancePage:
    """Two statements, whatever the number of lessons, teachers and days."""
    choices = choices_of(school_id, asked)
    with connection.cursor() as cursor:
        values = [school_id, asked.trend_since, asked.first, asked.until, now, asked.by]
        ids = [asked.teacher, asked.school_class, asked.subject]
        cursor.execute(_FIGURES, [*values, asked.in_weeks, asked.rule, *ids])
        sums, weeks, excuses = cursor.fetchone()
    by_rule, by_group, by_cell = _sorted_out(sums or [])
    groups = [
        Group(key=key, name=choices.name_of(asked.by, key), counts=counts, by_column=by_cell[key])
        for key, counts in by_group.items()
    ]
    return CompliancePage(
        asked=asked,
        now=now,
        choices=choices,
        rules=tuple(
            RuleFigures(rule=rules[code], counts=counts) for code, counts in sorted(by_rule.items())
        ),
        groups=tuple(sorted(groups, key=_order(asked, choices))),
        weeks=tuple(
            Week(monday=date.fromisoformat(monday), counts=Counts.of(numbers))
            for monday, *numbers in weeks or ()
        ),
        decisions=tuple(_decisions(excuses or [])),
    )


Cells = defaultdict[str, dict[date, Counts]]


def _sorted_out(sums: list[list]) -> tuple[dict[str, Counts], dict[str, Counts], Cells]:
    """Rows of SQL as sums by rule, by group, and by group and column."""
    by_rule: dict[str, Counts] = {}
    by_group: dict[str, Counts] = {}
    by_cell: Cells = defaultdict(dict)
    for rule, key, column, *numbers in sums:
        counts = Counts.of(numbers)
        if rule is not None:
            by_rule[rule] = counts
        elif column is None:
            by_group[key] = counts
        else:
            by_cell[key][date.fromisoformat(column)] = counts
    return by_rule, by_group, by_cell


def _order(asked: Asked, choices: Choices) -> Callable[[Group], tuple[int, int, str]]:
    """Most of what is looked at first, then as the registers are sorted."""
    names = {"teacher": choices.teachers, "class": choices.classes, "subject": choices.subjects}
    places = {str(pk): place for place, pk in enumerate(names.get(asked.by, {}))}
    return lambda one: (-one.counts.those(asked.states), places.get(one.key, -1), one.key)


def _decisions(rows: list[list]) -> Iterable[Decision]:
    """Excuses of one hand, moment and reason together."""

    def key(row: list) -> tuple:
        return (row[13], row[1], row[2], row[10:13])  # moment, kind, words, by whom

    for (moment, kind, words, decider), group in groupby(rows, key=key):
        same = list(group)
        codes = dict.fromkeys(row[5] for row in same if row[5] in rules)
        yield Decision(
            kind=ExcuseKind(kind),
            words=words,
            decided_by=Name(*decider).short,
            decided_at=datetime.fromtimestamp(moment, tz=UTC),
            first=min(date.fromisoformat(row[3]) for row in same),
            last=max(date.fromisoformat(row[4]) for row in same),
            rules=tuple(rules[code] for code in codes),
            whom=tuple(dict.fromkeys(name for row in same if (name := _whom(row)))),
            count=sum(row[15] for row in same),
        )


def _whom(row: list) -> str:
    """The lesson, else the class and the teacher an excuse is for."""
    of_class, teacher, lesson = row[6], row[7:10], row[14]
    name = Name(*teacher).short if teacher[0] else ""
    return lesson or ", ".join(filter(None, (of_class, name)))
