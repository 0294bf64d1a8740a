"""What the tests of compliance pages have in common: records, dues, and how a page is asked."""

from __future__ import annotations

from datetime import date, datetime

from control.asked import Asked, asked_of
from journal.actions.dues import refresh_dues
from journal.models import LessonRecord
from schedule.models import Lesson
from school.models import School
from tests import builders as b

FRIDAY = date(2025, 9, 12)
FRIDAY_NIGHT = b.moscow(FRIDAY, "23:00")


def dues_made(school: School, *, at: datetime) -> None:
    """The clock has run."""
    refresh_dues(school.pk, now=at)


def record(
    lesson: Lesson,
    *,
    topic: datetime | None = None,
    register: datetime | None = None,
    homework: datetime | None = None,
    typed: datetime | None = None,
) -> LessonRecord:
    """What was entered when; `typed` is when homework was typed on a device."""
    person = lesson.teacher.person
    return LessonRecord.objects.create(
        school=lesson.school,
        lesson=lesson,
        topic="Сложение" if topic else "",
        topic_at=topic,
        topic_by=person if topic else None,
        register_at=register,
        register_by=person if register else None,
        no_homework=homework is not None,
        homework_at=homework,
        homework_by=person if homework else None,
        homework_device_at=typed,
    )


def asked(query: str = "", *, today: date = FRIDAY) -> Asked:
    """From the query of an address."""
    from django.http import QueryDict

    return asked_of(QueryDict(query), today=today)
