"""A school's day: which lessons are recorded, which clause is broken, and by whom."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from control.regulation import FULL_SERVICE
from core.regulation import Rule, State, rules
from core.text import Name
from journal.queries.states import lesson_states
from journal.regulation import HOMEWORK_IN_TIME, LESSON_SAME_DAY, FactState, LessonFacts
from schedule.models import Lesson


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonRow:
    """One lesson of the day with what is entered."""

    lesson_id: int
    number: int
    starts_at: datetime
    subject: str
    group: str
    facts: tuple[FactState, ...]
    is_over: bool

    @property
    def broken(self) -> list[FactState]:
        """What came late or never."""
        return [fact for fact in self.facts if fact.state in (State.LATE, State.MISSING)]


@dataclass(frozen=True, slots=True, kw_only=True)
class TeacherRow:
    """A teacher's day. `name` is empty for lessons without a teacher."""

    name: Name | None
    rows: tuple[LessonRow, ...]

    @property
    def broken(self) -> int:
        return sum(bool(row.broken) for row in self.rows)

    @property
    def missing(self) -> int:
        return sum(any(fact.state == State.MISSING for fact in row.facts) for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow:
    """A rule with the number of facts in each state; `late_offline` of the late ones were typed
    in time without a network."""

    rule: Rule
    done: int
    due: int
    late: int
    late_offline: int
    missing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayPage:
    """A day of the whole school."""

    day: date
    today: date
    lessons: int
    over: int
    complete: int
    cancelled: int
    rules: tuple[RuleRow, ...]
    teachers: tuple[TeacherRow, ...]
    full_service: Rule = FULL_SERVICE

    @property
    def before(self) -> date:
        return self.day - timedelta(days=1)

    @property
    def after(self) -> date | None:
        return self.day + timedelta(days=1) if self.day < self.today else None

    @property
    def complete_percent(self) -> int | None:
        """Of the lessons that are over, how many have all their facts (order 2.4)."""
        return 100 * self.complete // self.over if self.over else None

    @property
    def in_trouble(self) -> list[TeacherRow]:
        return [row for row in self.teachers if row.broken]

    @property
    def in_order(self) -> list[TeacherRow]:
        return [row for row in self.teachers if not row.broken]


def today_page(school_id: int, day: date, *, now: datetime, zone: ZoneInfo) -> TodayPage:
    """All lessons of the day with the states of the journal's own rules, in four statements.
    Teachers with most broken lessons come first."""
    lessons = _lessons(school_id, day)
    states = lesson_states(lessons, now=now, zone=zone)
    held = [lesson for lesson in lessons if not lesson.is_cancelled]
    over = [lesson for lesson in held if lesson.is_over(now)]
    return TodayPage(
        day=day,
        today=now.astimezone(zone).date(),
        lessons=len(held),
        over=len(over),
        complete=sum(states[lesson.pk].is_complete for lesson in over),
        cancelled=len(lessons) - len(held),
        rules=_rules(states.values()),
        teachers=_teachers(held, states, now),
    )


def _lessons(school_id: int, day: date) -> list[Lesson]:
    """The day's lessons with no more columns than the page shows: a school has hundreds."""
    return list(
        Lesson.objects.filter(school_id=school_id)
        .of_day(day)
        .select_related("course__subject", "course__group__school_class", "teacher__person")
        .only(
            *("school_id", "day", "number", "starts_at", "ends_at", "state"),
            *("course__asks_homework", "course__subject__name", "course__subject__short_name"),
            *("course__group__kind", "course__group__name", "course__group__school_class__grade"),
            *(f"teacher__person__{part}" for part in ("last_name", "first_name", "patronymic")),
            "teacher__person__sort_key",
        )
        .order_by("starts_at", "pk")
    )


def _rules(all_facts: Collection[LessonFacts]) -> tuple[RuleRow, ...]:
    counts: Counter[tuple[str, str]] = Counter(
        (fact.rule.code, fact.state) for facts in all_facts for fact in facts
    )
    offline = Counter(
        fact.rule.code for facts in all_facts for fact in facts if fact.is_late_offline
    )
    return tuple(
        RuleRow(
            rule=rules[code],
            done=counts[code, State.DONE],
            due=counts[code, State.DUE],
            late=counts[code, State.LATE],
            late_offline=offline[code],
            missing=counts[code, State.MISSING],
        )
        for code in (LESSON_SAME_DAY.code, HOMEWORK_IN_TIME.code)
    )


def _teachers(
    held: list[Lesson], states: dict[int, LessonFacts], now: datetime
) -> tuple[TeacherRow, ...]:
    by_teacher: dict[int | None, list[Lesson]] = defaultdict(list)
    for lesson in held:
        by_teacher[lesson.teacher_id].append(lesson)
    people = {lesson.teacher_id: lesson.teacher.person for lesson in held if lesson.teacher_id}
    keys = {pk: person.sort_key for pk, person in people.items()}
    found = {
        pk: TeacherRow(
            name=people[pk].name if pk else None,
            rows=tuple(_row(lesson, states[lesson.pk], now) for lesson in lessons),
        )
        for pk, lessons in by_teacher.items()
    }
    order = sorted(found, key=lambda pk: (-found[pk].broken, keys.get(pk, "")))
    return tuple(found[pk] for pk in order)


def _row(lesson: Lesson, facts: LessonFacts, now: datetime) -> LessonRow:
    return LessonRow(
        lesson_id=lesson.pk,
        number=lesson.number,
        starts_at=lesson.starts_at,
        subject=lesson.course.subject.label,
        group=lesson.course.group.name,
        facts=tuple(fact for fact in facts if fact.state != State.NOT_ASKED),
        is_over=lesson.is_over(now),
    )
