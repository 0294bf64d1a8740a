"""Reads of the journal's pages."""

from __future__ import annotations

from collections.abc import Collection

from journal.models import Attendance, Homework, LessonRecord, Mark, Work


def lessons_that_carry(lesson_ids: Collection[int]) -> set[int]:
    """Of these lessons, those with a record, an absence, homework, a work or a mark."""
    found: set[int] = set()
    for model, field in (
        (LessonRecord, "lesson_id"),
        (Attendance, "lesson_id"),
        (Homework, "given_at_id"),
        (Homework, "due_lesson_id"),
        (Work, "lesson_id"),
        (Mark, "lesson_id"),
    ):
        found.update(
            model.objects.filter(**{f"{field}__in": lesson_ids}).values_list(field, flat=True)
        )
    return found
