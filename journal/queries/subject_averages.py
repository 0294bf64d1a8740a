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

from school.models import Scale, Term

Place = tuple[int, int, int]  # student, subject, term

# One row per student, subject and term. What counts are numbers of one scale: that of the course
# the student is in last. Lessons are those of his days in the group, held elsewhere by nobody:
# whoever learns at home or at a distance is not expected.
_ASKED = """WITH asked AS (
  SELECT * FROM unnest(%(terms)s::bigint[], %(firsts)s::date[], %(lasts)s::date[])
             AS t(term, first, last)),
stays AS (
  SELECT m.student_id AS student, c.subject_id AS subject, t.term, c.id AS course, c.scale,
         c.hours_a_year AS hours, greatest(m.since, t.first) AS first,
         least(coalesce(m.until, t.last), t.last) AS last
    FROM school_membership m JOIN school_course c ON c.group_id = m.group_id
    JOIN asked t ON m.since <= t.last AND (m.until IS NULL OR m.until >= t.first)
   WHERE m.school_id = %(school)s AND m.student_id = ANY(%(students)s) AND c.year_id = %(year)s
     AND (%(subjects)s::bigint[] IS NULL OR c.subject_id = ANY(%(subjects)s::bigint[]))),
last_course AS (
  SELECT DISTINCT ON (student, subject, term) student, subject, term, course, scale, last
    FROM stays
   ORDER BY student, subject, term, scale = 'none', last DESC, hours DESC, course),
taught AS MATERIALIZED (
  SELECT l.course_id AS course, l.day, r.register_at IS NOT NULL AS taken,
         ARRAY(SELECT a.student_id FROM journal_attendance a
                WHERE a.lesson_id = l.id AND a.kind <> 'late') AS missed_by
    FROM (SELECT DISTINCT course FROM stays) c JOIN schedule_lesson l ON l.course_id = c.course
    LEFT JOIN journal_lessonrecord r ON r.lesson_id = l.id
   WHERE l.day BETWEEN (SELECT min(first) FROM asked) AND (SELECT max(last) FROM asked)
     AND l.state <> 'cancelled'),
lessons AS MATERIALIZED (
  SELECT s.student, s.subject, s.term, max(s.hours) AS hours,
         count(*) FILTER (WHERE l.taken AND NOT away.is) AS held,
         count(*) FILTER (WHERE l.day > %(today)s) AS ahead,
         count(*) FILTER (WHERE l.taken AND NOT away.is AND x.id IS NOT NULL) AS exempt,
         count(*) FILTER (WHERE l.taken AND NOT away.is
                            AND s.student = ANY(l.missed_by)) AS missed
    FROM stays s JOIN last_course c USING (student, subject, term)
    JOIN taught l ON l.course = s.course AND l.day BETWEEN s.first AND s.last
    LEFT JOIN journal_exemption x ON x.student_id = s.student AND x.subject_id = s.subject
          AND x.since <= l.day AND (x.until IS NULL OR x.until >= l.day)
    CROSS JOIN LATERAL (SELECT (SELECT EXISTS (SELECT 1 FROM journal_studyaway w
          WHERE w.student_id = ANY(%(students)s)))
      AND EXISTS (SELECT 1 FROM journal_studyaway w
          WHERE w.student_id = s.student AND w.since <= l.day
            AND (w.until IS NULL OR w.until >= l.day)) AS is OFFSET 0) away
   WHERE s.scale <> 'none' OR c.scale = 'none'
   GROUP BY s.student, s.subject, s.term),
written AS (
  SELECT m.student_id AS student, c.subject_id AS subject, t.term, m.id, m.points, m.sign,
         m.weight, l.day, k.name AS kind, m.scale, c.id AS course, m.is_counted
    FROM journal_mark m JOIN schedule_lesson l ON l.id = m.lesson_id
    JOIN school_course c ON c.id = m.course_id JOIN journal_workkind k ON k.id = m.kind_id
    JOIN asked t ON l.day BETWEEN t.first AND t.last
   WHERE m.student_id = ANY(%(students)s) AND c.school_id = %(school)s
     AND c.year_id = %(year)s AND m.sign <> 'owed'
     AND (%(subjects)s::bigint[] IS NULL OR c.subject_id = ANY(%(subjects)s::bigint[]))
  UNION ALL
  SELECT b.student_id, b.subject_id, t.term, -b.id, b.points, '', b.weight, b.day,
         concat_ws(', ', nullif(b.kind_name, ''), b.from_where), '1-5', NULL, true
    FROM journal_broughtmark b JOIN asked t ON b.day BETWEEN t.first AND t.last
   WHERE b.student_id = ANY(%(students)s) AND b.school_id = %(school)s
     AND (%(subjects)s::bigint[] IS NULL OR b.subject_id = ANY(%(subjects)s::bigint[])))
"""
_MARKS = """json_agg(json_build_array(w.id, w.points, w.sign,
                       (CASE WHEN w.is_counted THEN w.weight ELSE 0 END)::text, w.day, w.kind,
                       w.course) ORDER BY w.day, abs(w.id))"""
