"""The last columns of the journal page: the average of the subject, the period's mark that the
policy suggests, and the one that is set; the sheet of period marks says the same."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from journal.models import TermSign
from journal.policy import Policy, suggest_term
from journal.queries.subject_averages import SubjectMarks, subject_marks
from school.choices import CHOICES
from school.models import Course, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseSum:
    """What a student's period comes to in the course's subject."""

    average: Fraction | None = None
    suggested: str = ""
    set: str = ""


NOTHING = CourseSum()


def course_sums(
    course: Course,
    student_ids: Collection[int],
    set_marks: Sequence[list] | None,
    choices: dict[str, Any] | None,
    *,
    term: Term,
    today: date,
) -> dict[int, CourseSum]:
    """By student, in one statement; of a course that is taught with marks. `set_marks` (student,
    points, sign) and the school's `choices` the page has read."""
    found = subject_marks(
        school_id=course.school_id,
        year_id=course.year_id,
        student_ids=student_ids,
        terms=[term],
        today=today,
        subject_ids=[course.subject_id],
        with_marks=False,
    )
    policy = Policy.of({key: CHOICES[key].parse(value) for key, value in (choices or {}).items()})
    marks = {
        student: TermSign(sign).sign if sign else str(points)
        for student, points, sign in set_marks or ()
    }
    return {
        one.student_id: CourseSum(
            average=one.average,
            suggested=_suggested(course, term, one, policy),
            set=marks.get(one.student_id, ""),
        )
        for one in found.values()
    }


def _suggested(course: Course, term: Term, found: SubjectMarks, policy: Policy) -> str:
    needed = policy.needed(found.hours_a_year or course.hours_a_year, term.kind)
    grounds = found.grounds(scale=course.scale, has_marks=True, needed=needed)
    return suggest_term(grounds, policy).text
