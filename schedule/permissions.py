"""Who sees and who makes the timetable, and the doors to its things.

Families see their own lessons in the diary; the school's timetable is for its staff."""

from __future__ import annotations

from typing import TypeVar

import rules
from django.http import Http404, HttpRequest

from core.models import Job
from schedule.models import Lesson, TimetableSlot
from schedule.queries.slots import GENERATE
from school.models import Employee, Room, SchoolClass
from school.permissions import is_administrator, is_deputy, school_for, works_here
from school.standing import InSchool

T = TypeVar("T")

rules.add_perm("schedule.view", works_here)
rules.add_perm("schedule.change", is_deputy | is_administrator)


def lesson_for(request: HttpRequest, school_id: int, pk: int, *, to: str) -> Lesson:
    """The door to one lesson of the school; 404 for another school's."""
    school_for(request, school_id, to=to)
    found = (
        Lesson.objects.filter(pk=pk, school_id=school_id)
        .select_related(
            "course__subject",
            "course__year",
            "course__group__school_class",
            "teacher__person",
            "room",
            "substitution__absent__person",
            "substitution__decided_by",
            "held_with__course__subject",
            "held_with__course__group__school_class",
        )
        .first()
    )
    return _or_404(found)


def slot_for(request: HttpRequest, school_id: int, pk: int) -> TimetableSlot:
    """The door to one line of the timetable, for those who make it."""
    school_for(request, school_id, to="schedule.change")
    return _or_404(
        TimetableSlot.objects.filter(pk=pk, school_id=school_id)
        .select_related(
            "school",
            "course__subject",
            "course__year",
            "course__group__school_class__calendar",
            "teacher__person",
            "room",
        )
        .first()
    )


def job_for(request: HttpRequest, school_id: int, pk: int) -> Job:
    """The door to one run of the generator in this school."""
    school_for(request, school_id, to="schedule.change")
    return _or_404(Job.objects.filter(pk=pk, school_id=school_id, kind=GENERATE).first())


def class_for(
    request: HttpRequest, school_id: int, pk: int, *, to: str
) -> tuple[InSchool, SchoolClass]:
    """The door to a class's timetable."""
    here = school_for(request, school_id, to=to)
    found = SchoolClass.objects.filter(pk=pk, school_id=school_id)
    return here, _or_404(found.select_related("year", "calendar").first())


def employee_for(
    request: HttpRequest, school_id: int, pk: int, *, to: str
) -> tuple[InSchool, Employee]:
    """The door to a teacher's timetable."""
    here = school_for(request, school_id, to=to)
    found = Employee.objects.filter(pk=pk, school_id=school_id).select_related("person").first()
    return here, _or_404(found)


def room_for(request: HttpRequest, school_id: int, pk: int, *, to: str) -> tuple[InSchool, Room]:
    """The door to a room's timetable."""
    here = school_for(request, school_id, to=to)
    return here, _or_404(Room.objects.filter(pk=pk, school_id=school_id).first())


def _or_404(found: T | None) -> T:
    if found is None:
        raise Http404
    return found
