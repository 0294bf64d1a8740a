"""The term's plan of works of a course, and the schedule of all works of a class."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db import connection

from journal.actions.rules import learns_with_marks
from journal.models import Work
from journal.permissions import CourseHere
from journal.queries.course_page import term_shown, terms_of
from journal.queries.debts import Debt, debts_of_course
from journal.queries.pieces import KINDS, Kind, kinds_from
from journal.queries.spacing import WorksAround, placed_in, works_around
from journal.queries.work_states import WorkState, work_states
from journal.spacing import Objected, PlacedWork
from schedule.models import Lesson
from school.models import Course, SchoolClass, Term

_PAGE = f"""SELECT
 (SELECT json_agg(json_build_array(l.id, l.day, l.number, extract(epoch FROM l.starts_at),
         l.state = 'cancelled') ORDER BY l.starts_at, l.id)
    FROM schedule_lesson l
   WHERE l.course_id = %(course)s AND l.day BETWEEN %(first)s AND %(last)s),
 (SELECT json_agg(json_build_array(w.id, w.lesson_id, w.kind_id, w.title, w.weight::text, w.parts)
         ORDER BY l.starts_at, w.id)
    FROM journal_work w JOIN schedule_lesson l ON l.id = w.lesson_id
   WHERE w.course_id = %(course)s AND l.day BETWEEN %(first)s AND %(last)s), {KINDS}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonChoice:
    """A lesson a work may be planned for, with what speaks against it."""

    pk: int
    day: date
    number: int
    is_ahead: bool
    objections: tuple[Objected, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkLine:
    """A work of the term, planned or held."""

    pk: int
    lesson_id: int
    day: date
    number: int
    kind: Kind
    title: str
    weight: Decimal
    parts: int
    is_ahead: bool
    is_cancelled: bool
    state: WorkState
    objections: tuple[Objected, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorksPage:
    """All that the plan of works shows."""

    course: Course
    terms: tuple[Term, ...]
    term: Term | None
    lines: tuple[WorkLine, ...]
    lessons: tuple[LessonChoice, ...]
    kinds: tuple[Kind, ...]
    debts: tuple[Debt, ...]
    may_write: bool
    as_deputy: bool
    written: int
    share: int

    @property
    def ahead(self) -> tuple[LessonChoice, ...]:
        """Lessons a work can be planned for."""
        return tuple(lesson for lesson in self.lessons if lesson.is_ahead)

    @property
    def most(self) -> int:
        """Works the hours of a year allow."""
        return self.course.hours_a_year * self.share // 100

    @property
    def may_plan(self) -> bool:
        return self.may_write and bool(self.lessons) and bool(self.kinds)


def works_page(
    thing: CourseHere, *, term_id: int | None, may_write: bool, now: datetime
) -> WorksPage:
    """The works of one term of a course, in seven statements beside the door's."""
    course, zone = thing.course, thing.here.school.zone
    today = now.astimezone(zone).date()
    terms = terms_of(course)
    term = term_shown(terms, term_id, today)
    span = term or course.year
    lessons, works, kinds = _read(course, span.first_day, span.last_day)
    around = works_around(
        school_id=course.school_id,
        year_id=course.year_id,
        group_ids=[course.group_id],
        lesson_ids=[row[0] for row in lessons],
        today=today,
    )
    states = work_states([row[0] for row in works], now=now, zone=zone)
    known = kinds_from(kinds)
    by_lesson = {row[0]: row for row in lessons}
    has_marks = learns_with_marks(course)
    return WorksPage(
        course=course,
        terms=tuple(terms),
        term=term,
        lines=tuple(_line(row, by_lesson[row[1]], known, states, around, now) for row in works),
        lessons=tuple(_choice(row, course, around, now) for row in lessons if not row[4]),
        kinds=tuple(kind for kind in known.values() if kind.is_in_use and not kind.is_usual),
        debts=tuple(debts_of_course(course, first=span.first_day, last=span.last_day, now=now)),
        may_write=may_write and has_marks,
        as_deputy=may_write and not thing.teaches,
        written=len({work.lesson_id for work in around.works if work.course_id == course.pk}),
        share=around.spacing.share,
    )


def _read(course: Course, first: date, last: date) -> tuple[list, list, list]:
    values = {"course": course.pk, "school": course.school_id, "first": first, "last": last}
    with connection.cursor() as cursor:
        cursor.execute(_PAGE, values)
        lessons, works, kinds = cursor.fetchone()
    return lessons or [], works or [], kinds or []


def _choice(row: list[Any], course: Course, around: WorksAround, now: datetime) -> LessonChoice:
    pk, day, number, starts, _cancelled = row
    placed = placed_in(course, pk, date.fromisoformat(day))
    is_ahead = starts > now.timestamp()
    against = around.objections_to(placed, hours=course.hours_a_year) if is_ahead else ()
    return LessonChoice(
        pk=pk, day=placed.day, number=number, is_ahead=is_ahead, objections=tuple(against)
    )


def _line(
    row: list[Any],
    lesson: list[Any],
    kinds: dict[int, Kind],
    states: dict[int, WorkState],
    around: WorksAround,
    now: datetime,
) -> WorkLine:
    pk, lesson_id, kind_id, title, weight, parts = row
    placed = next((work for work in around.works if work.work_id == pk), None)
    return WorkLine(
        pk=pk,
        lesson_id=lesson_id,
        day=date.fromisoformat(lesson[1]),
        number=lesson[2],
        kind=kinds[kind_id],
        title=title,
        weight=Decimal(weight),
        parts=parts,
        is_ahead=lesson[3] > now.timestamp(),
        is_cancelled=lesson[4],
        state=states[pk],
        objections=tuple(around.objections_to(placed)) if placed else (),
    )


def lesson_of_course(course: Course, lesson_id: int) -> Lesson | None:
    """A lesson of this course, with the course at hand."""
    lesson = Lesson.objects.filter(course=course, pk=lesson_id).first()
    if lesson is not None:
        lesson.course = course
    return lesson


def lesson_choices_of(work: Work, *, now: datetime) -> list[tuple[int, date, int]]:
    """Lessons a work may be moved to: those to come in its year, and its own."""
    lessons = Lesson.objects.not_cancelled().filter(course_id=work.course_id, starts_at__gt=now)
    rows = {row[0]: row for row in lessons.values_list("pk", "day", "number")}
    rows.setdefault(work.lesson_id, (work.lesson_id, work.lesson.day, work.lesson.number))
    return sorted(rows.values(), key=lambda row: row[1:])


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassWork:
    """A work in the schedule of a class."""

    work: PlacedWork
    objections: tuple[Objected, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassWeek:
    """The works of a week, from Monday."""

    monday: date
    works: tuple[ClassWork, ...]

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassWorksPage:
    """The published schedule of works of a class: all subjects, by week."""

    school_class: SchoolClass
    terms: tuple[Term, ...]
    term: Term | None
    weeks: tuple[ClassWeek, ...]
    today: date

    @property
    def total(self) -> int:
        return sum(len(week.works) for week in self.weeks)


def class_shown(school_id: int, class_id: int) -> SchoolClass | None:
    """A class of this school with its year and calendar."""
    found = SchoolClass.objects.filter(school_id=school_id, pk=class_id)
    return found.select_related("year", "calendar").first()


def class_works_page(
    school_class: SchoolClass, *, term_id: int | None, today: date
) -> ClassWorksPage:
    """All written works of the groups this class's students are in, in four statements."""
    terms = list(school_class.calendar.terms.exclude(kind="year").order_by("first_day"))
    term = term_shown(terms, term_id, today)
    span = term or school_class.year
    mine = _groups_of(school_class)
    around = works_around(
        school_id=school_class.school_id,
        year_id=school_class.year_id,
        group_ids=mine,
        today=today,
    )
    works = [
        ClassWork(work=work, objections=tuple(around.objections_to(work)))
        for work in around.works
        if work.group_id in mine and span.first_day <= work.day <= span.last_day
    ]
    return ClassWorksPage(
        school_class=school_class,
        terms=tuple(terms),
        term=term,
        weeks=_weeks(works),
        today=today,
    )


def _groups_of(school_class: SchoolClass) -> set[int]:
    """Groups that have or had a student of this class in them."""
    sql = """SELECT DISTINCT o.group_id FROM school_membership o
      JOIN school_membership m ON m.student_id = o.student_id
      JOIN school_group g ON g.id = m.group_id AND g.kind = 'class'
     WHERE g.school_class_id = %s"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [school_class.pk])
        return {pk for (pk,) in cursor.fetchall()}


def _weeks(works: list[ClassWork]) -> tuple[ClassWeek, ...]:
    def monday(one: ClassWork) -> date:
        return one.work.day - timedelta(days=one.work.day.weekday())

    return tuple(
        ClassWeek(monday=day, works=tuple(group)) for day, group in groupby(works, key=monday)
    )
