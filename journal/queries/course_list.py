"""Lists that lead into the journal: my courses, all courses, colleagues' lessons of today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from journal.models import WorkKind
from journal.teaching import SECTIONS
from schedule.models import Lesson
from school.models import Course, CourseTeacher
from school.standing import InSchool

MOST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseLine:
    """A course in a list: what, to whom, by whom."""

    pk: int
    subject: str
    group: str
    hours: int
    teachers: str
    is_mine: bool
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Journals of one kind of teaching."""

    title: str
    lines: tuple[CourseLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseList:
    """All that the list of journals shows."""

    mine: tuple[Section, ...]
    others: tuple[Section, ...]
    search: str
    sees_all: bool
    is_cut: bool


def course_list(here: InSchool, *, search: str, today: date) -> CourseList:
    """The courses of this year that this person may open: his own, his class's, or all. One
    statement."""
    lines = [_line(course) for course in _courses(here, search, today)[: MOST + 1]]
    return CourseList(
        mine=_sections(line for line in lines[:MOST] if line.is_mine),
        others=_sections(line for line in lines[:MOST] if not line.is_mine),
        search=search,
        sees_all=here.leads,
        is_cut=len(lines) > MOST,
    )


def _sections(lines: Iterable[CourseLine]) -> tuple[Section, ...]:
    """By kind of teaching; kinds without a journal are left out."""
    found = list(lines)
    sections = (
        Section(title=str(title), lines=tuple(line for line in found if line.kind in kinds))
        for kinds, title in SECTIONS
    )
    return tuple(section for section in sections if section.lines)


def _courses(here: InSchool, search: str, today: date) -> QuerySet[Course]:
    mine = CourseTeacher.objects.filter(course=OuterRef("pk"), employee=here.employee_id or 0)
    names = ArrayAgg(
        "teachers__employee__person__last_name",
        filter=Q(teachers__since__lte=today)
        & (Q(teachers__until=None) | Q(teachers__until__gte=today)),
        distinct=True,
        default=Value([]),
    )
    courses = (
        Course.objects.filter(
            school_id=here.school.pk,
            year__first_day__lte=_in_year(today),
            year__last_day__gte=today,
        )
        .annotate(is_mine=Exists(mine), names=Coalesce(names, Value([])))
        .select_related("subject", "group__school_class")
        .order_by(
            "group__school_class__grade",
            "group__school_class__letter",
            "group__name",
            "subject__position",
            "subject__name",
        )
    )
    if not here.leads:
        courses = courses.filter(Q(is_mine=True) | Q(group__school_class_id__in=here.class_ids))
    for word in search.split()[:5]:
        courses = courses.filter(
            Q(subject__name__icontains=word)
            | Q(group__name__icontains=word)
            | Q(teachers__employee__person__last_name__icontains=word)
        )
    return courses


def _in_year(today: date) -> date:
    """In August the new year's journals are shown already."""
    return today.replace(month=9, day=1) if today.month == 8 else today


def _line(course: Course) -> CourseLine:
    return CourseLine(
        pk=course.pk,
        subject=course.subject.name,
        group=course.group.name,
        hours=course.hours_a_year,
        teachers=", ".join(course.names),
        is_mine=course.is_mine,
        kind=course.group.kind,
    )


def lessons_to_take_over(here: InSchool, *, now: datetime) -> list[Lesson]:
    """Today's lessons of colleagues whose register is not taken yet: a teacher who holds one in
    another's stead says so here (A4 2.1). No child stands in this list."""
    today = timezone.localdate(now, timezone=here.school.zone)
    return list(
        Lesson.objects.of_day(today)
        .not_cancelled()
        .filter(school_id=here.school.pk, record__register_at=None)
        .exclude(teacher_id=here.employee_id)
        .select_related("course__subject", "course__group__school_class", "teacher__person", "room")
        .order_by("starts_at", "course__group__name")
    )


def lesson_to_take_over(here: InSchool, pk: int) -> Lesson | None:
    """One lesson of this school."""
    return Lesson.objects.filter(school_id=here.school.pk, pk=pk).first()


def kinds_of(school_id: int) -> list[WorkKind]:
    """All kinds of work of the school, those out of use last."""
    return list(
        WorkKind.objects.filter(school_id=school_id).order_by("-is_in_use", "position", "name")
    )


def kinds_in_use(school_id: int, *, also: int | None = None) -> list[WorkKind]:
    """Kinds a work may be of: those in use, and the one it is of already."""
    kinds = WorkKind.objects.filter(school_id=school_id)
    return list(kinds.filter(Q(is_in_use=True, is_usual=False) | Q(pk=also)))


def kind_of(school_id: int, pk: int) -> WorkKind | None:
    """One kind of work of this school."""
    return WorkKind.objects.filter(school_id=school_id, pk=pk).first()
