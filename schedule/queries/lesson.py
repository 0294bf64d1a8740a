"""What stands on a lesson's page, and what its forms offer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from core.registry import lessons_recorded
from schedule.models import Lesson
from schedule.queries.entries import Entry, entry_of
from schedule.report import course_name
from school.models import Course, Employee, Room

Choices = list[tuple[int | str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonPage:
    """`held_with` names the lesson it takes teacher, room and time from."""

    pk: int
    course: str
    entry: Entry
    stamp: str
    class_id: int | None
    is_recorded: bool
    held_with: str
    decided_by: str


def lesson_page(lesson: Lesson) -> LessonPage:
    """For a lesson read by its door; asks only whether it was recorded."""
    substitution = getattr(lesson, "substitution", None)
    leader = lesson.held_with
    return LessonPage(
        pk=lesson.pk,
        course=course_name(lesson.course),
        entry=entry_of(lesson),
        stamp=lesson.stamp,
        class_id=lesson.course.group.school_class_id,
        is_recorded=bool(lessons_recorded([lesson.pk])),
        held_with=course_name(leader.course) if leader else "",
        decided_by=substitution.decided_by.name.short if substitution else "",
    )


def teacher_choices(school_id: int, day: date) -> Choices:
    """Who works in the school that day."""
    staff = (
        Employee.objects.filter(school_id=school_id)
        .filter(Q(left_on=None) | Q(left_on__gte=day))
        .select_related("person")
        .order_by("person__sort_key")
    )
    return [(one.pk, one.person.name.short) for one in staff]


def room_choices(school_id: int) -> Choices:
    """The school's rooms by name."""
    return list(Room.objects.filter(school_id=school_id).order_by("name").values_list("pk", "name"))


def course_choices(school_id: int, day: date, *, class_id: int | None = None) -> Choices:
    """Courses of the year the day lies in, by class."""
    courses = Course.objects.filter(
        school_id=school_id, year__first_day__lte=day, year__last_day__gte=day
    ).select_related("subject", "group__school_class")
    if class_id is not None:
        courses = courses.filter(group__school_class_id=class_id)
    courses = courses.order_by(
        "group__school_class__grade", "group__school_class__letter", "subject__name", "group__name"
    )
    return [(one.pk, course_name(one)) for one in courses]
