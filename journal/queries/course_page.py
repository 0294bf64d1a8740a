"""The journal page: a course's term as the spread of a paper class journal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from django.db import connection
from django.db.models import F, FilteredRelation, Q
from django.utils.safestring import SafeString

from journal.averages import average, shown, suggested
from journal.marks_shown import EMPTY, OUTSIDE, ShownCell, cells_of_row
from journal.permissions import CourseHere
from journal.queries.pieces import (
    ABSENCES,
    KINDS,
    MARKS,
    WORKS,
    Kind,
    MarkRow,
    Member,
    WorkHere,
    kinds_from,
    members_of,
    shown_cells,
    works_from,
)
from schedule.models import Lesson, LessonState
from school.choices import CHOICES
from school.models import Course, Scale, Term, TermKind

_FACTS = f"""SELECT {MARKS}, {ABSENCES}, {KINDS}, {WORKS},
 (SELECT s.value::json FROM school_schoolsetting s
   WHERE s.school_id = %(school)s AND s.key = 'borders' AND s.since <= %(day)s
   ORDER BY s.since DESC LIMIT 1)
"""


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
    def works_named(self) -> list[str]:
        """Works that the topic does not name already: «Контрольная работа: Дроби»."""
        topic = self.topic.casefold()
        names = [
            (work.kind.name, work.title if work.title.casefold() not in topic else "")
            for work in self.works
        ]
        return [
            ": ".join(filter(None, (kind, title)))
            for kind, title in names
            if title or kind.casefold() not in topic
        ]

    @property
    def work(self) -> WorkHere | None:
        return self.works[-1] if self.works else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A student: cells ready to be shown, and what they come to."""

    student: Member
    cells: SafeString
    average: str
    suggested: int | None
    marks: int
    missed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CoursePage:
    """All that the journal page shows."""

    course: Course
    may_write: bool
    has_marks: bool
    terms: tuple[Term, ...]
    term: Term | None
    columns: tuple[Column, ...]
    months: tuple[tuple[date, int], ...]
    rows: tuple[Row, ...]
    kinds: tuple[Kind, ...]
    borders: tuple[Decimal, ...]
    today: date
    density: str
    class_average: str

    @property
    def written(self) -> list[Column]:
        """Lessons as the right page lists them."""
        return [column for column in self.columns if not column.is_cancelled]

    @property
    def held(self) -> int:
        return sum(column.is_register_taken for column in self.columns)

    @property
    def today_lesson_id(self) -> int | None:
        """The column a phone shows first: today's, else the last one begun."""
        begun = [column for column in self.columns if column.has_begun]
        return begun[-1].lesson_id if begun else None


def course_page(
    thing: CourseHere, *, term_id: int | None, may_write: bool, now: datetime
) -> CoursePage:
    """One term of a course, in four statements beside the door's."""
    course, zone = thing.course, thing.here.school.zone
    today = now.astimezone(zone).date()
    terms = terms_of(course)
    term = term_shown(terms, term_id, today)
    first, last = (
        (term.first_day, term.last_day) if term else (course.year.first_day, course.year.last_day)
    )
    lessons = _lessons(course, first, last)
    days = {row["pk"]: row["day"] for row in lessons}
    marks, absences, kinds, works, borders = _facts(course, days, zone=str(zone), day=last)
    members = members_of(course.group_id, first, last)
    columns = tuple(_column(row, works, now) for row in lessons)
    cells = shown_cells(marks, absences, kinds=kinds, days=days)
    has_marks = course.has_marks and (
        course.group.school_class is None or course.group.school_class.has_marks
    )
    rows = _rows(members, columns, cells, marks, borders if _is_averaged(course) else None)
    return CoursePage(
        course=course,
        may_write=may_write,
        has_marks=has_marks,
        terms=tuple(terms),
        term=term,
        columns=columns,
        months=_months(columns),
        rows=rows,
        kinds=tuple(kind for kind in kinds.values() if kind.is_in_use),
        borders=borders,
        today=today,
        density=_density(marks, len(members), columns),
        class_average=shown(average(_weighted(marks))),
    )


def terms_of(course: Course) -> list[Term]:
    """The periods of the course's class; a group of several classes takes the year's first
    calendar."""
    terms = Term.objects.exclude(kind=TermKind.YEAR).order_by("calendar_id", "first_day")
    school_class = course.group.school_class
    if school_class:
        return list(terms.filter(calendar_id=school_class.calendar_id))
    found = list(terms.filter(calendar__year_id=course.year_id))
    return [term for term in found if term.calendar_id == found[0].calendar_id]


