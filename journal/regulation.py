"""The clauses of the order that the journal answers for: when an entry is due.

All functions are pure: they take moments and the school's setting, and never read the clock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.regulation import Rule, State, rules
from school.models import Course, GroupKind

# By when the record of a lesson is due, and its homework (None: not asked).
Dues = tuple[datetime | None, datetime | None]


def end_of_day(day: datetime, *, zone: ZoneInfo) -> datetime:
    """Midnight after the day, school time: what is entered at 23:59:59 is still in time."""
    local = day.astimezone(zone)
    return datetime.combine(local.date() + timedelta(days=1), time.min, tzinfo=zone)


def register_due(lesson_starts: datetime, *, zone: ZoneInfo) -> datetime:
    """When topic and register are due (order 2.3.1, A4 2.1): the end of the lesson's day."""
    return end_of_day(lesson_starts, zone=zone)


def homework_due(
    last_lesson_ends: datetime, *, lesson_starts: datetime, minutes: int, zone: ZoneInfo
) -> datetime:
    """When homework is due (order 2.3.2, A4 2.2): `minutes` (60 to 120, the school's setting)
    after the end of the last lesson that any member of the group has that day, and never later
    than the end of the day itself."""
    after_lessons = last_lesson_ends + timedelta(minutes=minutes)
    return min(after_lessons, end_of_day(lesson_starts, zone=zone))


def results_due(work_held: datetime, *, days: int, zone: ZoneInfo) -> datetime:
    """When results of a written work are due (order 2.3.3, A4 2.4): the end of the `days`-th
    calendar day after it was held, seven at most."""
    return end_of_day(work_held + timedelta(days=days), zone=zone)


def substitution_due(entered: datetime) -> datetime:
    """Before when a substitution is said (A4 2.1): with the entry of the lesson at the latest; the
    same moment is in time, one after it is not."""
    return entered + timedelta(microseconds=1)


def asks_homework(course: Course) -> bool:
    """Whether homework is asked of this course at all: not in grade 1, not of clubs and
    extended-day groups, not where the course is taught without."""
    group = course.group
    if group.kind in (GroupKind.CLUB, GroupKind.EXTENDED_DAY):
        return False
    first_grade = group.school_class is not None and group.school_class.grade == 1
    return course.asks_homework and not first_grade


def lesson_dues(
    lesson_starts: datetime,
    *,
    last_lesson_ends: datetime,
    asks: bool,
    minutes: int,
    zone: ZoneInfo,
) -> Dues:
    """When the record of a lesson is due, and when its homework is (None: not asked)."""
    homework = (
        homework_due(last_lesson_ends, lesson_starts=lesson_starts, minutes=minutes, zone=zone)
        if asks
        else None
    )
    return register_due(lesson_starts, zone=zone), homework


def standing_due(
    stored: datetime | None, found: datetime | None, *, now: datetime
) -> datetime | None:
    """Which deadline holds: a past one is a fact and stays; one that lies in the future follows
    what it is computed from, but is never moved to where it would be past already: nobody is late
    for what was not due (design.md section 4). None: not asked."""
    is_fixed = stored is not None and stored <= now
    would_be_past = found is not None and found <= now
    return stored if is_fixed or would_be_past else found


def dues_that_stand(
    stored: Dues,
    found: Dues,
    *,
    starts_at: datetime,
    now: datetime,
) -> Dues:
    """Which of the stored deadlines still hold. A lesson that begins after its deadline was moved
    to a later day: the old one says nothing about it."""
    record, homework = stored
    if record is not None and starts_at >= record:
        return found
    return (
        standing_due(record, found[0], now=now),
        standing_due(homework, found[1], now=now),
    )


