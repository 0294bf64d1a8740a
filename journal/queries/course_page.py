"""The journal page: a course's term as the spread of a paper class journal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import Any, NamedTuple

from django.db import connection

from journal.actions.rules import learns_with_marks
from journal.averages import average, shown
from journal.marks_shown import EMPTY, OUTSIDE, ShownCell
from journal.permissions import CourseHere
from journal.policy import POLICY_KEYS
from journal.queries.attended import is_there, times_there
from journal.queries.carried_shown import Carried, carried_marks_from
from journal.queries.course_sums import CourseSum, course_sums
from journal.queries.cursor import CURSOR
from journal.queries.pieces import (
    Kind,
    MarkRow,
    Member,
    WorkHere,
    kinds_from,
    members_from,
    shown_cells,
    works_from,
)
from journal.queries.signals import Signal, signals_from
from journal.regulation import asks_homework
from journal.teaching import topic_title
from schedule.models import LessonState
from school.choices import CHOICES
from school.models import Course, Scale, Term, TermKind

_PAGE = f"""SELECT p.*, {CURSOR} FROM journal_course_page(%(course)s, %(group)s, %(school)s,
  %(subject)s, %(first)s, %(last)s, %(zone)s, %(term)s, %(keys)s, %(day)s) p"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A lesson: its date at the left, its topic and homework at the right."""

    lesson_id: int
    day: date
    number: int
    is_cancelled: bool
    has_begun: bool
    topic: str
    homework: str
    no_homework: bool
    is_register_taken: bool
    works: tuple[WorkHere, ...]

    @property
    def is_open(self) -> bool:
        """Marks may be written here."""
        return self.has_begun and not self.is_cancelled

    @property
    def lacks_register(self) -> bool:
        """Begun, and nobody said who is there."""
        return self.is_open and not self.is_register_taken

    @property
    def works_named(self) -> list[tuple[int, str]]:
        """Works with what the topic does not say of them already: «Контрольная работа: Дроби»."""
        topic = self.topic.casefold()
        return [
            (
                work.pk,
                ": ".join(filter(None, (work.kind.name, _unsaid(work.title, topic)))),
            )
            for work in self.works
        ]

    @property
    def work(self) -> WorkHere | None:
        return self.works[-1] if self.works else None


def _unsaid(title: str, topic: str) -> str:
    return title if title.casefold() not in topic else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A student: a cell for each column, and what they come to."""

    student: Member
    cells: tuple[ShownCell, ...]
    average: str
    suggested: str
    set: str
    marks: int
    missed: int
    present: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CoursePage:
    """All that the journal page shows."""

    course: Course
    may_write: bool
    has_marks: bool
    asks_homework: bool
    terms: tuple[Term, ...]
    term: Term | None
    columns: tuple[Column, ...]
    months: tuple[tuple[date, int], ...]
    rows: tuple[Row, ...]
    carried: dict[int, Carried]
    signals: dict[int, tuple[Signal, ...]]
    kinds: tuple[Kind, ...]
    borders: tuple[Decimal, ...]
    today: date
    density: str
    class_average: str
    cursor: str

    @property
    def asked(self) -> str:
        """What an address adds to mean this term."""
        return f"?term={self.term.pk}" if self.term else ""

    @property
    def scale(self) -> str:
        """In which values the cells are read; none in grade 1."""
        return self.course.scale if self.has_marks else Scale.NONE.value

    @property
    def keys(self) -> tuple[str, ...]:
        """What is written most, for fingers."""
        match self.scale:
            case Scale.TWO_TO_FIVE | Scale.ONE_TO_FIVE:
                return ("5", "4", "3", "2", "н", "·")
            case Scale.PASS_FAIL:
                return ("зач", "незач", "н", "·")
            case _:
                return ("н", "уп", "б", "оп")

    @property
    def written(self) -> list[Column]:
        """Lessons as the right page lists them."""
        return [column for column in self.columns if not column.is_cancelled]

    @property
    def folded(self) -> int:
        """Lessons ahead that the grid folds: all but the next one and those with a work."""
        ahead = [c for c in self.columns if not c.has_begun and not c.is_cancelled]
        return sum(not column.works for column in ahead[1:])

    @property
    def topic_title(self) -> str:
        return topic_title(self.course)

    @property
    def present(self) -> list[int]:
        """How many of those in the group were there, lesson by lesson."""
        return [
            sum(map(is_there, cells))
            for cells in zip(*(row.cells for row in self.rows), strict=True)
        ]

    @property
    def held(self) -> int:
        return sum(column.is_register_taken for column in self.columns)

    @property
    def today_lesson_id(self) -> int | None:
        """The column a phone shows first: today's, else the last one begun."""
        begun = (column.lesson_id for column in reversed(self.columns) if column.has_begun)
        return next(begun, None)


