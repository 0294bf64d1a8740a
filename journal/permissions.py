"""Who may see and write the journal, and the doors to a lesson and to a course.

Foreign things answer 404, things of one's own school that the role does not cover answer 403."""

from __future__ import annotations

from dataclasses import dataclass

import rules
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest
from django.utils import timezone

from schedule.models import Lesson
from school.models import Course, CourseTeacher, Group, Person
from school.permissions import is_administrator, is_deputy, is_director, is_teacher, school_for
from school.standing import InSchool


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseHere:
    """A course as this person meets it: who teaches it today writes, who taught it reads."""

    here: InSchool
    course: Course
    teaches: bool
    taught: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonHere:
    """A lesson as this person meets it."""

    here: InSchool
    lesson: Lesson
    teaches: bool
    holds: bool

    @property
    def as_deputy(self) -> bool:
        """Not a teacher of this lesson: writes by the right of a deputy, and says why."""
        return not (self.teaches or self.holds)


@rules.predicate
def teaches_it(person: Person, thing: CourseHere | LessonHere) -> bool:
    return thing.teaches


@rules.predicate
def taught_it(person: Person, thing: CourseHere) -> bool:
    return thing.taught


@rules.predicate
def holds_it(person: Person, thing: LessonHere) -> bool:
    return thing.holds


@rules.predicate
def leads_its_class(person: Person, thing: CourseHere | LessonHere) -> bool:
    return _group(thing).school_class_id in thing.here.class_ids


@rules.predicate
def deputy_there(person: Person, thing: CourseHere | LessonHere) -> bool:
    return thing.here.has("deputy")


@rules.predicate
def leads_the_school(person: Person, thing: CourseHere | LessonHere) -> bool:
    return thing.here.leads


def _group(thing: CourseHere | LessonHere) -> Group:
    course = thing.lesson.course if isinstance(thing, LessonHere) else thing.course
    return course.group


rules.add_perm("journal.own_day", is_teacher)
rules.add_perm("journal.replace", is_teacher)
rules.add_perm(
    "journal.view_courses",
    is_teacher
    | is_deputy
    | is_director
    | is_administrator
    | rules.predicate(lambda person, here: here.has("homeroom")),
)
rules.add_perm("journal.view_kinds", is_deputy | is_administrator | is_director)
rules.add_perm("journal.change_kinds", is_deputy | is_administrator)
rules.add_perm("journal.view_course", taught_it | leads_its_class | leads_the_school)
rules.add_perm("journal.view_lesson", teaches_it | holds_it | leads_its_class | leads_the_school)
rules.add_perm("journal.record_lesson", teaches_it | holds_it | deputy_there)


# What the journal's pages ask of a lesson and a course; the rest is not read.
_OF_THE_COURSE = (
    "school_id",
    "year_id",
    "hours_a_year",
    "scale",
    "asks_homework",
    "subject__name",
    "subject__short_name",
    "group__kind",
    "group__name",
    "group__school_class__grade",
    "group__school_class__letter",
    "group__school_class__calendar_id",
)
_OF_THE_LESSON = (
    "school_id",
    "year_id",
    "day",
    "number",
    "starts_at",
    "ends_at",
    "teacher_id",
    "state",
    "state_reason",
)


def course_for(request: HttpRequest, school_id: int, pk: int, *, to: str) -> CourseHere:
    """The door to a page of the journal, in one statement: course, subject, group, class."""
    here = school_for(request, school_id, to="school.enter")
    today = timezone.localdate(timezone=here.school.zone)
    ever = CourseTeacher.objects.filter(course=OuterRef("pk"), employee=here.employee_id or 0)
    course = (
        Course.objects.filter(school_id=school_id, pk=pk)
        .select_related("subject", "year", "group__school_class")
        .annotate(taught_by_me=Exists(ever), mine_today=Exists(ever.on(today)))
        .only(*_OF_THE_COURSE, "year__first_day", "year__last_day")
        .first()
    )
    if course is None or not here.is_staff:
        raise Http404
    thing = CourseHere(
        here=here, course=course, teaches=course.mine_today, taught=course.taught_by_me
    )
    if not request.user.has_perm(to, thing):
        raise PermissionDenied
    return thing


def lesson_for(request: HttpRequest, school_id: int, pk: int, *, to: str) -> LessonHere:
    """The door to a lesson, in one statement. A teacher of the course is one on the lesson's day
    or today."""
    here = school_for(request, school_id, to="school.enter")
    lesson = (
        Lesson.objects.filter(school_id=school_id, pk=pk)
        .select_related("course__subject", "course__group__school_class")
        .annotate(taught_by_me=Exists(_my_teaching(here)))
        .only(*_OF_THE_LESSON, *(f"course__{field}" for field in _OF_THE_COURSE))
        .first()
    )
    if lesson is None or not here.is_staff:
        raise Http404
    thing = LessonHere(
        here=here,
        lesson=lesson,
        teaches=lesson.taught_by_me,
        holds=here.employee_id is not None and lesson.teacher_id == here.employee_id,
    )
    if not request.user.has_perm(to, thing):
        raise PermissionDenied
    return thing


def _my_teaching(here: InSchool) -> object:
    today = timezone.localdate(timezone=here.school.zone)
    on_the_day = Q(since__lte=OuterRef("day")) & (Q(until=None) | Q(until__gte=OuterRef("day")))
    now = Q(since__lte=today) & (Q(until=None) | Q(until__gte=today))
    return CourseTeacher.objects.filter(
        on_the_day | now, course=OuterRef("course_id"), employee=here.employee_id or 0
    )
