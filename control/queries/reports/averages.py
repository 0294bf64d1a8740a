"""Averages and density of a period's marks, for the students a report is about."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from fractions import Fraction

from control.figures import Density
from control.queries.reports.ground import CourseRef, Ground
from control.queries.reports.marks import PupilMark
from journal.models import TermMark, TermMarkKind
from journal.policy import EXEMPT
from journal.queries.subject_averages import SubjectMarks, subject_marks
from school.models import Term, TermKind

Place = tuple[int, int]  # student, subject


def averages_of(ground: Ground, rows: Collection[PupilMark]) -> dict[Place, SubjectMarks]:
    """Marks and lessons of each student and subject of the rows over the days the period's mark
    sums up; one statement."""
    period = ground.period
    if period is None or not rows:
        return {}
    spans = _spans(ground, rows)
    found = subject_marks(
        school_id=ground.here.school.pk,
        year_id=period.year_id,
        student_ids=sorted({row.student_id for row in rows}),
        terms=[
            Term(pk=number, first_day=first, last_day=last)
            for number, (first, last) in enumerate(spans)
        ],
        today=ground.today,
        subject_ids=sorted({row.subject_id for row in rows}),
        with_marks=False,
    )
    place_of = {span: number for number, span in enumerate(spans)}
    asked: dict[Place, int] = {}
    for row in rows:
        span = period.marks_span_of(ground.class_by_id[row.class_id].calendar_id)
        asked[row.student_id, row.subject_id] = place_of[span]
    return {
        (student, subject): one
        for (student, subject, number), one in found.items()
        if asked.get((student, subject)) == number
    }


def _spans(ground: Ground, rows: Iterable[PupilMark]) -> list:
    """The different spans of days of the rows' classes: quarters of one, half-years of others."""
    calendars = {ground.class_by_id[row.class_id].calendar_id for row in rows}
    return sorted({ground.period.marks_span_of(calendar) for calendar in calendars})


def needed_of(ground: Ground, course: CourseRef, class_id: int) -> int:
    """The school's minimum of marks of the period in a course; for a whole year there is none."""
    if ground.period is None or ground.period.is_year:
        return 0
    term = ground.period.terms.get(ground.class_by_id[class_id].calendar_id)
    return ground.policy.needed(course.hours_a_year, term.kind if term else TermKind.QUARTER)


def density_of(
    ground: Ground, rows: Iterable[PupilMark], averages: dict[Place, SubjectMarks]
) -> Density:
    """Marks, pupil-lessons and pupils of these rows, the exempt aside."""
    marks = lessons = pupils = enough = 0
    for row in rows:
        if row.value == EXEMPT:
            continue
        pupils += 1
        one = averages.get((row.student_id, row.subject_id))
        count = marks_in(one)
        marks += count
        lessons += one.held if one else 0
        course = ground.course_by_id.get(row.course_id or 0)
        enough += course is not None and count >= needed_of(ground, course, row.class_id)
    return Density(marks=marks, lessons=lessons, pupils=pupils, at_minimum=enough)


def marks_in(one: SubjectMarks | None) -> int:
    """How many marks a student has: numbers, зач and незач."""
    return one.count + one.passed + one.failed if one else 0


def mean_of(one: SubjectMarks | None) -> Fraction | None:
    """The average where borders of 3, 4 and 5 mean something; None elsewhere."""
    return one.average if one and one.is_averaged else None


def period_means(ground: Ground, rows: Collection[PupilMark]) -> dict[Place, Fraction]:
    """The mean of the marks of a year's periods by student and subject; one statement."""
    found: dict[Place, list[int]] = {}
    marks = TermMark.objects.filter(
        student_id__in={row.student_id for row in rows},
        subject_id__in={row.subject_id for row in rows},
        year_id=ground.period.year_id if ground.period else 0,
        kind=TermMarkKind.TERM,
        is_current=True,
        points__range=(1, 5),
    )
    for student, subject, points in marks.values_list("student_id", "subject_id", "points"):
        found.setdefault((student, subject), []).append(points)
    return {place: Fraction(sum(marks), len(marks)) for place, marks in found.items()}
