"""The teacher's day: the lessons in order, what each still lacks and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from core.regulation import State
from journal.queries.states import lesson_states
from journal.queries.work_states import OverdueWork, overdue_works
from journal.regulation import ExcuseShown, FactState, LessonFacts
from schedule.models import Excuse, Lesson
from schedule.queries import day_of_teacher
from school.models import GroupKind
from school.standing import InSchool

MOST_OVERDUE = 40
AFTER_LESSONS = (GroupKind.CLUB, GroupKind.EXTENDED_DAY)


@dataclass(frozen=True, slots=True, kw_only=True)
class LackingFact:
    """A fact not entered yet."""

    fact: FactState

    @property
    def is_overdue(self) -> bool:
        return self.fact.state == State.MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcusedFacts:
    """What came late or never and is excused, with the decision."""

    facts: tuple[FactState, ...]
    excuse: ExcuseShown

    @property
    def labels(self) -> str:
        return ", ".join(str(fact.fact.label) for fact in self.facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonCard:
    """A lesson of the day."""

    lesson: Lesson
    facts: LessonFacts | None
    lacking: tuple[LackingFact, ...]
    excused: tuple[ExcusedFacts, ...]
    is_now: bool
    has_begun: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPage:
    """All that the teacher's day shows."""

    day: date
    today: date
    lessons: tuple[LessonCard, ...]
    overdue: tuple[LessonCard, ...]
    works: tuple[OverdueWork, ...]
    next_day: date | None
    now: datetime

    @property
    def is_unopened(self) -> bool:
        """The year of these lessons waits for its opening (order 2.3)."""
        return any(card.facts and card.facts.is_unopened for card in self.lessons)

    @property
    def is_today(self) -> bool:
        return self.day == self.today

    @property
    def before(self) -> date:
        return self.day - timedelta(days=1)

    @property
    def after(self) -> date:
        return self.day + timedelta(days=1)


def day_page(here: InSchool, *, day: date | None, now: datetime) -> DayPage:
    """One day of the teacher, with what is overdue from earlier days, works among it, in eight
    statements."""
    zone = here.school.zone
    today = timezone.localdate(now, timezone=zone)
    shown = day or today
    employee = here.employee_id or 0
    lessons = day_of_teacher(employee, shown)
    earlier = list(_lacking_before(employee, today)) if shown == today else []
    states = lesson_states([*lessons, *earlier], now=now, zone=zone)
    overdue = [lesson for lesson in earlier if states[lesson.pk].is_overdue]
    return DayPage(
        day=shown,
        today=today,
        lessons=tuple(_card(lesson, states.get(lesson.pk), now) for lesson in lessons),
        overdue=tuple(_card(lesson, states.get(lesson.pk), now) for lesson in overdue),
        works=tuple(_works(employee, now, today, zone)) if shown == today else (),
        next_day=None if lessons else _next_day(employee, shown),
        now=now,
    )


def _works(employee_id: int, now: datetime, today: date, zone: ZoneInfo) -> list[OverdueWork]:
    return overdue_works(employee_id, now=now, today=today, zone=zone)


def _card(lesson: Lesson, facts: LessonFacts | None, now: datetime) -> LessonCard:
    lacking = tuple(LackingFact(fact=fact) for fact in (facts.lacking if facts else ()))
    return LessonCard(
        lesson=lesson,
        facts=facts,
        lacking=lacking,
        excused=_excused(facts.excused if facts else []),
        is_now=lesson.has_begun(now) and not lesson.is_over(now),
        has_begun=lesson.has_begun(now),
    )


def _excused(facts: list[FactState]) -> tuple[ExcusedFacts, ...]:
    """Each decision once, with all that it excuses of the lesson."""
    decided = dict.fromkeys(fact.excuse for fact in facts if fact.excuse)
    return tuple(
        ExcusedFacts(facts=tuple(fact for fact in facts if fact.excuse == one), excuse=one)
        for one in decided
    )


def _lacking_before(employee_id: int, today: date) -> QuerySet[Lesson]:
    """Lessons of earlier days that lack something and are not excused, newest first, from the
    opening of the year on. Homework is asked neither of grade 1 nor of clubs and extended-day
    groups."""
    no_homework = (
        Q(record__homework_at=None, course__asks_homework=True)
        & ~Q(course__group__kind__in=AFTER_LESSONS)
        & (Q(course__group__school_class=None) | Q(course__group__school_class__grade__gt=1))
    )
    return (
        Lesson.objects.not_cancelled()
        .filter(
            Q(record__topic_at=None) | Q(record__register_at=None) | no_homework,
            Q(year__opening=None) | Q(year__opening__day__lte=F("day")),
            ~Exists(_excuses_of_all_rules()),
            teacher_id=employee_id,
            day__lt=today,
            year__first_day__lte=today,
            year__last_day__gte=today,
        )
        .select_related("course__subject", "course__group__school_class", "room")
        .order_by("-starts_at")[:MOST_OVERDUE]
    )


def _excuses_of_all_rules() -> QuerySet[Excuse]:
    """What excuses a lesson of everything that is asked of it: it is not on the list."""
    own = OuterRef("course__group__school_class_id")
    return Excuse.objects.filter(
        Q(lesson=None) | Q(lesson=OuterRef("pk")),
        Q(teacher=None) | Q(teacher=OuterRef("teacher_id")),
        Q(school_class=None) | Q(school_class=own),
        school=OuterRef("school_id"),
        rule="",
        ended_at=None,
        first_day__lte=OuterRef("day"),
        last_day__gte=OuterRef("day"),
    )


def _next_day(employee_id: int, day: date) -> date | None:
    later = Lesson.objects.not_cancelled().filter(teacher_id=employee_id, day__gt=day)
    return later.order_by("day").values_list("day", flat=True).first()
