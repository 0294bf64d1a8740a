"""Works of the classes around a course, and what WORKS_SPACED says of each where it lies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from journal.models import Work
from journal.spacing import LessonInDay, Objected, PlacedWork, Spacing, objections
from school.choices import chosen
from school.models import Course

# Groups that share a student at the same time write together; clubs and extended-day groups are
# no part of the school day.
_AROUND = """WITH pairs AS MATERIALIZED (
  SELECT DISTINCT a.group_id AS one, b.group_id AS other
    FROM school_membership a JOIN school_membership b ON b.student_id = a.student_id
         AND b.since <= coalesce(a.until, 'infinity') AND a.since <= coalesce(b.until, 'infinity')
    JOIN school_group g ON g.id = b.group_id AND g.year_id = %(year)s
   WHERE a.group_id = ANY(%(groups)s)),
works AS (
  SELECT w.id, l.id AS lesson, c.id AS course, c.subject_id, s.name AS subject, c.group_id,
         g.name AS group_name, k.name AS kind, w.title, l.day, c.hours_a_year
    FROM journal_work w JOIN journal_workkind k ON k.id = w.kind_id AND k.is_written
    JOIN schedule_lesson l ON l.id = w.lesson_id AND l.state <> 'cancelled'
    JOIN school_course c ON c.id = w.course_id AND c.year_id = %(year)s
    JOIN school_subject s ON s.id = c.subject_id JOIN school_group g ON g.id = c.group_id
   WHERE c.group_id IN (SELECT other FROM pairs)),
asked AS (
  SELECT l.id, l.school_id, l.course_id, l.day, l.starts_at, c.group_id
    FROM schedule_lesson l JOIN school_course c ON c.id = l.course_id
   WHERE c.group_id = ANY(%(groups)s)
     AND (l.id = ANY(%(lessons)s) OR l.id IN (SELECT lesson FROM works))),
day AS (
  SELECT a.id, min(o.starts_at) AS first, max(o.starts_at) AS last
    FROM asked a JOIN schedule_lesson o ON o.school_id = a.school_id AND o.day = a.day
         AND o.state <> 'cancelled'
    JOIN school_course c ON c.id = o.course_id
    JOIN pairs p ON p.one = a.group_id AND p.other = c.group_id
    JOIN school_group g ON g.id = c.group_id AND g.kind NOT IN ('club', 'extended_day')
   GROUP BY a.id)
SELECT (SELECT json_agg(json_build_array(one, other)) FROM pairs),
 (SELECT json_agg(json_build_array(id, lesson, course, subject_id, subject, group_id, group_name,
                  kind, title, day, hours_a_year) ORDER BY day, id) FROM works),
 (SELECT json_agg(json_build_array(a.id, a.starts_at = d.first, a.starts_at = d.last,
         (SELECT count(*) FROM schedule_lesson o
           WHERE o.course_id = a.course_id AND o.state <> 'cancelled'
             AND o.day BETWEEN date_trunc('week', a.day)::date
                           AND date_trunc('week', a.day)::date + 6)))
    FROM asked a LEFT JOIN day d ON d.id = a.id)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorksAround:
    """All works of groups that share students with the asked ones, and the school's borders."""

    works: tuple[PlacedWork, ...]
    spacing: Spacing
    _pairs: dict[int, set[int]]
    _places: dict[int, LessonInDay]
    _hours: dict[int, int]

    def objections_to(self, work: PlacedWork, *, hours: int | None = None) -> list[Objected]:
        """What speaks against a work where it lies: one of these, or one that is thought of; a
        work that is moved does not stand in its own way."""
        shared = self._pairs.get(work.group_id, {work.group_id})
        others = (
            other
            for other in self.works
            if other.group_id in shared and other.work_id != work.work_id
        )
        return objections(
            work,
            others,
            place=self._places.get(work.lesson_id),
            hours=self._hours.get(work.course_id, 0) if hours is None else hours,
            spacing=self.spacing,
        )

    def of_course(self, course_id: int) -> dict[int, list[Objected]]:
        """What speaks against each work of a course, by work."""
        mine = [work for work in self.works if work.course_id == course_id]
        return {work.work_id: self.objections_to(work) for work in mine if work.work_id}


def works_around(
    *,
    school_id: int,
    year_id: int,
    group_ids: Collection[int],
    lesson_ids: Iterable[int] = (),
    today: date,
) -> WorksAround:
    """Works that meet those of these groups, with the places of their lessons and of the asked
    ones in the day; two statements."""
    values = {"year": year_id, "groups": list(group_ids), "lessons": list(lesson_ids)}
    with connection.cursor() as cursor:
        cursor.execute(_AROUND, values)
        pairs, works, places = cursor.fetchone()
    shared: dict[int, set[int]] = defaultdict(set)
    for one, other in pairs or ():
        shared[one].add(other)
    return WorksAround(
        works=tuple(_work(row) for row in works or ()),
        spacing=spacing_of(school_id, today),
        _pairs=shared,
        _places={
            pk: LessonInDay(is_first=bool(first), is_last=bool(last), lessons_a_week=week)
            for pk, first, last, week in places or ()
        },
        _hours={row[2]: row[10] for row in works or ()},
    )


def objections_here(work: Work, *, today: date) -> list[Objected]:
    """What speaks against a work in its lesson, saved or only thought of; two statements."""
    course = work.lesson.course
    around = works_around(
        school_id=course.school_id,
        year_id=course.year_id,
        group_ids=[course.group_id],
        lesson_ids=[work.lesson_id],
        today=today,
    )
    placed = placed_in(course, work.lesson_id, work.lesson.day, name=work.kind.name, pk=work.pk)
    return around.objections_to(placed, hours=course.hours_a_year)


def placed_in(
    course: Course, lesson_id: int, day: date, *, name: str = "", pk: int | None = None
) -> PlacedWork:
    """A work of a course (with subject and group at hand) in one of its lessons."""
    return PlacedWork(
        work_id=pk,
        lesson_id=lesson_id,
        course_id=course.pk,
        subject_id=course.subject_id,
        subject=course.subject.name,
        group_id=course.group_id,
        group=course.group.name,
        name=name,
        day=day,
    )


def spacing_of(school_id: int, day: date) -> Spacing:
    """The school's borders on that day."""
    keys = ("works_apart", "works_a_day", "works_share", "works_off_edges")
    decided = chosen(school_id, day, *keys)
    apart, a_day, share, off_edges = (decided[key] for key in keys)
    return Spacing(apart=apart, a_day=a_day, share=share, off_edges=off_edges)


def _work(row: list[Any]) -> PlacedWork:
    pk, lesson, course, subject_id, subject, group_id, group, kind, title, day, _hours = row
    return PlacedWork(
        work_id=pk,
        lesson_id=lesson,
        course_id=course,
        subject_id=subject_id,
        subject=subject,
        group_id=group_id,
        group=group,
        name=": ".join(filter(None, (kind, title))),
        day=date.fromisoformat(day),
    )
