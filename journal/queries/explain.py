"""Every figure unfolds: the marks, weights and borders behind an average and a suggestion."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from journal.averages import shown
from journal.forecast_shown import ShownForecast, shown_forecast
from journal.models import Sign, TermMarkKind
from journal.queries.course_page import term_shown, terms_of
from journal.queries.subject_averages import MarkInSubject, SubjectMarks, subject_marks
from journal.queries.subject_marks import subjects_of_term
from journal.queries.term_grounds import Column, subject_grounds
from school.choices import CHOICES
from school.models import Course, SchoolSetting, Student, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A mark in the sum."""

    day: date
    text: str
    kind: str
    weight: Decimal
    product: Decimal | None
    is_elsewhere: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """How an average came about."""

    student: Student
    term: Term | None
    marks: tuple[Counted, ...]
    total: Decimal
    weights: Decimal
    average: str
    suggested: str
    borders: tuple[Decimal, ...]
    act: str
    needed: int
    held: int
    missed: int
    forecast: ShownForecast | None = None
    today: date


def explain_average(
    course: Course, student_id: int, *, term_id: int | None, today: date
) -> Explanation | None:
    """The sum behind a student's average of the subject in one term, over all his courses of it
    and what he brought; None for a stranger to the group."""
    student = (
        Student.objects.filter(pk=student_id, memberships__group_id=course.group_id)
        .select_related("person")
        .first()
    )
    if student is None:
        return None
    terms = terms_of(course)
    term = term_shown(terms, term_id, today)
    grounds = subject_grounds(course, [student_id], terms=terms, today=today)
    found = _marks_of(course, student_id, term, today) if term else None
    borders, act = _borders(course.school_id, min(today, term.last_day) if term else today)
    column = Column(kind=TermMarkKind.TERM, term=term)
    return Explanation(
        student=student,
        term=term,
        marks=tuple(_counted(mark, course) for mark in found.marks) if found else (),
        total=found.total if found else Decimal(0),
        weights=found.weights if found else Decimal(0),
        average=shown(found.average if found else None),
        suggested=grounds.suggestion(student_id, column).text if term else "",
        borders=borders if found and found.is_averaged else (),
        act=act,
        needed=grounds.needed(found, term) if found and term else 0,
        held=found.held if found else 0,
        missed=found.missed if found else 0,
        forecast=_forecast(course, student_id, term, today) if found and term else None,
        today=today,
    )


def _forecast(course: Course, student_id: int, term: Term, today: date) -> ShownForecast | None:
    """Where the marks lead, until the period's own mark is set."""
    zone = str(timezone.get_current_timezone())
    found, _rules = subjects_of_term([student_id], term=term, zone=zone, today=today)
    for one in found.get(student_id, ()):
        if one.subject_id == course.subject_id:
            return None if one.term_mark else shown_forecast(one)
    return None


def _marks_of(course: Course, student_id: int, term: Term, today: date) -> SubjectMarks | None:
    found = subject_marks(
        school_id=course.school_id,
        year_id=course.year_id,
        student_ids=[student_id],
        terms=[term],
        today=today,
        subject_ids=[course.subject_id],
    )
    return found.get((student_id, course.subject_id, term.pk))


def _counted(mark: MarkInSubject, course: Course) -> Counted:
    is_counted = mark.points is not None and mark.weight > 0
    return Counted(
        day=mark.day,
        text=Sign(mark.sign).sign if mark.sign else str(mark.points),
        kind=mark.kind,
        weight=mark.weight,
        product=mark.points * mark.weight if is_counted else None,
        is_elsewhere=mark.course_id != course.pk,
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
