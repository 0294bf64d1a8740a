"""Reads of the journal's pages."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import Model

from journal.models import Attendance, Homework, LessonRecord, Mark, Work

_RECORDS = (
    (LessonRecord, "lesson_id"),
    (Attendance, "lesson_id"),
    (Homework, "given_at_id"),
    (Work, "lesson_id"),
    (Mark, "lesson_id"),
)


def lessons_that_carry(lesson_ids: Collection[int]) -> set[int]:
    """Of these lessons, those with a record, an absence, homework, a work or a mark."""
    return _found(lesson_ids, (*_RECORDS, (Homework, "due_lesson_id")))


def lessons_recorded(lesson_ids: Collection[int]) -> set[int]:
    """The same without those that homework is merely due at."""
    return _found(lesson_ids, _RECORDS)


def _found(lesson_ids: Collection[int], fields: Iterable[tuple[type[Model], str]]) -> set[int]:
    found: set[int] = set()
    for model, field in fields:
        found.update(
            model.objects.filter(**{f"{field}__in": lesson_ids}).values_list(field, flat=True)
        )
    return found
