"""What a diary shows, entered the way teachers enter it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from journal.models import Attendance, Homework, HomeworkRecipient, LessonRecord, Mark
from schedule.models import Lesson
from school.models import Student
from tests.builders import a_work_kind


def a_mark(
    lesson: Lesson,
    student: Student,
    points: int | None = 5,
    *,
    kind: str = "Ответ на уроке",
    weight: str = "1",
    sign: str = "",
    written_at: datetime | None = None,
    **fields: object,
) -> Mark:
    return Mark.objects.create(
        school=lesson.school,
        lesson=lesson,
        course=lesson.course,
        student=student,
        kind=a_work_kind(lesson.school, name=kind, weight=weight),
        weight=Decimal(weight),
        scale=lesson.course.scale,
        points=points,
        sign=sign,
        written_at=written_at or lesson.ends_at,
        written_by=lesson.teacher.person,
        **fields,
    )


def an_absence(
    lesson: Lesson, student: Student, kind: str = "absent", *, minutes: int | None = None
) -> Attendance:
    return Attendance.objects.create(
        school=lesson.school,
        lesson=lesson,
        student=student,
        kind=kind,
        minutes=minutes,
        noted_at=lesson.starts_at,
        noted_by=lesson.teacher.person,
    )


def a_homework(
    given_at: Lesson,
    text: str = "§ 4",
    *,
    due: Lesson | date | None = None,
    only: tuple[Student, ...] = (),
    minutes: int | None = None,
) -> Homework:
    """For a lesson, for a day, or without saying when; `only` for these students."""
    homework = Homework.objects.create(
        school=given_at.school,
        course=given_at.course,
        given_at=given_at,
        due_lesson=due if isinstance(due, Lesson) else None,
        due_day=due if isinstance(due, date) else None,
        is_individual=bool(only),
        text=text,
        minutes=minutes,
        set_at=given_at.ends_at,
        set_by=given_at.teacher.person,
    )
    for student in only:
        HomeworkRecipient.objects.create(school=given_at.school, homework=homework, student=student)
    return homework


def a_record(lesson: Lesson, *, topic: str = "Сложение", no_homework: bool = False) -> LessonRecord:
    at = lesson.ends_at
    return LessonRecord.objects.create(
        school=lesson.school,
        lesson=lesson,
        topic=topic,
        topic_at=at,
        register_at=at,
        no_homework=no_homework,
        homework_at=at if no_homework else None,
    )