def term_shown(terms: Sequence[Term], wanted: int | None, today: date) -> Term | None:
    """The wanted term, else the one that holds today, else the last begun, else the first."""
    for term in terms:
        if term.pk == wanted:
            return term
    begun = [term for term in terms if term.first_day <= today]
    return begun[-1] if begun else (terms[0] if terms else None)


def _lessons(course: Course, first: date, last: date) -> list[dict]:
    return list(
        Lesson.objects.filter(course=course, day__range=(first, last))
        .annotate(
            task=FilteredRelation("homework", condition=Q(homework__is_individual=False)),
            homework_text=F("task__text"),
            topic=F("record__topic"),
            none=F("record__no_homework"),
            register_at=F("record__register_at"),
        )
        .order_by("starts_at", "pk")
        .values(
            "pk",
            "day",
            "number",
            "starts_at",
            "state",
            "topic",
            "none",
            "register_at",
            "homework_text",
        )
    )


def _facts(
    course: Course, days: dict[int, date], *, zone: str, day: date
) -> tuple[list[MarkRow], list | None, dict[int, Kind], dict[int, list[WorkHere]], tuple]:
    values = {
        "course": course.pk,
        "lessons": list(days),
        "school": course.school_id,
        "zone": zone,
        "day": day,
    }
    with connection.cursor() as cursor:
        cursor.execute(_FACTS, values)
        marks, absences, kinds, works, borders = cursor.fetchone()
    known = kinds_from(kinds)
    choice = CHOICES["borders"]
    return (
        [MarkRow(*row) for row in marks or ()],
        absences,
        known,
        works_from(works, known),
        choice.default if borders is None else choice.parse(borders),
    )


def _column(row: dict, works: dict[int, list[WorkHere]], now: datetime) -> Column:
    return Column(
        lesson_id=row["pk"],
        day=row["day"],
        number=row["number"],
        is_cancelled=row["state"] == LessonState.CANCELLED,
        has_begun=row["starts_at"] <= now,
        topic=row["topic"] or "",
        homework=row["homework_text"] or "",
        no_homework=bool(row["none"]),
        is_register_taken=row["register_at"] is not None,
        works=tuple(works.get(row["pk"], ())),
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
    borders: tuple[Decimal, ...] | None,
) -> tuple[Row, ...]:
    by_student: dict[int, list[MarkRow]] = {}
    for mark in marks:
        by_student.setdefault(mark.student_id, []).append(mark)
    return tuple(
        _row(student, columns, cells, by_student.get(student.pk, []), borders)
        for student in members
    )


def _row(
    student: Member,
    columns: tuple[Column, ...],
    cells: dict[tuple[int, int], ShownCell],
    marks: list[MarkRow],
    borders: tuple[Decimal, ...] | None,
) -> Row:
    pk = student.pk
    row = [
        cells.get((pk, column.lesson_id), EMPTY if student.was_in(column.day) else OUTSIDE)
        for column in columns
    ]
    mean = average(_weighted(marks))
    return Row(
        student=student,
        cells=cells_of_row(row),
        average=shown(mean),
        suggested=_suggested(mean, borders),
        marks=len(marks),
        missed=sum(1 for cell in row if cell.absence and cell.absence.kind.is_missed),
    )


def _suggested(mean: Fraction | None, borders: tuple[Decimal, ...] | None) -> int | None:
    return suggested(mean, borders) if mean is not None and borders else None


def _is_averaged(course: Course) -> bool:
    """Whether the borders of 3, 4 and 5 mean something on the course's scale."""
    return course.scale in (Scale.TWO_TO_FIVE, Scale.ONE_TO_FIVE)


def _weighted(marks: Sequence[MarkRow]) -> list[tuple[int, Decimal]]:
    return [(mark.points, Decimal(mark.weight)) for mark in marks if mark.points is not None]


def _density(marks: list[MarkRow], students: int, columns: Sequence[Column]) -> str:
    """Накопляемость: marks per pupil-lesson held, in percent with one place."""
    held = sum(column.is_open for column in columns)
    if not students or not held:
        return ""
    return f"{100 * len(marks) / (students * held):.1f}".replace(".", ",")
