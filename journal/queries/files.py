"""Files of homework: which one an address means, and which are still somebody's."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from core.models import StoredFile
from journal.models import HomeworkFile, HomeworkRecipient
from schedule.models import Lesson
from school.models import Membership


def file_of_lesson(lesson: Lesson, file_id: int) -> StoredFile | None:
    """A file of what was set at this lesson, or is due at it."""
    hung = _files().filter(
        Q(homework__given_at=lesson)
        | Q(homework__due_lesson=lesson)
        | Q(homework__course_id=lesson.course_id, homework__due_day=lesson.day),
        pk=file_id,
    )
    return _stored(hung)


def file_of_student(student_id: int, file_id: int) -> StoredFile | None:
    """A file of homework that this student sees: of the groups the student was in when it was
    set or is due; individual homework only of its own students."""
    own = HomeworkRecipient.objects.filter(homework=OuterRef("homework_id"), student_id=student_id)
    hung = (
        _files()
        .filter(pk=file_id)
        .filter(Q(homework__is_individual=False) | Exists(own))
        .annotate(
            due=Coalesce(
                "homework__due_lesson__day", "homework__due_day", "homework__given_at__day"
            )
        )
        .filter(_was_in(student_id, "homework__given_at__day") | _was_in(student_id, "due"))
    )
    return _stored(hung)


def _was_in(student_id: int, day: str) -> Exists:
    spans = Membership.objects.filter(
        group=OuterRef("homework__course__group_id"), student_id=student_id
    )
    return Exists(
        spans.filter(since__lte=OuterRef(day)).filter(Q(until=None) | Q(until__gte=OuterRef(day)))
    )


def _files() -> QuerySet[HomeworkFile]:
    return HomeworkFile.objects.select_related("file")


def _stored(hung: QuerySet[HomeworkFile]) -> StoredFile | None:
    found = hung.first()
    return found.file if found else None


def files_of_homework(file_ids: Collection[int], since: datetime) -> set[int]:
    """Of these files, those that hang on homework or did after `since`."""
    events = apps.get_model("journal", "HomeworkFileEvent")
    hanging = HomeworkFile.objects.filter(file_id__in=file_ids).values_list("file_id", flat=True)
    left = events.objects.filter(file_id__in=file_ids, pgh_created_at__gte=since).values_list(
        "file_id", flat=True
    )
    return {*hanging, *left}
