"""Deadlines of periods: marks set by the school's date, visible within 24 hours, enough of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection

from core.registry import Asked, FoundDeadline
from journal.policy import POLICY_KEYS, Policy
from journal.regulation import (
    FINALS_24H,
    MARKS_ENOUGH,
    TERM_MARKS_SET,
    finals_due,
    marks_enough_due,
    term_marks_due,
)
from school.choices import chosen
from school.models import Term, TermKind

_MOST_DAYS = timedelta(days=62)
# The courses that mark in a period and have a lesson in it, each with the students who are in it on
# the period's last day (or today), and who teaches it then. A student with two courses of a subject
# is marked in the one of more hours.
_MEMBERS = """WITH asked AS (
  SELECT * FROM unnest(%(terms)s::bigint[], %(calendars)s::bigint[], %(years)s::bigint[],
                       %(firsts)s::date[], %(lasts)s::date[], %(days)s::date[])
             AS t(term, calendar, year, first, last, day)),
courses AS (
  SELECT c.id AS course, c.subject_id AS subject, c.group_id, c.hours_a_year AS hours,
         g.school_class_id AS class, t.*
    FROM asked t JOIN school_course c ON c.year_id = t.year AND c.scale <> 'none'
    JOIN school_group g ON g.id = c.group_id AND g.kind NOT IN ('club', 'extended_day')
    LEFT JOIN school_schoolclass k ON k.id = g.school_class_id
   WHERE (k.id IS NULL OR k.grade > 1)
     AND t.calendar = coalesce(k.calendar_id,
           (SELECT min(x.id) FROM school_calendar x WHERE x.year_id = c.year_id))
     AND EXISTS (SELECT 1 FROM schedule_lesson l WHERE l.course_id = c.id
                    AND l.day BETWEEN t.first AND t.last AND l.state <> 'cancelled')),
members AS (
  SELECT DISTINCT ON (m.student_id, c.subject, c.term) c.*, m.student_id AS student
    FROM courses c JOIN school_membership m ON m.group_id = c.group_id
     AND m.since <= c.day AND (m.until IS NULL OR m.until >= c.day)
   ORDER BY m.student_id, c.subject, c.term, c.hours DESC, c.course)
"""
_TEACHER = """(SELECT t.employee_id FROM school_courseteacher t
   WHERE t.course_id = {of}.course AND t.since <= {of}.day
     AND (t.until IS NULL OR t.until >= {of}.day) ORDER BY t.since DESC, t.id LIMIT 1)"""
# Of each course and period: since when all marks stand (nobody lacks one), first entries counted.
_SET = f"""{_MEMBERS}, marks AS (
  SELECT m.course, m.term, m.class, m.day, min(x.published_at) AS at,
         coalesce(bool_or(x.is_current), false) AS stands
    FROM members m LEFT JOIN journal_termmark x ON x.student_id = m.student
     AND x.subject_id = m.subject AND x.term_id = m.term AND x.kind = 'term'
   GROUP BY m.course, m.term, m.class, m.day, m.student)
SELECT k.course, k.term, k.class, {_TEACHER.format(of="k")},
       CASE WHEN bool_and(k.stands) THEN max(k.at) END
  FROM marks k GROUP BY k.course, k.term, k.class, k.day"""
# Of each course and period: since when everybody has the minimum. Freed are students who are
# exempt, learn elsewhere, or missed more than half of the lessons.
_ENOUGH = f"""{_MEMBERS}, needs AS (
  SELECT * FROM unnest(%(hours)s::int[], %(hour_terms)s::bigint[], %(needed)s::int[])
             AS n(hours, term, needed)),
