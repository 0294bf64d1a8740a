"""The panel of a cell: its marks with who wrote them, what is said of them, its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from core.text import Name
from journal.cells import Value
from journal.permissions import LessonHere
from journal.points import points_text
from journal.queries.history import Change, cell_history
from schedule.models import Lesson

# On behalf: who wrote it neither taught the course that day or at the writing, nor held the lesson.
_PANEL = """SELECT p.last_name, p.first_name, p.patronymic,
 (SELECT n.text FROM journal_cellnote n
   WHERE n.lesson_id = %(lesson)s AND n.student_id = %(student)s AND n.author_id = %(viewer)s),
 (SELECT json_agg(json_build_array(m.id, m.points, m.sign, m.first_part_id, m.retake_of_id,
         m.is_counted, k.name, m.weight::text, w.title, m.comment, extract(epoch FROM m.written_at),
         a.last_name, a.first_name, a.patronymic,
         NOT EXISTS (SELECT 1 FROM school_employee e
                      LEFT JOIN school_courseteacher t ON t.employee_id = e.id
                           AND t.course_id = m.course_id
                           AND (t.since <= l.day AND (t.until IS NULL OR t.until >= l.day)
                             OR t.since <= m.written_at::date
                                AND (t.until IS NULL OR t.until >= m.written_at::date))
                     WHERE e.person_id = m.written_by_id
                       AND (t.id IS NOT NULL OR e.id = l.teacher_id)),
         (SELECT r.points::text FROM journal_workresult r
           WHERE r.work_id = m.work_id AND r.student_id = m.student_id), w.most_points::text)
         ORDER BY m.id)
    FROM journal_mark m JOIN journal_workkind k ON k.id = m.kind_id
    JOIN schedule_lesson l ON l.id = m.lesson_id JOIN school_person a ON a.id = m.written_by_id
    LEFT JOIN journal_work w ON w.id = m.work_id
   WHERE m.lesson_id = %(lesson)s AND m.student_id = %(student)s)
  FROM school_student s JOIN school_person p ON p.id = s.person_id
 WHERE s.id = %(student)s AND s.school_id = %(school)s
   AND EXISTS (SELECT 1 FROM school_membership o
                WHERE o.student_id = s.id AND o.group_id = %(group)s)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelMark:
    """An entry of the cell: `text` is 4/3 where it has two parts."""

    pk: int
    text: str
    kind: str
    weight: str
    title: str
    points: str
    comment: str
    is_retake: bool
    is_retaken: bool
    is_counted: bool
    written_at: datetime
    by: str
    on_behalf: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CellPanel:
    """All that the panel shows. `note` is the viewer's own."""

    lesson: Lesson
    student_id: int
    student: str
    marks: tuple[PanelMark, ...]
    note: str
    changes: list[Change]
    may_write: bool
    as_deputy: bool


def cell_panel(
    thing: LessonHere, student_id: int, *, viewer_id: int, may_write: bool
) -> CellPanel | None:
    """The panel of a cell, in three statements; None for who was never in the group."""
    lesson = thing.lesson
    values = {
        "lesson": lesson.pk,
        "student": student_id,
        "viewer": viewer_id,
        "school": lesson.school_id,
        "group": lesson.course.group_id,
    }
    with connection.cursor() as cursor:
        cursor.execute(_PANEL, values)
        row = cursor.fetchone()
    if row is None:
        return None
    last, first, patronymic, note, marks = row
    return CellPanel(
        lesson=lesson,
        student_id=student_id,
        student=Name(last, first, patronymic).full,
        marks=_marks(marks or [], thing.here.school.zone),
        note=note or "",
        changes=cell_history(lesson.pk, student_id),
        may_write=may_write,
        as_deputy=may_write and thing.as_deputy,
    )


def _marks(rows: list[list[Any]], zone: ZoneInfo) -> tuple[PanelMark, ...]:
    seconds = {row[3]: row for row in rows if row[3] is not None}
    retaken = {row[4] for row in rows}
    return tuple(
        _mark(row, seconds.get(row[0]), row[0] in retaken, zone) for row in rows if row[3] is None
    )


def _mark(row: list[Any], second: list[Any] | None, is_retaken: bool, zone: ZoneInfo) -> PanelMark:
    pk, points, sign, _first, retake_of, is_counted, kind, weight, title, comment, at, *rest = row
    last, first, patronymic, on_behalf, work_points, most = rest
    texts = [Value(points, sign).text]
    if second:
        texts.append(Value(second[1], second[2]).text)
    return PanelMark(
        pk=pk,
        text="/".join(texts),
        kind=kind,
        weight=points_text_of(weight),
        title=title or "",
        points=_of(work_points, most) if retake_of is None else "",
        comment=comment,
        is_retake=retake_of is not None,
        is_retaken=is_retaken,
        is_counted=is_counted,
        written_at=datetime.fromtimestamp(at, tz=zone),
        by=Name(last, first, patronymic).short,
        on_behalf=on_behalf,
    )


def points_text_of(number: str) -> str:
    """1.50 as it is read: 1,5"""
    return points_text(Decimal(number))


def _of(points: str | None, most: str | None) -> str:
    if points is None or most is None:
        return ""
    return f"{points_text_of(points)}/{points_text_of(most)}"
