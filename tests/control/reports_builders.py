"""A class as the worked example counts it, and reports asked for directly."""

from __future__ import annotations

from datetime import date

from control.queries.reports.ground import Asked, read_ground
from control.reports.kinds import KINDS
from school.standing import InSchool, SchoolRef
from tests import builders as b
from tests.journal.terms_builders import a_term_mark, quarter

AFTER = b.moscow(date(2025, 10, 27), "10:00")
EXAMPLE = [5] * 4 + [4] * 9 + [3] * 10 + [2]  # the class of the worked example, and н/а, осв


def a_class_of_the_example(school, anna, *, grade=5, letter="А"):
    """26 students in mathematics: 5×4, 4×9, 3×10, 2×1, н/а×1, осв×1."""
    course = b.a_course(
        group=b.whole(b.a_class(school, grade=grade, letter=letter, students=26)), teacher=anna
    )
    term = quarter(school)
    students = b.students_of(course.group)
    for student, points in zip(students, EXAMPLE, strict=False):
        a_term_mark(course, student, points, term=term)
    a_term_mark(course, students[24], sign="not_attested", term=term)
    a_term_mark(course, students[25], sign="exempt", term=term)
    return course


def ground_of(school, *, roles=("deputy",), employee=None, classes=(), now=AFTER, **asked):
    here = InSchool(
        SchoolRef(school.pk, school.short_name, school.time_zone),
        roles=set(roles),
        employee_id=employee.pk if employee else None,
        class_ids=set(classes),
    )
    return read_ground(here, Asked(**asked), now=now)


def a_report(school, slug, **asked):
    return KINDS[slug].make(ground_of(school, **asked))