reached AS (
  SELECT m.course, m.term, m.class, m.day, m.student, x.at
    FROM members m JOIN needs n ON n.hours = m.hours AND n.term = m.term
   CROSS JOIN LATERAL (
     SELECT (array_agg(k.written_at ORDER BY k.written_at))[n.needed] AS at
       FROM journal_mark k JOIN school_course o ON o.id = k.course_id AND o.subject_id = m.subject
       JOIN schedule_lesson l ON l.id = k.lesson_id AND l.day BETWEEN m.first AND m.last
      WHERE k.student_id = m.student
        AND (k.points IS NOT NULL AND k.is_counted OR k.sign IN ('passed', 'failed'))) x
   WHERE x.at IS NOT NULL OR NOT (
     EXISTS (SELECT 1 FROM journal_exemption e WHERE e.student_id = m.student
                AND e.subject_id = m.subject AND e.since <= m.day
                AND (e.until IS NULL OR e.until >= m.first))
     OR EXISTS (SELECT 1 FROM journal_studyaway s WHERE s.student_id = m.student
                   AND s.since <= m.day AND (s.until IS NULL OR s.until >= m.first))
     OR (SELECT 2 * count(a.id) > count(*)
           FROM schedule_lesson l JOIN journal_lessonrecord r ON r.lesson_id = l.id
            AND r.register_at IS NOT NULL
           LEFT JOIN journal_attendance a ON a.lesson_id = l.id AND a.student_id = m.student
            AND a.kind <> 'late'
          WHERE l.course_id = m.course AND l.day BETWEEN m.first AND m.day)))
SELECT r.course, r.term, r.class, {_TEACHER.format(of="r")},
       CASE WHEN count(r.at) = count(*) THEN max(r.at) END
  FROM reached r GROUP BY r.course, r.term, r.class, r.day"""
# Marks of periods, years and exams and results from outside, those of a course that became known on
# one day together: the one that was longest unseen.
_FINALS = """SELECT DISTINCT ON (about, part) * FROM (
  SELECT coalesce(x.course_id, -x.set_by_id) AS about,
         concat_ws(':', CASE WHEN x.course_id IS NULL THEN 'conduct' ELSE x.kind END, x.term_id,
                   (x.known_at AT TIME ZONE %(zone)s)::date) AS part,
         x.known_at, x.published_at, x.course_id, g.school_class_id
    FROM journal_termmark x
    LEFT JOIN school_course c ON c.id = x.course_id
    LEFT JOIN school_group g ON g.id = c.group_id
   WHERE x.school_id = %(school)s AND x.known_at BETWEEN %(since)s AND %(until)s
     AND x.via <> 'brought'
  UNION ALL
  SELECT o.id, 'outside', o.known_at, o.published_at, NULL, NULL
    FROM journal_outsideresult o
   WHERE o.school_id = %(school)s AND o.known_at BETWEEN %(since)s AND %(until)s) x
 ORDER BY about, part, published_at - known_at DESC"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _DueTerm:
    """A period with the deadline of a rule in it."""

    term: Term
    due_at: datetime
    day: date


def term_marks_set(asked: Asked) -> Iterator[FoundDeadline]:
    """Until when each course has the marks of a period, and since when all stand. What was not set
    by then is known since then, and 24 hours later not visible (A5 3)."""
    terms = {one.term.pk: one for one in _due_terms(asked, "term_marks_days", term_marks_due)}
    for course, term, class_id, teacher, done_at in _read(_SET, terms, asked):
        due_at = terms[term].due_at
        of = {"about_id": course, "course_id": course, "class_id": class_id, "teacher_id": teacher}
        part = f"term:{term}"
        yield FoundDeadline(
            rule=TERM_MARKS_SET.code, part=part, due_at=due_at, done_at=done_at, **of
        )


def marks_not_set(asked: Asked) -> Iterator[FoundDeadline]:
    """A mark of a period that was not set in time is known since it was due: 24 hours later the
    families should see it (A5 3)."""
    terms = {one.term.pk: one for one in _due_terms(asked, "term_marks_days", term_marks_due)}
    past = {pk: one for pk, one in terms.items() if one.due_at <= asked.now}
    for course, term, class_id, teacher, done_at in _read(_SET, past, asked):
        if done_at is None or done_at >= past[term].due_at:
            yield FoundDeadline(
                rule=FINALS_24H.code,
                about_id=course,
                part=f"unset:{term}",
                due_at=finals_due(past[term].due_at),
                done_at=done_at,
                teacher_id=teacher,
                class_id=class_id,
                course_id=course,
            )