def course_page(
    thing: CourseHere, *, term_id: int | None, may_write: bool, now: datetime
) -> CoursePage:
    """One term of a course, in three statements beside the door's."""
    course, zone = thing.course, thing.here.school.zone
    today = now.astimezone(zone).date()
    terms = terms_of(course)
    term = term_shown(terms, term_id, today)
    read = _read(course, term, today=today, zone=str(zone))
    kinds = kinds_from(read.kinds)
    works = works_from(read.works, kinds)
    columns = tuple(_column(row, works, now.timestamp()) for row in read.lessons)
    days = {column.lesson_id: column.day for column in columns}
    marks, members = [*map(MarkRow._make, read.marks)], members_from(read.members)
    cells = shown_cells(marks, read.absences, kinds=kinds, days=days)
    borders = _borders(read.borders)
    has_marks = learns_with_marks(course)
    students = [member.pk for member in members]
    sums: dict[int, CourseSum] = {}
    if term and has_marks:
        given = (read.set_marks, read.choices)
        sums = course_sums(course, students, *given, term=term, today=today)
    rows = _rows(members, columns, cells, marks, sums)
    if not has_marks:
        held = [column.is_register_taken for column in columns]
        rows = tuple(replace(row, present=times_there(row.cells, held)) for row in rows)
    return CoursePage(
        course=course,
        may_write=may_write,
        has_marks=has_marks,
        asks_homework=asks_homework(course),
        terms=tuple(terms),
        term=term,
        columns=columns,
        months=_months(columns),
        rows=rows,
        signals=signals_from(read.spans, with_exemptions=_sees_exemptions(thing)),
        carried=carried_marks_from(read.carried),
        kinds=tuple(kind for kind in kinds.values() if kind.is_in_use),
        borders=borders,
        today=today,
        density=_density(marks, len(members), columns),
        class_average=shown(average(_weighted(marks))),
        cursor=read.cursor,
    )


_TERM = "id school_id calendar_id kind number first_day last_day".split()
_TERMS = f"""SELECT {", ".join(_TERM)} FROM school_term
 WHERE kind <> %(year_kind)s AND calendar_id = coalesce(%(calendar)s,
       (SELECT min(c.id) FROM school_calendar c WHERE c.year_id = %(year)s))
 ORDER BY first_day"""


def terms_of(course: Course) -> list[Term]:
    """The periods of the course's class; a group of several classes takes the year's first
    calendar. One statement."""
    school_class = course.group.school_class
    values = {
        "year_kind": TermKind.YEAR.value,
        "calendar": school_class.calendar_id if school_class else None,
        "year": course.year_id,
    }
    with connection.cursor() as cursor:
        cursor.execute(_TERMS, values)
        return [Term.from_db(connection.alias, _TERM, row) for row in cursor.fetchall()]


def term_shown(terms: Sequence[Term], wanted: int | None, today: date) -> Term | None:
    """The wanted term, else the one that holds today, else the last begun, else the first."""
    for term in terms:
        if term.pk == wanted:
            return term
    begun = [term for term in terms if term.first_day <= today]
    return begun[-1] if begun else (terms[0] if terms else None)


