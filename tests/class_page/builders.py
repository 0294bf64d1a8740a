"""What a class page shows beside marks."""

from __future__ import annotations

from decimal import Decimal

from journal.models import Mark
from schedule.models import Lesson
from school.models import Person, Student
from tests.builders import a_work_kind


def a_debt(lesson: Lesson, student: Student, *, by: Person) -> Mark:
    """«·»: a mark is owed."""
    return Mark.objects.create(
        school=lesson.school,
        lesson=lesson,
        course=lesson.course,
        student=student,
        kind=a_work_kind(lesson.school),
        weight=Decimal(1),
        scale=lesson.course.scale,
        sign="owed",
        written_at=lesson.ends_at,
        written_by=by,
    )
