"""What the pages of reminders read: the deputy's log and figures, one's own reminder and choice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Count

from control.models import Reminder, ReminderChoice, ReminderStage
from control.reminders.clock import MORNING, RemindersClock, clock_of
from control.reminders.owed import standing
from control.reminders.words import anchored, clause_of, key_of, thing_of, until_words
from core.models import Message
from core.registry import addresses_of, may_send
from core.regulation import State
from core.text import Name
from school.models import Person

ON_A_PAGE = 100  # things, about a third as many lessons
LONGEST_SPAN = timedelta(days=92)

# Each reminder with how the thing stands now; `first` is when anybody was first told of it.
_TOLD = """
WITH told AS MATERIALIZED (
  SELECT r.*, min(r.told_at) OVER (PARTITION BY r.about_id, r.rule, r.fact, r.day) AS first_told
    FROM control_reminder r
   WHERE r.school_id = %(school)s AND r.told_on BETWEEN %(first)s AND %(last)s),
facts AS MATERIALIZED (
  SELECT f.* FROM (SELECT DISTINCT day FROM told) d
   CROSS JOIN LATERAL control_facts(%(school)s, d.day, d.day) f),
stands AS MATERIALIZED (
  SELECT t.*, f.done_at, CASE WHEN f.rule IS NULL THEN 'not_asked'
         ELSE core_rule_state(f.due_at, f.done_at, f.excuse_id IS NOT NULL, %(now)s) END AS state
    FROM told t
    LEFT JOIN facts f ON f.rule = t.rule AND f.fact = t.fact AND f.about_id = t.about_id
                     AND f.day = t.day)
"""
_BY_TEACHER = (
    _TOLD
    + """
SELECT t.teacher_id, p.last_name, p.first_name, p.patronymic, sum(t.times), count(*),
       count(*) FILTER (WHERE t.state = 'done'), count(*) FILTER (WHERE t.state = 'late'),
       count(*) FILTER (WHERE t.state = 'missing'), count(*) FILTER (WHERE t.state = 'due'),
       count(*) FILTER (WHERE t.state IN ('excused', 'not_asked')),
       count(*) FILTER (WHERE t.escalated),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM t.done_at - t.first_told))
         FILTER (WHERE t.done_at > t.first_told)
  FROM (SELECT about_id, rule, fact, day, min(teacher_id) AS teacher_id,
               min(first_told) AS first_told, min(state) AS state, min(done_at) AS done_at,
               count(*) AS times, bool_or(stage = 'escalated') AS escalated
          FROM stands GROUP BY about_id, rule, fact, day) t
  LEFT JOIN school_employee e ON e.id = t.teacher_id
  LEFT JOIN school_person p ON p.id = e.person_id
 GROUP BY t.teacher_id, p.id
 ORDER BY count(*) FILTER (WHERE t.state = 'missing') DESC, count(*) DESC, p.sort_key
"""
)
_LOG = (
    _TOLD
    + """
SELECT t.told_at, t.stage, t.rule, t.fact, t.what, t.lesson_id, t.due_at, t.done_at, t.state,
       h.last_name, h.first_name, h.patronymic, p.last_name, p.first_name, p.patronymic,
       count(*) OVER ()
  FROM stands t
  JOIN school_person h ON h.id = t.person_id
  LEFT JOIN school_employee e ON e.id = t.teacher_id
  LEFT JOIN school_person p ON p.id = e.person_id
 WHERE (%(stage)s = '' OR t.stage = %(stage)s)
   AND (%(teacher)s::bigint IS NULL OR coalesce(t.teacher_id, 0) = %(teacher)s)
   AND (%(lesson)s::bigint IS NULL OR t.lesson_id = %(lesson)s)
 ORDER BY t.told_at DESC, t.message_id DESC, t.id LIMIT %(most)s OFFSET %(skip)s
