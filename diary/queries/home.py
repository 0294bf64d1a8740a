"""The first page of a family with several children: today of each in brief."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from consent.children import Child
from diary.queries.parts import Absence, ShownMark, absence_of, marks_of

_TODAY = """
SELECT m.student_id, l.starts_at AT TIME ZONE o.time_zone, l.ends_at AT TIME ZONE o.time_zone,
       l.state, COALESCE(NULLIF(s.short_name, ''), s.name),
       journal_absence_kind(a.kind, a.student_id, a.lesson_id), a.minutes, l.day,
       (SELECT json_agg(json_build_object(
                   'points', k.points, 'sign', k.sign, 'id', k.id, 'first', k.first_part_id,
                   'kind', w.name, 'title', '', 'weight', k.weight::text,
                   'retake', k.retake_of_id IS NOT NULL, 'comment', '',
                   'written', l.day) ORDER BY k.id)
          FROM journal_mark k JOIN journal_workkind w ON w.id = k.kind_id
         WHERE k.lesson_id = l.id AND k.student_id = m.student_id)
  FROM school_membership m
  JOIN school_school o ON o.id = m.school_id
  JOIN school_course c ON c.group_id = m.group_id
  JOIN school_subject s ON s.id = c.subject_id
  JOIN schedule_lesson l ON l.course_id = c.id
       AND l.day = (%(now)s AT TIME ZONE o.time_zone)::date
       AND l.day >= m.since AND (m.until IS NULL OR l.day <= m.until)
  LEFT JOIN journal_attendance a ON a.lesson_id = l.id AND a.student_id = m.student_id
 WHERE m.student_id = ANY(%(students)s)
 ORDER BY l.starts_at, l.id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A subject of today with what was entered for the child."""

    subject: str
    marks: tuple[ShownMark, ...]
    absence: Absence | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildToday:
    """One child's today."""

    child: Child
    lessons: int
    begins: str
    ends: str
    noted: tuple[Noted, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    """Children whose record is open, each with today; and those whose papers are missing."""

    today: tuple[ChildToday, ...]
    closed: tuple[Child, ...]


def home_page(open_children: Sequence[Child], closed: Sequence[Child], *, now: object) -> HomePage:
    """Today of every child whose record is open."""
    with connection.cursor() as cursor:
        students = [child.student_id for child in open_children]
        cursor.execute(_TODAY, {"students": students, "now": now})
        rows = cursor.fetchall()
    return HomePage(
        today=tuple(
            _today(child, [row for row in rows if row[0] == child.student_id])
            for child in open_children
        ),
        closed=tuple(closed),
    )


def _today(child: Child, rows: list[tuple[Any, ...]]) -> ChildToday:
    held = [row for row in rows if row[3] != "cancelled"]
    noted = (
        Noted(
            subject=subject,
            marks=marks_of(marks or (), held_on=day),
            absence=absence_of(kind, minutes),
        )
        for _pk, _begins, _ends, _state, subject, kind, minutes, day, marks in rows
    )
    return ChildToday(
        child=child,
        lessons=len(held),
        begins=f"{held[0][1]:%H:%M}" if held else "",
        ends=f"{max(row[2] for row in held):%H:%M}" if held else "",
        noted=tuple(one for one in noted if one.marks or one.absence),
    )
