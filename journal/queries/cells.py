"""Many cells of one course with all that decides what may be written to them, in one statement."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import connection
from django.utils import timezone

from journal.averages import Retakes, average
from journal.cells import Absence
from journal.models import AbsenceKind
from journal.queries.carried import carried_from, carried_sql
from journal.queries.cell import (
    Cell,
    KindOfMark,
    Standing,
    correction_days,
    entries_of,
    new_of,
    standing,
)
from journal.queries.locks import COURSE_IS_UNOPENED, IS_DEPUTY, Lock
from schedule.models import Lesson
from school.models import Course

Place = tuple[int, int]  # of a lesson and a student

# Read after the lessons were taken alone, like `_CELL` of cell.py. Ids for new marks come along:
# then first and second parts, marks and retakes are written by one statement.
_LESSON = (
    "id school_id year_id course_id day number starts_at ends_at teacher_id state state_reason"
).split()
_CELLS = f"""SELECT
 (SELECT json_agg(json_build_array({", ".join(f"l.{field}" for field in _LESSON)}))
    FROM schedule_lesson l WHERE l.id = ANY(%(lessons)s) AND l.course_id = %(course)s),
 (SELECT json_agg(json_build_array(a.lesson_id, a.student_id, a.id, a.kind, a.minutes))
    FROM journal_attendance a
   WHERE a.lesson_id = ANY(%(lessons)s) AND a.student_id = ANY(%(students)s)),
 (SELECT json_agg(json_build_array(n.lesson, n.student,
         journal_absence_kind('absent', n.student, n.lesson), n.kinds))
    FROM (SELECT l.id AS lesson, n.student_id AS student, array_agg(DISTINCT n.kind) AS kinds
            FROM journal_absencenote n JOIN schedule_lesson l
              ON l.id = ANY(%(lessons)s) AND l.day BETWEEN n.first_day AND n.last_day
           WHERE n.student_id = ANY(%(students)s) AND n.decided_at IS NOT NULL
           GROUP BY l.id, n.student_id) n),
 (SELECT json_agg(json_build_array(m.id, m.lesson_id, m.points, m.sign, m.weight::text, m.part,
         m.first_part_id, m.kind_id, m.work_id, extract(epoch FROM m.written_at), k.is_written,
         k.name, k.is_usual, m.retake_of_id, m.is_counted, m.student_id) ORDER BY m.id)
    FROM journal_mark m
    JOIN schedule_lesson l ON l.id = m.lesson_id AND l.course_id = %(course)s
    JOIN journal_workkind k ON k.id = m.kind_id
   WHERE m.course_id = %(course)s AND m.student_id = ANY(%(students)s)
     AND (m.lesson_id = ANY(%(lessons)s)
          OR l.day BETWEEN term.first_day AND term.last_day)),
 (SELECT json_agg(json_build_array(s.student_id, s.since, s.until))
    FROM school_membership s
   WHERE s.group_id = %(group)s AND s.student_id = ANY(%(students)s)),
 (SELECT json_agg(json_build_array(w.id, w.kind_id, w.weight::text, k.is_written, k.name,
         k.is_usual, w.lesson_id))
    FROM (SELECT * FROM journal_work WHERE id = ANY(%(works)s) AND course_id = %(course)s
           ORDER BY id FOR KEY SHARE) w
    JOIN journal_workkind k ON k.id = w.kind_id),
 (SELECT json_agg(json_build_array(k.id, k.weight::text, k.is_written, k.name, k.is_usual))
    FROM journal_workkind k
   WHERE k.school_id = %(school)s AND (k.id = ANY(%(kinds)s) OR k.is_usual)),
 (SELECT s.value::json FROM school_schoolsetting s
   WHERE s.school_id = %(school)s AND s.key = 'correction_days' AND s.since <= %(today)s
   ORDER BY s.since DESC LIMIT 1),
 (SELECT s.value::json FROM school_schoolsetting s
   WHERE s.school_id = %(school)s AND s.key = 'retakes' AND s.since <= first.day
   ORDER BY s.since DESC LIMIT 1),
 ARRAY(SELECT nextval(pg_get_serial_sequence('journal_mark', 'id'))
         FROM generate_series(1, %(ids)s)),
 {carried_sql("= ANY(%(students)s)", "term.first_day", "term.last_day")},
 ARRAY(SELECT l.id FROM schedule_lesson l
         JOIN journal_termlock k ON k.school_class_id = %(class)s
         JOIN school_term t ON t.id = k.term_id AND l.day BETWEEN t.first_day AND t.last_day
        WHERE l.id = ANY(%(lessons)s)), {IS_DEPUTY}, {COURSE_IS_UNOPENED}
  FROM (SELECT min(l.day) AS day FROM schedule_lesson l
         WHERE l.id = ANY(%(lessons)s) AND l.course_id = %(course)s) first
  LEFT JOIN LATERAL (
    SELECT t.first_day, t.last_day FROM school_term t
     WHERE t.calendar_id = coalesce(%(calendar)s, (SELECT min(c.id)
             FROM school_calendar c JOIN school_course o ON o.year_id = c.year_id
            WHERE o.id = %(course)s)) AND t.kind <> 'year'
       AND first.day BETWEEN t.first_day AND t.last_day ORDER BY t.first_day DESC LIMIT 1
  ) term ON true
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """The cells of some lessons and students of a course; ids for the marks to come."""

    course: Course
    lessons: dict[int, Lesson]
    ids: list[int]
    retakes: Retakes
    _absences: dict[Place, list]
    _notes: dict[Place, list]
    _marks: dict[Place, list[Standing]]
    _others: dict[int, list[tuple[int, Decimal]]]
    _spans: dict[int, list[tuple[date, date | None]]]
    _works: dict[int, list]
    _kinds: dict[int, list]
    _correction_days: int
    _locked: set[int]
    _is_deputy: bool
    _is_unopened: bool

    def cell(self, place: Place, *, kind_id: int | None, work_id: int | None) -> Cell:
        """One of them, as `cell_of` reads it; `others` stay empty, averages are asked of all."""
        noted = self._absences.get(place)
        unexplained, explained = self._notes.get(place, (AbsenceKind.ABSENT, ()))
        new = self.new_mark(place[0], kind_id=kind_id, work_id=work_id)
        return Cell(
            noted=Absence(AbsenceKind(noted[1]), noted[2]) if noted else None,
            noted_id=noted[0] if noted else None,
            unexplained=AbsenceKind(unexplained),
            explained=frozenset(AbsenceKind(one) for one in explained),
            entries=entries_of(self._marks.get(place, [])),
            others=(),
            is_member=self._is_member(place),
            new=new,
            correction_days=self._correction_days,
            is_work_gone=work_id is not None and (new is None or new.work_id != work_id),
            retakes=self.retakes,
            lock=Lock(place[0] in self._locked, self._is_deputy, self._is_unopened),
        )

    def new_mark(
        self, lesson_id: int, *, kind_id: int | None, work_id: int | None
    ) -> KindOfMark | None:
        """With which kind, weight and work a mark of this lesson is written."""
        work = self._works.get(work_id or 0)
        if work is not None and work[6] != lesson_id:
            work = None
        usual = next((row for row in self._kinds.values() if row[4]), None)
        return new_of(work, self._kinds.get(kind_id) if kind_id is not None else usual)

    def averages(self, written: dict[Place, Cell]) -> dict[int, Fraction | None]:
        """The average of each student over the term, with the cells as they stand now."""
        found = {pk: list(rest) for pk, rest in self._others.items()}
        for (_lesson, student), cell in written.items():
            found.setdefault(student, []).extend(cell.weighed)
        return {pk: average(marks) for pk, marks in found.items()}

    def _is_member(self, place: Place) -> bool:
        lesson = self.lessons.get(place[0])
        return lesson is not None and any(
            since <= lesson.day and (until is None or lesson.day <= until)
            for since, until in self._spans.get(place[1], ())
        )