def results_seen(asked: Asked) -> Iterator[FoundDeadline]:
    """When results were known and when families saw them (A5 3)."""
    day = timedelta(days=2)
    values = {
        "school": asked.school_id,
        "zone": str(asked.zone),
        "since": asked.first - day,
        "until": asked.last + day,
    }
    with connection.cursor() as cursor:
        cursor.execute(_FINALS, values)
        rows = cursor.fetchall()
    for about, part, known, published, course, class_id in rows:
        yield FoundDeadline(
            rule=FINALS_24H.code,
            about_id=about,
            part=part,
            due_at=finals_due(known),
            done_at=published,
            is_of_record=True,
            course_id=course,
            class_id=class_id,
        )


def finals_seen(asked: Asked) -> Iterator[FoundDeadline]:
    """All that FINALS_24H asks: what was set, and what was not."""
    yield from results_seen(asked)
    yield from marks_not_set(asked)


def marks_enough(asked: Asked) -> Iterator[FoundDeadline]:
    """Until when each course has the minimum of marks of a period, and since when everybody who
    was there has it."""
    terms = {one.term.pk: one for one in _due_terms(asked, "marks_enough_days", marks_enough_due)}
    for course, term, class_id, teacher, done_at in _read(_ENOUGH, terms, asked):
        yield FoundDeadline(
            rule=MARKS_ENOUGH.code,
            about_id=course,
            part=f"term:{term}",
            due_at=terms[term].due_at,
            done_at=done_at,
            teacher_id=teacher,
            class_id=class_id,
            course_id=course,
        )


def _due_terms(asked: Asked, setting: str, due: object) -> Iterator[_DueTerm]:
    """The periods whose deadline lies in the days asked for; the setting of their last day."""
    terms = Term.objects.filter(
        school_id=asked.school_id,
        last_day__range=(asked.first - _MOST_DAYS, asked.last + _MOST_DAYS),
    )
    today = asked.now.astimezone(asked.zone).date()
    for term in terms.exclude(kind=TermKind.YEAR).select_related("calendar"):
        days = chosen(asked.school_id, term.last_day, setting)[setting]
        due_at = due(term.last_day, days=days, zone=asked.zone)
        day = (due_at - timedelta(microseconds=1)).astimezone(asked.zone).date()
        if asked.first <= day <= asked.last:
            yield _DueTerm(term=term, due_at=due_at, day=min(term.last_day, today))


def _read(sql: str, terms: dict[int, _DueTerm], asked: Asked) -> list[tuple]:
    if not terms:
        return []
    found = list(terms.values())
    values = {
        "terms": [one.term.pk for one in found],
        "calendars": [one.term.calendar_id for one in found],
        "years": [one.term.calendar.year_id for one in found],
        "firsts": [one.term.first_day for one in found],
        "lasts": [one.term.last_day for one in found],
        "days": [one.day for one in found],
    }
    if sql is _ENOUGH:
        values |= _needs(found, asked)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def _needs(terms: list[_DueTerm], asked: Asked) -> dict[str, list[int]]:
    """How many marks each number of hours a year asks in each period, by the school's policy."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT hours_a_year FROM school_course WHERE school_id = %s",
            [asked.school_id],
        )
        hours = [one for (one,) in cursor.fetchall()]
    rows = [
        (one, due.term.pk, policy.needed(one, due.term.kind))
        for due in terms
        for policy in [Policy.of(chosen(asked.school_id, due.term.last_day, *POLICY_KEYS))]
        for one in hours
    ]
    names = ("hours", "hour_terms", "needed")
    return {name: [row[at] for row in rows] for at, name in enumerate(names)}