"""
)

# Of a row of the log: moment, stage, what, lesson, the hearer's name and the teacher's.
_SAME = (0, 1, 4, 5, *range(9, 15))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the deputy looks at: days, and where given one stage, teacher (0: nobody) or lesson."""

    first: date
    last: date
    stage: str = ""
    teacher_id: int | None = None
    lesson_id: int | None = None
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class TeacherRow:
    """What one teacher was reminded of, each thing counted once. `after` is the middle time from
    the first reminder to the entry. `name` is empty for lessons without a teacher."""

    teacher_id: int
    name: Name | None
    times: int
    things: int
    done: int
    late: int
    missing: int
    due: int
    excused: int
    escalated: int
    after: timedelta | None

    @property
    def done_percent(self) -> int:
        """Entered after all, in time or late, of what was not excused."""
        asked = self.things - self.excused
        return 100 * (self.done + self.late) // asked if asked else 100


@dataclass(frozen=True, slots=True, kw_only=True)
class FactNow:
    """One thing one was reminded of as it stands now. `after`: how long after the reminder it was
    entered; None where it was not, or before."""

    thing: str
    clause: str
    until: str
    state: State
    done_at: datetime | None
    link: str = ""
    after: timedelta | None = None
    times: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRow:
    """One reminder: who was told when, of which lesson, and how what lacked stands now."""

    told_at: datetime
    stage: ReminderStage
    what: str
    lesson_id: int | None
    hearer: Name
    teacher: Name | None
    facts: tuple[FactNow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RemindersPage:
    """The reminders of a span of days: figures by teacher, and the log, newest first."""

    asked: Asked
    today: date
    teachers: tuple[TeacherRow, ...]
    rows: tuple[LogRow, ...]
    total: int
    clock: RemindersClock

    @property
    def sum(self) -> TeacherRow:
        """All teachers together."""
        names = ("times", "things", "done", "late", "missing", "due", "excused", "escalated")
        sums = {name: sum(getattr(row, name) for row in self.teachers) for name in names}
        return TeacherRow(teacher_id=0, name=None, after=None, **sums)

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // ON_A_PAGE))

    @property
    def stages(self) -> list[tuple[str, str]]:
        return ReminderStage.choices

    @property
    def escalate_hours(self) -> int:
        return int(self.clock.escalate.total_seconds() // 3600)


def reminders_page(school_id: int, asked: Asked, *, now: datetime) -> RemindersPage:
    """Who was reminded of what in these days, whether it was done after, and figures by teacher
    (order 2.5); in four statements."""
    clock = clock_of(school_id, now)
    words = {
        "school": school_id,
        "first": asked.first,
        "last": asked.last,
        "now": now,
        "stage": asked.stage,
        "teacher": asked.teacher_id,
        "lesson": asked.lesson_id,
        "most": ON_A_PAGE,
        "skip": (asked.page - 1) * ON_A_PAGE,
    }
    with connection.cursor() as cursor:
        cursor.execute(_BY_TEACHER, words)
        teachers = tuple(_teacher(row) for row in cursor.fetchall())
        cursor.execute(_LOG, words)
        rows = cursor.fetchall()
    return RemindersPage(
        asked=asked,
        today=clock.today(now),
        teachers=teachers,
        rows=tuple(_log_rows(rows, clock.zone)),
        total=rows[0][-1] if rows else 0,
        clock=clock,
    )


def _teacher(row: Sequence[Any]) -> TeacherRow:
    names = ("times", "things", "done", "late", "missing", "due", "excused", "escalated")
    return TeacherRow(
        teacher_id=row[0] or 0,
        name=Name(*row[1:4]) if row[0] else None,
        after=None if row[12] is None else timedelta(seconds=float(row[12])),
        **{name: int(value) for name, value in zip(names, row[4:12], strict=True)},
    )


def _log_rows(rows: Sequence[Sequence[Any]], zone: ZoneInfo) -> Iterator[LogRow]:
    """What was told to one person at one moment of one lesson stands together."""
    for (told_at, stage, what, lesson_id, *names), some in groupby(rows, key=itemgetter(*_SAME)):
        yield LogRow(
            told_at=told_at,
            stage=ReminderStage(stage),
            what=what,
            lesson_id=lesson_id,
            hearer=Name(*names[:3]),
            teacher=Name(*names[3:]) if names[3] else None,
            facts=_together(_log_fact(row, zone) for row in some),
        )


def _log_fact(row: Sequence[Any], zone: ZoneInfo) -> FactNow:
    told_at, _stage, rule, fact, _what, _lesson_id, due_at, done_at, state = row[:9]
    return FactNow(
        thing=thing_of(rule, fact),
        clause=clause_of(rule),
        until=until_words(due_at, zone),
        state=State(state),
        done_at=done_at,
        after=done_at - told_at if done_at and done_at > told_at else None,
    )


def _together(facts: Iterable[FactNow]) -> tuple[FactNow, ...]:
    """What is alike is said once, with its number: the reports of a class's families."""
    return tuple(replace(fact, times=times) for fact, times in Counter(facts).items())


def reminded_of(school_id: int, about_ids: Collection[int]) -> dict[tuple[str, str, int], int]:
    """How often people were reminded of things, by (rule, fact, about): for pages that list
    them."""
    rows = Reminder.objects.filter(school_id=school_id, about_id__in=about_ids).order_by()
    found = rows.values_list("rule", "fact", "about_id").annotate(times=Count("pk"))
    return {row[:3]: row[3] for row in found}


# ---- one's own -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class LineNow:
    """One place of a reminder."""

    what: str
    link: str
    teacher: str
    facts: tuple[FactNow, ...]

    @property
    def is_settled(self) -> bool:
        return all(fact.state not in (State.DUE, State.MISSING) for fact in self.facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderPage:
    """A reminder as its reader opens it: what lacked then, and how it stands now."""

    title: str
    made_at: datetime
    lines: tuple[LineNow, ...]
    names_teachers: bool

    @property
    def left(self) -> int:
        return sum(not line.is_settled for line in self.lines)


def reminder_page(
    school_id: int, person_id: int, message_id: int, *, zone: ZoneInfo, now: datetime
) -> ReminderPage | None:
    """One's own reminder in two statements; None where there is none of this number."""
    message = Message.objects.filter(
        pk=message_id, school_id=school_id, person_id=person_id, kind__startswith="remind_"
    ).first()
    if message is None:
        return None
    facts = [fact for line in message.payload["lines"] for fact in line["facts"]]
    stands = standing(
        school_id,
        days=[key_of(fact)[3] for fact in facts],
        about=[fact["about"] for fact in facts],
        today=now.astimezone(zone).date(),
        now=now,
    )
    return ReminderPage(
        title=message.title,
        made_at=message.made_at,
        lines=tuple(_line_now(line, stands, zone) for line in message.payload["lines"]),
        names_teachers=message.payload["stage"] == ReminderStage.ESCALATED,
    )


def _line_now(line: Mapping[str, Any], stands: Mapping[Any, Any], zone: ZoneInfo) -> LineNow:
    facts = []
    for fact in line["facts"]:
        found = stands.get(key_of(fact))
        facts.append(
            FactNow(
                thing=thing_of(fact["rule"], fact["fact"]),
                link=anchored(line["link"], fact["fact"]),
                clause=clause_of(fact["rule"]),
                until=until_words(datetime.fromisoformat(fact["due"]), zone),
                state=State(found.state) if found else State.NOT_ASKED,
                done_at=found.done_at if found else None,
            )
        )
    return LineNow(
        what=line["what"], link=line["link"], teacher=line["teacher"], facts=_together(facts)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MyRemindersPage:
    """How one is reminded in this school, where letters go, and the latest reminders."""

    choice: ReminderChoice | None
    clock: RemindersClock
    addresses: tuple[str, ...]
    latest: tuple[Message, ...]
    morning: int

    @property
    def escalate_hours(self) -> int:
        return int(self.clock.escalate.total_seconds() // 3600)


def my_reminders_page(school_id: int, person: Person, *, now: datetime) -> MyRemindersPage:
    """One's own page of reminders, in five statements (and one for each contact)."""
    clock = clock_of(school_id, now)
    mine = Message.objects.filter(
        school_id=school_id, person_id=person.pk, kind__startswith="remind_"
    )
    contacts = addresses_of(school_id, [person.pk])
    values = [person.email, *(one.value for one in contacts if may_send(one.contact_id))]
    quiet = clock.quiet_from != clock.quiet_until
    return MyRemindersPage(
        choice=ReminderChoice.objects.filter(school_id=school_id, person_id=person.pk).first(),
        clock=clock,
        addresses=tuple(dict.fromkeys(filter(None, values))),
        latest=tuple(mine[:10]),
        morning=clock.quiet_until if quiet else MORNING,
    )
