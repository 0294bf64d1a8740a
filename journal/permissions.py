"""Who may see and write the journal, and the doors to a lesson and to a course.

Foreign things answer 404, things of one's own school that the role does not cover answer 403."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import rules
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from core.refusal import Refused
from journal.queries.door import find_course, find_lesson
from schedule.models import Lesson
from school.models import Course, Group, Person, SchoolClass
from school.permissions import (
    class_for,
    is_administrator,
    is_deputy,
    is_director,
    is_teacher,
    leads_a_class,
    school_for,
)
from school.standing import InSchool


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseHere:
    """A course as this person meets it: who teaches it today writes, who taught it reads. Before
    the year is opened no marks are set."""

    here: InSchool
    course: Course
    teaches: bool
    taught: bool
    is_unopened: bool = False

    @property
    def as_deputy(self) -> bool:
        """Teaches it not today: writes by the right of a deputy, and says why."""
        return not self.teaches

    def refuse_silent_deputy(self, reason: str) -> None:
        """A deputy says why; asked where a plain form is saved."""
        refuse_silent(self.as_deputy, reason)


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

    def refuse_silent_deputy(self, reason: str) -> None:
        """A deputy says why; asked where a plain form is saved."""
        refuse_silent(self.as_deputy, reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassHere:
    """A class as this person meets it: its homeroom teacher, or one of the leaders."""

    here: InSchool
    school_class: SchoolClass

    @property
    def as_deputy(self) -> bool:
        """Not its homeroom teacher: marks conduct by the right of a deputy, and says why."""
        return self.school_class.pk not in self.here.class_ids

    def refuse_silent_deputy(self, reason: str) -> None:
        """A deputy says why; asked where a plain form is saved."""
        refuse_silent(self.as_deputy, reason)


def refuse_silent(as_deputy: bool, reason: str) -> None:
    """Who writes in another's place says why."""
    if as_deputy and not reason.strip():
        raise Refused("reason_needed", _("A deputy who writes here says why."), field="reason")


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
def director_there(person: Person, thing: CourseHere | LessonHere) -> bool:
    return thing.here.has("director")


@rules.predicate
def leads_the_school(person: Person, thing: CourseHere | LessonHere) -> bool:
    return thing.here.leads


def _group(thing: CourseHere | LessonHere) -> Group:
    course = thing.lesson.course if isinstance(thing, LessonHere) else thing.course
    return course.group


@rules.predicate
def leads_this_class(person: Person, thing: ClassHere) -> bool:
    return thing.school_class.pk in thing.here.class_ids


@rules.predicate
def deputy_of_class(person: Person, thing: ClassHere) -> bool:
    return thing.here.has("deputy")


@rules.predicate
def director_of_class(person: Person, thing: ClassHere) -> bool:
    return thing.here.has("director")


@rules.predicate
def administers_it(person: Person, thing: ClassHere) -> bool:
    return thing.here.has("administrator")


rules.add_perm("journal.enter_results", leads_this_class | deputy_of_class | administers_it)
rules.add_perm("journal.set_conduct", leads_this_class | deputy_of_class)
rules.add_perm("journal.decide_notes", leads_this_class | deputy_of_class)
rules.add_perm(
    "journal.exempt",
    leads_this_class
    | deputy_of_class
    | rules.predicate(lambda person, thing: thing.here.has("administrator")),
)
rules.add_perm(
    "journal.view_attendance", is_deputy | is_director | is_administrator | leads_a_class
)
rules.add_perm("journal.send_away", is_deputy | is_administrator)
rules.add_perm("journal.close_period", deputy_of_class)
rules.add_perm("journal.promote", deputy_of_class | director_of_class)
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
rules.add_perm("journal.bring_marks", is_deputy | is_administrator)
rules.add_perm("journal.view_course", taught_it | leads_its_class | leads_the_school)
rules.add_perm("journal.view_plan", taught_it | leads_its_class | leads_the_school)
rules.add_perm("journal.edit_plan", teaches_it)
rules.add_perm("journal.decide_plan", deputy_there)
rules.add_perm("journal.view_plans", is_deputy | is_director | is_administrator)
rules.add_perm("journal.view_lesson", teaches_it | holds_it | leads_its_class | leads_the_school)
rules.add_perm("journal.set_term_marks", teaches_it | deputy_there)
rules.add_perm("journal.check_course", deputy_there | director_there)
rules.add_perm("journal.answer_remark", teaches_it)
rules.add_perm("journal.record_course", teaches_it | deputy_there)
rules.add_perm("journal.record_lesson", teaches_it | holds_it | deputy_there)


def course_for(request: HttpRequest, school_id: int, course_id: int, *, to: str) -> CourseHere:
    """The door to a page of the journal, in one statement: course, subject, group, class."""
    here = school_for(request, school_id, to="school.enter")
    found = find_course(school_id, course_id, employee_id=here.employee_id, today=_today(here))
    if found is None or not here.is_staff:
        raise Http404
    course, ever, today, unopened = found
    thing = CourseHere(here=here, course=course, teaches=today, taught=ever, is_unopened=unopened)
    if not request.user.has_perm(to, thing):
        raise PermissionDenied
    return thing


def class_sheet_for(request: HttpRequest, school_id: int, class_id: int, *, to: str) -> ClassHere:
    """The door to a class's sheet of marks: its homeroom teacher and the leaders, each for what
    the role covers."""
    here, school_class = class_for(request, school_id, class_id, to="school.view_class")
    thing = ClassHere(here=here, school_class=school_class)
    if to != "school.view_class" and not request.user.has_perm(to, thing):
        raise PermissionDenied
    return thing


def lesson_for(request: HttpRequest, school_id: int, lesson_id: int, *, to: str) -> LessonHere:
    """The door to a lesson, in one statement. A teacher of the course is one on the lesson's day
    or today."""
    here = school_for(request, school_id, to="school.enter")
    found = find_lesson(school_id, lesson_id, employee_id=here.employee_id, today=_today(here))
    if found is None or not here.is_staff:
        raise Http404
    lesson, teaches = found
    holds = here.employee_id is not None and lesson.teacher_id == here.employee_id
    thing = LessonHere(here=here, lesson=lesson, teaches=teaches, holds=holds)
    if not request.user.has_perm(to, thing):
        raise PermissionDenied
    return thing


def _today(here: InSchool) -> date:
    return timezone.localdate(timezone=here.school.zone)
