"""The lesson page: register, marks, topic and homework of one lesson on one screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils import timezone
from django.utils.safestring import SafeString

from core.text import Name
from journal.actions.rules import learns_with_marks
from journal.averages import average, shown
from journal.marks_shown import EMPTY, ShownCell, cell_content
from journal.permissions import LessonHere
from journal.queries.carried import carried_from, carried_sql
from journal.queries.clock import CLOCK, clock_from
from journal.queries.homework_here import DUE_HERE, SET_HERE, HomeworkHere, homework_from
from journal.queries.pieces import (
    KINDS,
    MEMBERS,
    Kind,
    MarkRow,
    Member,
    WorkHere,
    absences_sql,
    kinds_from,
    marks_sql,
    members_from,
    shown_cells,
    works_from,
    works_sql,
)
from journal.queries.proposals import PROPOSALS, Offer, offer_of
from journal.queries.signals import (
    DISTANCE,
    LESSON_SIGNALS,
    SPAN_SIGNALS,
    Signal,
    signals_from,
)
from journal.queries.states import facts_here, lacking_or_excused
from journal.regulation import ExcuseShown, FactState, LessonFacts, asks_homework
from journal.teaching import topic_title
from schedule.models import Lesson

# Marks come for the whole term (for the averages), the rest for this lesson.
_THIS = "ARRAY[%(lesson)s]::bigint[]"
_OF_GROUP = "IN (SELECT g.student_id FROM school_membership g WHERE g.group_id = %(group)s)"
_PAGE = f"""SELECT
 {MEMBERS}, {marks_sql(_THIS)}, {absences_sql(_THIS)}, {KINDS}, {works_sql(_THIS)},
 (SELECT json_agg(json_build_array(m.student_id, m.points, m.weight::text))
    FROM journal_mark m
    JOIN schedule_lesson l ON l.id = m.lesson_id AND l.course_id = %(course)s
   WHERE m.course_id = %(course)s AND m.points IS NOT NULL AND m.is_counted
     AND l.day BETWEEN term.first_day AND term.last_day),
 {carried_sql(_OF_GROUP, "term.first_day", "term.last_day")},
 {SET_HERE},
 (SELECT json_agg(json_build_array(n.id, n.day, n.number) ORDER BY n.starts_at)
    FROM (SELECT * FROM schedule_lesson l WHERE l.course_id = %(course)s
             AND l.starts_at > %(starts)s AND l.state <> 'cancelled'
           ORDER BY l.starts_at LIMIT 6) n),
 (SELECT json_build_array(p.id, p.day) FROM schedule_lesson p
   WHERE p.course_id = %(course)s AND p.starts_at < %(starts)s AND p.state <> 'cancelled'
   ORDER BY p.starts_at DESC LIMIT 1),
 {DUE_HERE},
 (SELECT json_build_array(r.topic, extract(epoch FROM r.topic_at),
         extract(epoch FROM r.register_at), extract(epoch FROM r.homework_at), r.no_homework,
         t.last_name, t.first_name, t.patronymic, g.last_name, g.first_name, g.patronymic,
         w.last_name, w.first_name, w.patronymic,
         extract(epoch FROM r.topic_device_at), extract(epoch FROM r.register_device_at),
         extract(epoch FROM r.homework_device_at))
    FROM journal_lessonrecord r
    LEFT JOIN school_person t ON t.id = r.topic_by_id
    LEFT JOIN school_person g ON g.id = r.register_by_id
    LEFT JOIN school_person w ON w.id = r.homework_by_id
   WHERE r.lesson_id = %(lesson)s),
 (SELECT s.value::json FROM school_schoolsetting s
   WHERE s.school_id = %(school)s AND s.key = 'homework_minutes' AND s.since <= %(day)s
   ORDER BY s.since DESC LIMIT 1),
 {LESSON_SIGNALS}, {SPAN_SIGNALS}, {DISTANCE}, {PROPOSALS}, {CLOCK}
  FROM (SELECT 1) one LEFT JOIN LATERAL (
    SELECT t.first_day, t.last_day FROM school_term t
     WHERE t.calendar_id = coalesce(%(calendar)s,
           (SELECT min(c.id) FROM school_calendar c WHERE c.year_id = %(year)s))
       AND t.kind <> 'year'
       AND %(day)s BETWEEN t.first_day AND t.last_day ORDER BY t.first_day DESC LIMIT 1
  ) term ON true
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """A student's line: what stands in the cell, and the average of the term."""

    student: Member
    text: str
    sign: str
    shown: SafeString
    average: str
    signals: tuple[Signal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordHere:
    """Topic, register and «none set», each with who entered it first and when, and when it was
    typed where it waited on a device without a network."""

    topic: str = ""
    topic_at: datetime | None = None
    topic_by: str = ""
    register_at: datetime | None = None
    register_by: str = ""
    homework_at: datetime | None = None
    homework_by: str = ""
    no_homework: bool = False
    topic_typed_at: datetime | None = None
    register_typed_at: datetime | None = None
    homework_typed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """Another lesson of the course, by its day."""

    pk: int
    day: date
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonPage:
    """All that the lesson page shows."""

    lesson: Lesson
    record: RecordHere
    topic_lacks: FactState | None
    register_lacks: FactState | None
    homework_lacks: FactState | None
    is_unopened: bool
    is_distance: bool
    may_write: bool
    as_deputy: bool
    has_begun: bool
    has_marks: bool
    asks_homework: bool
    rows: tuple[RegisterRow, ...]
    kinds: tuple[Kind, ...]
    works: tuple[WorkHere, ...]
    homework: HomeworkHere | None
    individual: tuple[HomeworkHere, ...]
    due_here: tuple[HomeworkHere, ...]
    later: tuple[Neighbour, ...]
    previous: Neighbour | None
    now: datetime
    plan: Offer

    @property
    def next(self) -> Neighbour | None:
        return self.later[0] if self.later else None

    @property
    def excuses(self) -> list[ExcuseShown]:
        """Why what came late or never here does not count as broken, each reason once."""
        facts = (self.topic_lacks, self.register_lacks, self.homework_lacks)
        return list(dict.fromkeys(fact.excuse for fact in facts if fact and fact.is_excused))

    @property
    def topic_title(self) -> str:
        return topic_title(self.lesson.course)

    @property
    def absent(self) -> int:
        return sum(row.sign in ("н", "уп", "б") for row in self.rows)

    @property
    def may_mark(self) -> bool:
        """Marks and register: not before the lesson begins, not where it is cancelled."""
        return self.may_write and self.has_begun and not self.lesson.is_cancelled


def lesson_page(thing: LessonHere, *, may_write: bool, now: datetime) -> LessonPage:
    """One lesson, in two statements beside the door's."""
    lesson, zone = thing.lesson, thing.here.school.zone
    read = _read(lesson, zone=zone, now=now)
    known = kinds_from(read.kinds)
    students = members_from(read.members)
    record = _record(read.record, zone)
    cells = shown_cells(
        [*map(MarkRow._make, read.marks or ())],
        read.absences,
        kinds=known,
        days={lesson.pk: lesson.day},
    )
    names = {member.pk: member.name for member in students}
    facts, homework = _facts(lesson, record, read, now, zone), homework_from(read.tasks, names)
    return LessonPage(
        lesson=lesson,
        record=record,
        topic_lacks=lacking_or_excused(facts and facts.topic),
        register_lacks=lacking_or_excused(facts and facts.register),
        homework_lacks=lacking_or_excused(facts and facts.homework),
        is_unopened=bool(facts and facts.is_unopened),
        is_distance=read.is_distance,
        may_write=may_write,
        as_deputy=may_write and thing.as_deputy,
        has_begun=lesson.has_begun(now),
        has_marks=learns_with_marks(lesson.course),
        asks_homework=asks_homework(lesson.course),
        rows=_rows(
            students,
            lesson.pk,
            cells,
            signals_from(read.signals, read.spans),
            [*(read.term_marks or ()), *(read.carried or ())],
        ),
        kinds=tuple(kind for kind in known.values() if kind.is_in_use),
        works=tuple(works_from(read.works, known).get(lesson.pk, ())),
        homework=next((task for task in homework if not task.is_individual), None),
        individual=tuple(task for task in homework if task.is_individual),
        due_here=homework_from(read.due_here, names),
        later=tuple(_neighbour(row) for row in read.later or ()),
        previous=_neighbour(read.previous) if read.previous else None,
        now=now,
        plan=_plan(read, record, known, has_homework=bool(homework)),
    )


def _plan(read: _Read, record: RecordHere, known: dict[int, Kind], *, has_homework: bool) -> Offer:
    """What the plan proposes for this lesson."""
    return offer_of(
        read.proposals,
        topic=record.topic,
        kinds=known,
        held={work[2] for work in read.works or ()},
        wants_homework=not (has_homework or record.no_homework),
    )


class _Read(NamedTuple):
    """The page's statement as it answers: JSON arrays, None where there is nothing."""

    members: list[list] | None
    marks: list[list] | None
    absences: list[list] | None
    kinds: list[list] | None
    works: list[list] | None
    term_marks: list[list] | None
    carried: list[list] | None
    tasks: list[list] | None
    later: list[list] | None
    previous: list | None
    due_here: list[list] | None
    record: list | None
    minutes: object
    signals: list[list] | None
    spans: list[list] | None
    is_distance: bool
    proposals: list[list] | None
    clock: list | None


def _read(lesson: Lesson, *, zone: ZoneInfo, now: datetime) -> _Read:
    school_class = lesson.course.group.school_class
    values = {
        "lesson": lesson.pk,
        "group": lesson.course.group_id,
        "first": lesson.day,
        "last": lesson.day,
        "course": lesson.course_id,
        "school": lesson.school_id,
        "year": lesson.year_id,
        "calendar": school_class.calendar_id if school_class else None,
        "subject": lesson.course.subject_id,
        "day": lesson.day,
        "number": lesson.number,
        "starts": lesson.starts_at,
        "zone": str(zone),
        "today": timezone.localdate(now, timezone=zone),
    }
    with connection.cursor() as cursor:
        cursor.execute(_PAGE, values)
        return _Read(*cursor.fetchone())


def _facts(
    lesson: Lesson, record: RecordHere, read: _Read, now: datetime, zone: ZoneInfo
) -> LessonFacts | None:
    return facts_here(
        lesson,
        moments=(record.topic_at, record.register_at, record.homework_at),
        clock=clock_from(read.clock, zone),
        minutes=read.minutes,
        now=now,
        zone=zone,
    )


def _neighbour(row: list) -> Neighbour:
    pk, day, *number = row
    return Neighbour(pk=pk, day=date.fromisoformat(day), number=number[0] if number else 0)


def _record(row: list | None, zone: ZoneInfo) -> RecordHere:
    """What is entered about the lesson as a whole; nothing yet is a record too."""
    if row is None:
        return RecordHere()
    topic, *moments, none = row[:5]
    at, typed = _times(moments, zone), _times(row[14:17], zone)
    by = [Name(last or "", first or "", more or "").short for last, first, more in _names(row[5:])]
    return RecordHere(
        topic=topic,
        topic_at=at[0],
        topic_by=by[0],
        register_at=at[1],
        register_by=by[1],
        homework_at=at[2],
        homework_by=by[2],
        no_homework=none,
        topic_typed_at=typed[0],
        register_typed_at=typed[1],
        homework_typed_at=typed[2],
    )


def _times(epochs: list[float | None], zone: ZoneInfo) -> list[datetime | None]:
    return [None if at is None else datetime.fromtimestamp(at, tz=zone) for at in epochs]


def _names(parts: list[str | None]) -> list[list[str | None]]:
    return [parts[at : at + 3] for at in (0, 3, 6)]


def _rows(
    members: list[Member],
    lesson_id: int,
    cells: dict[tuple[int, int], ShownCell],
    signals: dict[int, tuple[Signal, ...]],
    term_marks: list[list],
) -> tuple[RegisterRow, ...]:
    weighted = carried_from(term_marks)
    return tuple(
        register_row(
            member,
            cells.get((member.pk, lesson_id), EMPTY),
            shown(average(weighted.get(member.pk, ()))),
            signals.get(member.pk, ()),
        )
        for member in members
    )


def register_row(
    member: Member, cell: ShownCell, mean: str, signals: tuple[Signal, ...] = ()
) -> RegisterRow:
    """A student's line in the register."""
    parts = [mark.text for mark in cell.marks]
    absence = cell.absence.text if cell.absence else ""
    return RegisterRow(
        student=member,
        text=" ".join([*parts, absence]) if absence else " ".join(parts),
        sign=cell.absence.kind.sign if cell.absence else "",
        shown=cell_content(cell),
        average=mean,
        signals=signals,
    )
