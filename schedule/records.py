"""Rows of one school by the ids a form sends; of another school there are none."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404

from schedule.models import Lesson, TimetableSlot
from school.models import Course, Employee, Room

M = TypeVar("M", bound=Model)


def _one(rows: QuerySet[M], school_id: int, pk: int | None) -> M | None:
    if pk is None:
        return None
    found = rows.filter(school_id=school_id, pk=pk).first()
    if found is None:
        raise Http404
    return found


def room_of(school_id: int, pk: int | None) -> Room | None:
    return _one(Room.objects.all(), school_id, pk)


def employee_of(school_id: int, pk: int | None) -> Employee | None:
    return _one(Employee.objects.select_related("person"), school_id, pk)


def course_of(school_id: int, pk: int | None) -> Course | None:
    return _one(
        Course.objects.select_related("school", "year", "group__school_class"), school_id, pk
    )


def lesson_of(school_id: int, pk: int | None) -> Lesson | None:
    return _one(Lesson.objects.select_related("course"), school_id, pk)


def slot_of(school_id: int, pk: int | None) -> TimetableSlot | None:
    return _one(TimetableSlot.objects.select_related("course"), school_id, pk)