class _Read(NamedTuple):
    """The page's statement as it answers: JSON arrays."""

    lessons: list[list]
    members: list[list]
    marks: list[list]
    absences: list[list]
    kinds: list[list]
    works: list[list]
    borders: list | None
    spans: list | None
    carried: list | None
    set_marks: list | None
    choices: dict[str, Any] | None
    cursor: str


def _read(course: Course, term: Term | None, *, today: date, zone: str) -> _Read:
    """Of the term; of the whole year where the course has none."""
    first, last = (
        (term.first_day, term.last_day) if term else (course.year.first_day, course.year.last_day)
    )
    values = {
        "course": course.pk,
        "group": course.group_id,
        "school": course.school_id,
        "subject": course.subject_id,
        "first": first,
        "last": last,
        "zone": zone,
        "term": term.pk if term else None,
        "keys": list(POLICY_KEYS),
        "day": min(today, last),
    }
    with connection.cursor() as cursor:
        cursor.execute(_PAGE, values)
        found = cursor.fetchone()
    return _Read(*(rows or [] for rows in found[:6]), *found[6:])


def _borders(value: list | None) -> tuple[Decimal, ...]:
    choice = CHOICES["borders"]
    return choice.default if value is None else choice.parse(value)


def _sees_exemptions(thing: CourseHere) -> bool:
    """Who teaches the course today, the class's homeroom teacher, the leaders."""
    its_class = thing.course.group.school_class_id
    return thing.teaches or thing.here.leads or its_class in thing.here.class_ids


def _column(row: list, works: dict[int, list[WorkHere]], now: float) -> Column:
    pk, day, number, starts, state, topic, none, is_register_taken, homework = row
    return Column(
        lesson_id=pk,
        day=date.fromisoformat(day),
        number=number,
        is_cancelled=state == LessonState.CANCELLED,
        has_begun=starts <= now,
        topic=topic or "",
        homework=homework or "",
        no_homework=bool(none),
        is_register_taken=is_register_taken,
        works=tuple(works.get(pk, ())),
    )


def _months(columns: Sequence[Column]) -> tuple[tuple[date, int], ...]:
    """The first day of each month with the number of its columns."""
    by_month = groupby(columns, key=lambda column: column.day.replace(day=1))
    return tuple((month, len(list(group))) for month, group in by_month)


def _rows(
    members: list[Member],
    columns: tuple[Column, ...],
    cells: dict[tuple[int, int], ShownCell],
    marks: list[MarkRow],
    sums: dict[int, CourseSum],
) -> tuple[Row, ...]:
    by_student: dict[int, list[MarkRow]] = {}
    for mark in marks:
        by_student.setdefault(mark.student_id, []).append(mark)
    return tuple(
        _row(student, columns, cells, by_student.get(student.pk, []), sums.get(student.pk))
        for student in members
    )


def _row(
    student: Member,
    columns: tuple[Column, ...],
    cells: dict[tuple[int, int], ShownCell],
    marks: list[MarkRow],
    sums: CourseSum | None,
) -> Row:
    pk = student.pk
    always = not columns or student.is_always_in(columns[0].day, columns[-1].day)
    row = [
        cells.get(
            (pk, column.lesson_id), EMPTY if always or student.was_in(column.day) else OUTSIDE
        )
        for column in columns
    ]
    sums = sums or CourseSum(average=average(_weighted(marks)))
    return Row(
        student=student,
        cells=tuple(row),
        average=shown(sums.average),
        suggested=sums.suggested,
        set=sums.set,
        marks=len(marks),
        missed=sum(1 for cell in row if cell.absence and cell.absence.kind.is_missed),
        present=None,
    )


def _weighted(marks: Sequence[MarkRow]) -> list[tuple[int, Decimal]]:
    return [
        (mark.points, Decimal(mark.weight))
        for mark in marks
        if mark.points is not None and mark.is_counted
    ]


def _density(marks: list[MarkRow], students: int, columns: Sequence[Column]) -> str:
    """Накопляемость: marks per pupil-lesson held, in percent with one place."""
    held = sum(column.is_open for column in columns)
    if not students or not held:
        return ""
    return f"{100 * len(marks) / (students * held):.1f}".replace(".", ",")