LESSON_SAME_DAY = Rule(
    code="LESSON_SAME_DAY",
    clauses=("2.3.1", "A4 2.1"),
    asks=_("Topic and absentees are entered on the day of the lesson"),
    explained=_(
        "Topic and register stand before midnight after the lesson, by the school's own"
        " clock; midnight itself is late."
    ),
    due=register_due,
)
SUBSTITUTION_AT_ENTRY = Rule(
    code="SUBSTITUTION_AT_ENTRY",
    clauses=("A4 2.1",),
    asks=_("A lesson held by another teacher says so in the entry itself"),
    explained=_(
        "Who replaced whom is said before the lesson is recorded or with it; said afterwards"
        " it is late."
    ),
    due=substitution_due,
)
HOMEWORK_IN_TIME = Rule(
    code="HOMEWORK_IN_TIME",
    clauses=("2.3.2", "A4 2.2"),
    asks=_("Homework is entered soon after the class's last lesson"),
    explained=_(
        "Homework, or the word that there is none, stands within the school's minutes after"
        " the last lesson that any student of the group has that day, clubs aside, and on the"
        " day itself. Nothing is asked of grade 1, of clubs and of extended-day groups."
    ),
    setting="homework_minutes",
    due=homework_due,
)
WORK_RESULTS = Rule(
    code="WORK_RESULTS",
    clauses=("2.3.3", "A4 2.4"),
    asks=_("Results of a written work are entered within a week"),
    explained=_(
        "Every student who wrote the work has a mark or the word that there is none before"
        " the last of its days ends. Who was absent writes it later, within days of his own."
    ),
    setting="work_days",
    due=results_due,
)


def homework_norm(grade: int, norms: Sequence[int]) -> int:
    """How many minutes homework of a day may take in a grade (СанПиН; the school's setting holds
    a number for each grade from 1 to 11)."""
    return norms[min(max(grade, 1), len(norms)) - 1]


def over_norm(minutes: int, norm: int) -> int:
    """By how many minutes homework goes beyond the norm; exactly the norm is within it."""
    return max(0, minutes - norm)


# Told while homework is set, never a refusal: the norm is the day's, the teacher sees one subject.
HOMEWORK_LOAD = Rule(
    code="HOMEWORK_LOAD",
    clauses=("A4 2.3",),
    asks=_("Homework of a class's day stays within the norm of its grade"),
    explained=_(
        "The teacher sees how many minutes are set for that day already; going beyond the"
        " norm is shown, not forbidden."
    ),
    setting="homework_norms",
)


def forecast_due(last_told: datetime, *, days: int, zone: ZoneInfo) -> datetime:
    """By when a family is told the forecast again (A5 2): the end of the `days`-th day, two weeks
    at most, after it was told last."""
    return end_of_day(last_told + timedelta(days=days), zone=zone)


FORECAST = Rule(
    code="FORECAST",
    clauses=("A5 2",),
    asks=_("Families see the forecast in the diary at any time and get a digest every two weeks"),
    explained=_(
        "The forecast of the period's mark stands in the diary at any time, and is sent to"
        " families in every two weeks of a period."
    ),
    setting="forecast_days",
    due=forecast_due,
)


def term_marks_due(term_ends: date, *, days: int, zone: ZoneInfo) -> datetime:
    """When marks of a period are to be set: the end of its last day, or so many days after it
    (before it, where negative): the school's local act."""
    ends = datetime.combine(term_ends, time.min, tzinfo=zone)
    return end_of_day(ends + timedelta(days=days), zone=zone)


def result_known(*, due: datetime, entered: datetime) -> datetime:
    """Since when a mark of a period is known (A5 3): when it was to be set, or its first entry,
    whichever came earlier."""
    return min(due, entered)


def finals_due(known: datetime) -> datetime:
    """Before when a result is visible to families (A5 3): 24:00:00 after it is known are still in
    time, a moment more is not. A clock, not a calendar: holidays count."""
    return known + timedelta(hours=24, microseconds=1)


def marks_enough_due(term_ends: date, *, days: int, zone: ZoneInfo) -> datetime:
    """By when a period has its minimum of marks: the end of the day two weeks before its end."""
    ends = datetime.combine(term_ends, time.min, tzinfo=zone)
    return end_of_day(ends - timedelta(days=days), zone=zone)


