"""A first quarter with lessons and marks, for the tests of period marks."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from journal.models import (
    Attendance,
    LessonRecord,
    Mark,
    TermLock,
    TermMark,
    TermMarkKind,
    TermMarkVia,
)
from school.models import Role, SchoolSetting, Term
from tests import builders as b

LAST = date(2025, 10, 24)  # the last day of the first quarter
EVENING = b.moscow(LAST, "18:00")


def quarter(school, number=1):
    """The number-th quarter of the school's year."""
    return Term.objects.get(calendar__school=school, number=number)


def held(course, *, day=b.MONDAY, number=1):
    """A lesson with a taken register."""
    lesson = b.a_lesson(course, day=day, number=number)
    LessonRecord.objects.create(
        school=lesson.school,
        lesson=lesson,
        register_at=lesson.starts_at,
        register_by=lesson.teacher.person,
    )
    return lesson


def marked(course, student, points, *, first=b.MONDAY, weight="1"):
    """Held lessons on days in a row, a mark in each: (5, 4, 3)."""
    for shift, value in enumerate(points):
        day = first + timedelta(days=shift)
        lesson = course.lessons.filter(day=day).first() or held(course, day=day)
        Mark.objects.create(
            school=course.school,
            lesson=lesson,
            course=course,
            student=student,
            kind=b.a_work_kind(course.school, usual=True),
            weight=Decimal(weight),
            scale=course.scale,
            points=value,
            written_at=lesson.starts_at,
            written_by=lesson.teacher.person,
        )


def missed(course, student, *, lessons, first=b.MONDAY):
    """н in so many lessons of the course, from the first day on."""
    for lesson in course.lessons.filter(day__gte=first).order_by("day")[:lessons]:
        Attendance.objects.create(
            school=course.school,
            lesson=lesson,
            student=student,
            kind="absent",
            noted_at=lesson.starts_at,
            noted_by=lesson.teacher.person,
        )


def a_term_mark(course, student, points=None, *, sign="", term=None, kind=None, by=None, **more):
    """A mark that stands: of a term, else of the year."""
    by = by or course.teachers.first().employee.person
    return TermMark.objects.create(
        school=course.school,
        year=course.year,
        student=student,
        subject=course.subject,
        course=course,
        term=term,
        kind=kind or (TermMarkKind.TERM if term else TermMarkKind.YEAR),
        scale=course.scale,
        points=points,
        sign=sign,
        reason="болезнь" if sign == "not_attested" else "",
        via=TermMarkVia.TEACHER,
        set_by=by,
        **{"known_at": EVENING, "published_at": EVENING} | more,
    )


def close(school_class, term, *, by):
    """The period is closed by the deputy."""
    return TermLock.objects.create(
        school=school_class.school,
        school_class=school_class,
        term=term,
        locked_at=EVENING,
        locked_by=by,
    )


def a_deputy(school):
    return b.an_employee(school, last="Завьялова", first="Зоя", role=Role.DEPUTY).person


def decide(school, key, value):
    """A choice of the school, from the first day of the year."""
    SchoolSetting.objects.create(school=school, key=key, value=value, since=b.FIRST_DAY)
