"""Every figure unfolds: the marks, weights and borders behind an average and a suggestion."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from journal.averages import average, shown, suggested
from journal.models import Mark
from journal.queries.course_page import term_shown, terms_of
from school.choices import CHOICES
from school.models import Course, Scale, SchoolSetting, Student, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A mark in the sum."""

    day: date
    text: str
    kind: str
    weight: Decimal
    product: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """How an average came about."""

    student: Student
    term: Term | None
    marks: tuple[Counted, ...]
    total: Decimal
    weights: Decimal
    average: str
    suggested: int | None
    borders: tuple[Decimal, ...]
    act: str


def explain_average(
    course: Course, student_id: int, *, term_id: int | None, today: date
) -> Explanation | None:
    """The sum behind a student's average in one term; None for a stranger to the group."""
    student = (
        Student.objects.filter(pk=student_id, memberships__group_id=course.group_id)
        .select_related("person")
        .first()
    )
    if student is None:
        return None
    term = term_shown(terms_of(course), term_id, today)
    marks = Mark.objects.filter(course=course, student=student).select_related("kind", "lesson")
    if term:
        marks = marks.filter(lesson__day__range=(term.first_day, term.last_day))
    counted = [_counted(mark) for mark in marks.order_by("lesson__starts_at", "pk")]
    weighed = [(m.points, m.weight) for m in marks if m.points is not None and m.is_counted]
    mean = average(weighed)
    borders, act = _borders(course.school_id, term.last_day if term else today)
    averaged = course.scale in (Scale.TWO_TO_FIVE, Scale.ONE_TO_FIVE)
    return Explanation(
        student=student,
        term=term,
        marks=tuple(counted),
        total=sum((points * weight for points, weight in weighed), Decimal(0)),
        weights=sum((weight for _points, weight in weighed), Decimal(0)),
        average=shown(mean),
        suggested=suggested(mean, borders) if mean is not None and averaged else None,
        borders=borders if averaged else (),
        act=act,
    )


def _counted(mark: Mark) -> Counted:
    return Counted(
        day=mark.lesson.day,
        text=mark.text,
        kind=mark.kind.name,
        weight=mark.weight,
        product=mark.points * mark.weight if mark.points is not None and mark.is_counted else None,
    )


def _borders(school_id: int, day: date) -> tuple[tuple[Decimal, ...], str]:
    """The school's borders on that day, and the local act they stand in."""
    choice = CHOICES["borders"]
    row = (
        SchoolSetting.objects.filter(school_id=school_id, key="borders", since__lte=day)
        .order_by("-since")
        .first()
    )
    return (choice.parse(row.value), row.act) if row else (choice.default, "")
