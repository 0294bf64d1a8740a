"""A student's marks in a subject over a period: over all courses of it (he moved to another class
or subgroup) and what he brought from another school. Sheet, forecast and grid ask here, so they
say the same."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import connection

from journal.averages import weighted_mean
from journal.policy import Grounds
from school.models import Scale, Term

Place = tuple[int, int, int]  # student, subject, term

_READ = """SELECT * FROM journal_subject_marks(%(school)s, %(year)s, %(students)s, %(terms)s,
  %(firsts)s::date[], %(lasts)s::date[], %(subjects)s, %(today)s, %(with_marks)s)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkInSubject:
    """One mark of a period: of a lesson of ours (`pk`), or brought (`pk` None)."""

    pk: int | None
    points: int | None
    sign: str
    weight: Decimal
    day: date
    kind: str
    course_id: int | None

    @property
    def is_brought(self) -> bool:
        return self.pk is None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectMarks:
    """A student's period in a subject. `course_id` and `scale` are those of the course he is in
    last; `stays` in it to the end of the period; `count` counts numbers; `held` and `missed` are
    lessons of his days with a taken register, `exempt` those of them he was freed from, `ahead`
    those after today. The marks themselves are there where they were asked for."""

    student_id: int
    subject_id: int
    term_id: int
    course_id: int | None
    scale: str
    stays: bool
    hours_a_year: int
    held: int
    missed: int
    exempt: int
    ahead: int
    count: int
    total: Decimal
    weights: Decimal
    lowest: int | None
    passed: int
    failed: int
    marks: tuple[MarkInSubject, ...] = ()

    @property
    def place(self) -> Place:
        return (self.student_id, self.subject_id, self.term_id)

    @property
    def average(self) -> Fraction | None:
        """Σ(mark · weight) / Σ weight, exact; None where nothing counts."""
        return weighted_mean(self.total, self.weights)

    def grounds(self, *, scale: str, has_marks: bool, needed: int) -> Grounds:
        """What the policy judges the period by."""
        return Grounds(
            scale=scale,
            has_marks=has_marks,
            total=self.total,
            weights=self.weights,
            count=self.count,
            lowest=self.lowest,
            passed=self.passed,
            failed=self.failed,
            held=self.held,
            missed=self.missed,
            exempt=self.exempt,
            needed=needed,
        )

    @property
    def is_averaged(self) -> bool:
        """Whether borders of 3, 4 and 5 mean something here."""
        return self.scale in (Scale.TWO_TO_FIVE, Scale.ONE_TO_FIVE)


def subject_marks(
    *,
    school_id: int,
    year_id: int,
    student_ids: Collection[int],
    terms: Iterable[Term],
    today: date,
    subject_ids: Collection[int] | None = None,
    with_marks: bool = True,
) -> dict[Place, SubjectMarks]:
    """All students × subjects × terms that have a course or a mark, in one statement. Without
    `subject_ids` every subject; `with_marks=False` spares the single marks of large sheets."""
    periods = list(terms)
    asked = {
        "school": school_id,
        "year": year_id,
        "students": list(student_ids),
        "subjects": None if subject_ids is None else list(subject_ids),
        "terms": [term.pk for term in periods],
        "firsts": [term.first_day for term in periods],
        "lasts": [term.last_day for term in periods],
        "today": today,
        "with_marks": with_marks,
    }
    with connection.cursor() as cursor:
        cursor.execute(_READ, asked)
        found = [_subject_of(row) for row in cursor.fetchall()]
    return {one.place: one for one in found}


def _subject_of(row: tuple[Any, ...]) -> SubjectMarks:
    """One row of the statement."""
    student, subject, term, course, scale, stays, hours, held, missed, exempt, ahead = row[:11]
    count, total, weights, lowest, passed, failed, marks = row[11:]
    return SubjectMarks(
        student_id=student,
        subject_id=subject,
        term_id=term,
        course_id=course,
        scale=scale,
        stays=stays,
        hours_a_year=hours,
        held=held,
        missed=missed,
        exempt=exempt,
        ahead=ahead,
        count=count,
        total=total or Decimal(0),
        weights=weights or Decimal(0),
        lowest=lowest,
        passed=passed,
        failed=failed,
        marks=tuple(_mark(mark) for mark in marks or ()),
    )


def _mark(row: list[Any]) -> MarkInSubject:
    pk, points, sign, weight, day, kind, course = row
    return MarkInSubject(
        pk=pk if pk > 0 else None,
        points=points,
        sign=sign,
        weight=Decimal(weight),
        day=date.fromisoformat(day),
        kind=kind,
        course_id=course,
    )