def cells_of(
    course: Course,
    places: Collection[Place],
    *,
    now: datetime,
    person_id: int | None = None,
    kind_ids: Collection[int] = (),
    work_ids: Collection[int] = (),
    new_marks: int = 0,
) -> Cells:
    """The cells at these places of a course (with its group and class at hand), and so many ids
    for new marks."""
    school_class = course.group.school_class
    values = {
        "course": course.pk,
        "group": course.group_id,
        "school": course.school_id,
        "calendar": school_class.calendar_id if school_class else None,
        "class": course.group.school_class_id,
        "person": person_id,
        "lessons": sorted({lesson for lesson, _student in places}),
        "students": sorted({student for _lesson, student in places}),
        "works": list(work_ids),
        "kinds": list(kind_ids),
        "today": timezone.localdate(now),
        "ids": new_marks,
    }
    with connection.cursor() as cursor:
        cursor.execute(_CELLS, values)
        return _cells(course, set(places), cursor.fetchone(), now)


def _cells(course: Course, places: set[Place], row: tuple[Any, ...], now: datetime) -> Cells:
    lessons, absences, notes, marks, spans, works, kinds, days, retakes, ids, *rest = row
    carried, *lock = rest
    here: dict[Place, list[Standing]] = {}
    others = carried_from(carried)
    for mark in marks or ():
        place = (mark[1], mark[15])
        if place in places:
            here.setdefault(place, []).append(standing(mark, now))
        elif mark[2] is not None and mark[14]:
            others.setdefault(mark[15], []).append((mark[2], Decimal(mark[4])))
    return Cells(
        course=course,
        lessons={lesson.pk: lesson for lesson in (_lesson(row, course) for row in lessons or ())},
        ids=ids,
        retakes=Retakes(retakes or Retakes.BOTH),
        _absences={(row[0], row[1]): row[2:] for row in absences or ()},
        _notes={(row[0], row[1]): row[2:] for row in notes or ()},
        _marks=here,
        _others=others,
        _spans=_spans(spans),
        _works={row[0]: row for row in works or ()},
        _kinds={row[0]: row for row in kinds or ()},
        _correction_days=correction_days(days),
        _locked=set(lock[0]),
        _is_deputy=lock[1],
        _is_unopened=lock[2],
    )


def _lesson(row: list, course: Course) -> Lesson:
    values = dict(zip(_LESSON, row, strict=True))
    for moment in ("starts_at", "ends_at"):
        values[moment] = datetime.fromisoformat(values[moment])
    values["day"] = date.fromisoformat(values["day"])
    lesson = Lesson.from_db(connection.alias, _LESSON, [values[field] for field in _LESSON])
    lesson.course = course
    return lesson


def _spans(rows: list[list] | None) -> dict[int, list[tuple[date, date | None]]]:
    spans: dict[int, list[tuple[date, date | None]]] = {}
    for student, since, until in rows or ():
        end = date.fromisoformat(until) if until else None
        spans.setdefault(student, []).append((date.fromisoformat(since), end))
    return spans