TERM_MARKS_SET = Rule(
    code="TERM_MARKS_SET",
    clauses=("A5 3",),
    asks=_("Marks of the period of every student in every subject are set by the school's date"),
    explained=_(
        "Every student who is in the group at the end of the period has the mark of the"
        " period before the school's day ends."
    ),
    setting="term_marks_days",
    due=term_marks_due,
)
FINALS_24H = Rule(
    code="FINALS_24H",
    clauses=("A5 3",),
    asks=_("Marks of periods, years and exams are visible within 24 hours after they are known"),
    explained=_(
        "A mark of a period is known when it was to be set or when it is entered, whichever"
        " is earlier; a result of an exam or contest when its protocol says. 24 hours later"
        " families see it, holidays or not."
    ),
    due=finals_due,
)
MARKS_ENOUGH = Rule(
    code="MARKS_ENOUGH",
    clauses=("A5 3",),
    asks=_("Every student has the minimum of marks two weeks before the end of the period"),
    explained=_(
        "Every student who was there for at least half of the lessons has the school's"
        " minimum of marks for so many lessons a week."
    ),
    setting="marks_minimum",
    due=marks_enough_due,
)
WORKS_SPACED = Rule(
    code="WORKS_SPACED",
    clauses=(),
    asks=_("Written works lie apart, off the edges of the day, and take few of the hours"),
    explained=_(
        "Shown while works are planned: so many days apart in a subject, so many a day for a"
        " class, not in its first or last lesson, a small part of the hours."
    ),
    setting="works_apart",
)


class Fact(TextChoices):
    """What has to be entered about every lesson held (order 2.4)."""

    TOPIC = "topic", _("topic")
    REGISTER = "register", _("register")
    HOMEWORK = "homework", _("homework")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcuseShown:
    """Why a breach is excused, and who decided so when; `rule` empty: every rule."""

    rule: str
    kind: str
    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FactState:
    """How one fact of a lesson stands at a moment: its rule, its deadline, when it was entered,
    and what would excuse a breach."""

    fact: Fact
    rule: Rule
    state: State
    due_at: datetime | None
    done_at: datetime | None
    device_at: datetime | None = None
    excuse: ExcuseShown | None = None

    @property
    def is_excused(self) -> bool:
        return self.state == State.EXCUSED

    @property
    def is_late_offline(self) -> bool:
        """Typed in time on a device without a network, received late: shown apart, excused by the
        deputy (design.md section 4)."""
        return (
            self.state == State.LATE
            and self.device_at is not None
            and self.due_at is not None
            and self.device_at < self.due_at
        )

    @property
    def is_lacking(self) -> bool:
        """Not entered, whether still in time or no longer."""
        return self.state in (State.DUE, State.MISSING)


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonFacts:
    """Topic, register and homework of one lesson."""

    lesson_id: int
    topic: FactState
    register: FactState
    homework: FactState
    is_unopened: bool = False  # the year waits for its opening: no marks are set

    def __iter__(self) -> Iterator[FactState]:
        return iter((self.topic, self.register, self.homework))

    @property
    def lacking(self) -> list[FactState]:
        return [fact for fact in self if fact.is_lacking]

    @property
    def excused(self) -> list[FactState]:
        """What came late or never and does not count as broken."""
        return [fact for fact in self if fact.is_excused]

    @property
    def is_asked(self) -> bool:
        """Whether anything is asked of the lesson: nothing is before the year is opened."""
        return any(fact.due_at is not None for fact in self)

    @property
    def is_complete(self) -> bool:
        return not self.lacking

    @property
    def is_overdue(self) -> bool:
        return any(fact.state == State.MISSING for fact in self)


def fact_state(
    fact: Fact,
    *,
    rule: Rule,
    due_at: datetime | None,
    done_at: datetime | None,
    now: datetime,
    device_at: datetime | None = None,
    excuse: ExcuseShown | None = None,
) -> FactState:
    """The state of a fact; `due_at` None means that it is not asked of this lesson. What the
    device says of the time of typing (`device_at`) changes no state, it is only kept beside."""
    state = rule.state(due_at=due_at, done_at=done_at, now=now, is_excused=excuse is not None)
    if due_at is None:
        state = State.NOT_ASKED
    return FactState(
        fact=fact,
        rule=rule,
        state=state,
        due_at=due_at,
        done_at=done_at,
        device_at=device_at,
        excuse=excuse,
    )


rules.add(
    HOMEWORK_LOAD,
    LESSON_SAME_DAY,
    SUBSTITUTION_AT_ENTRY,
    HOMEWORK_IN_TIME,
    WORK_RESULTS,
    WORKS_SPACED,
    FORECAST,
    TERM_MARKS_SET,
    FINALS_24H,
    MARKS_ENOUGH,
)
