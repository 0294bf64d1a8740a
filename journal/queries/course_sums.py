"""The last columns of the journal page: the average of the subject, the period's mark that the
policy suggests, and the one that is set; the sheet of period marks says the same."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db import connection

from journal.models import TermSign
from journal.policy import POLICY_KEYS, Policy, suggest_term
from journal.queries.subject_averages import (
    SUBJECT_MARKS,
    SubjectMarks,
    asked_values,
    subject_of,
)
from school.choices import CHOICES
from school.models import Course, Term

_READ = f"""SELECT m.*,
 (SELECT json_agg(json_build_array(t.student_id, t.points, t.sign)) FROM journal_termmark t
   WHERE t.student_id = ANY(%(students)s) AND t.subject_id = %(subject)s AND t.term_id = %(term)s
     AND t.kind = 'term' AND t.is_current),
 (SELECT json_object_agg(x.key, x.value) FROM (
    SELECT DISTINCT ON (s.key) s.key, s.value FROM school_schoolsetting s
     WHERE s.school_id = %(school)s AND s.key = ANY(%(keys)s) AND s.since <= %(day)s
     ORDER BY s.key, s.since DESC) x)
  FROM {SUBJECT_MARKS} m"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseSum:
    """What a student's period comes to in the course's subject."""

    average: Fraction | None = None
    suggested: str = ""
    set: str = ""


NOTHING = CourseSum()


def course_sums(
    course: Course, student_ids: Collection[int], *, term: Term, today: date
) -> dict[int, CourseSum]:
    """By student, in one statement; of a course that is taught with marks."""
    asked = asked_values(
        school_id=course.school_id,
        year_id=course.year_id,
        student_ids=student_ids,
        terms=[term],
        today=today,
        subject_ids=[course.subject_id],
        with_marks=False,
    )
    asked |= {
        "subject": course.subject_id,
        "term": term.pk,
        "keys": list(POLICY_KEYS),
        "day": min(today, term.last_day),
    }
    with connection.cursor() as cursor:
        cursor.execute(_READ, asked)
        rows = cursor.fetchall()
    if not rows:
        return {}
    *_first, standing, chosen = rows[0]
    policy = Policy.of({key: CHOICES[key].parse(value) for key, value in (chosen or {}).items()})
    marks = {
        student: TermSign(sign).sign if sign else str(points)
        for student, points, sign in standing or ()
    }
    found = [subject_of(row[:-2]) for row in rows]
    return {
        one.student_id: CourseSum(
            average=one.average,
            suggested=_suggested(course, term, one, policy),
            set=marks.get(one.student_id, ""),
        )
        for one in found
    }


def _suggested(course: Course, term: Term, found: SubjectMarks, policy: Policy) -> str:
    needed = policy.needed(found.hours_a_year or course.hours_a_year, term.kind)
    grounds = found.grounds(scale=course.scale, has_marks=True, needed=needed)
    return suggest_term(grounds, policy).text