_FOUND = """, sums AS MATERIALIZED (
  SELECT w.student, w.subject, w.term,
         count(w.points) FILTER (WHERE w.is_counted) AS marks,
         sum(w.points * w.weight) FILTER (WHERE w.is_counted) AS total,
         sum(w.weight) FILTER (WHERE w.points IS NOT NULL AND w.is_counted) AS weights,
         min(w.points) FILTER (WHERE w.is_counted) AS lowest,
         count(*) FILTER (WHERE w.sign = 'passed') AS passed,
         count(*) FILTER (WHERE w.sign = 'failed') AS failed, {marks} AS list
    FROM written w LEFT JOIN last_course c USING (student, subject, term)
   WHERE (w.scale = '100') = (coalesce(c.scale, '2-5') = '100')
   GROUP BY w.student, w.subject, w.term)
SELECT student, subject, term, c.course, coalesce(c.scale, '2-5'),
       coalesce(c.last = t.last, false), coalesce(l.hours, 0),
       coalesce(l.held, 0), coalesce(l.missed, 0), coalesce(l.exempt, 0), coalesce(l.ahead, 0),
       coalesce(s.marks, 0), s.total, s.weights, s.lowest, coalesce(s.passed, 0),
       coalesce(s.failed, 0), s.list
  FROM last_course c FULL JOIN sums s USING (student, subject, term)
  LEFT JOIN lessons l USING (student, subject, term) JOIN asked t USING (term)
"""


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
        return Fraction(self.total) / Fraction(self.weights) if self.weights else None

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
    asked = asked_values(
        school_id=school_id,
        year_id=year_id,
        student_ids=student_ids,
        terms=terms,
        today=today,
        subject_ids=subject_ids,
    )
    with connection.cursor() as cursor:
        cursor.execute(subject_marks_sql(with_marks=with_marks), asked)
        found = [subject_of(row) for row in cursor.fetchall()]
    return {one.place: one for one in found}


def subject_marks_sql(*, with_marks: bool) -> str:
    """The statement alone, for pages that read more beside it; its rows are for `subject_of`."""
    return _ASKED + _FOUND.format(marks=_MARKS if with_marks else "NULL::json")


def asked_values(
    *,
    school_id: int,
    year_id: int,
    student_ids: Collection[int],
    terms: Iterable[Term],
    today: date,
    subject_ids: Collection[int] | None,
) -> dict[str, Any]:
    """What the statement asks for."""
    periods = list(terms)
    return {
        "school": school_id,
        "year": year_id,
        "students": list(student_ids),
        "subjects": None if subject_ids is None else list(subject_ids),
        "terms": [term.pk for term in periods],
        "firsts": [term.first_day for term in periods],
        "lasts": [term.last_day for term in periods],
        "today": today,
    }


def subject_of(row: tuple[Any, ...]) -> SubjectMarks:
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
