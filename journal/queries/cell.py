"""One cell with all that decides what may be written to it, in one statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from django.db import connection
from django.utils import timezone

from journal.averages import Retakes, average
from journal.cells import Absence, Content, Entry, Value
from journal.models import AbsenceKind
from journal.queries.carried import carried_from, carried_sql
from journal.queries.locks import (
    COURSE_IS_UNOPENED,
    IS_DEPUTY,
    LESSON_IS_LOCKED,
    NOT_LOCKED,
    Lock,
)
from schedule.models import Lesson
from school.choices import CHOICES

# Everything is read after the cell was taken alone (a later statement sees what the one before
# us wrote). Marks are those of the term, for the average. The work is held: it cannot be taken
# back before the mark stands.
_CELL = f"""SELECT
 (SELECT json_build_array(a.id, a.kind, a.minutes) FROM journal_attendance a
   WHERE a.lesson_id = %(lesson)s AND a.student_id = %(student)s),
 journal_absence_kind('absent', %(student)s, %(lesson)s),
 ARRAY(SELECT n.kind FROM journal_absencenote n
   WHERE n.student_id = %(student)s AND n.decided_at IS NOT NULL
     AND %(day)s BETWEEN n.first_day AND n.last_day),
 (SELECT json_agg(json_build_array(m.id, m.lesson_id, m.points, m.sign, m.weight::text, m.part,
                  m.first_part_id, m.kind_id, m.work_id,
                  extract(epoch FROM m.written_at), k.is_written, k.name,
                  k.is_usual, m.retake_of_id, m.is_counted) ORDER BY m.id)
    FROM journal_mark m
    JOIN schedule_lesson l ON l.id = m.lesson_id AND l.course_id = %(course)s
    JOIN journal_workkind k ON k.id = m.kind_id
   WHERE m.student_id = %(student)s AND m.course_id = %(course)s
     AND (m.lesson_id = %(lesson)s
          OR l.day BETWEEN term.first_day AND term.last_day)),
 EXISTS (SELECT 1 FROM school_membership s
          WHERE s.group_id = %(group)s AND s.student_id = %(student)s
            AND s.since <= %(day)s AND (s.until IS NULL OR s.until >= %(day)s)),
 (SELECT json_build_array(w.id, w.kind_id, w.weight::text, k.is_written, k.name,
         k.is_usual)
    FROM (SELECT * FROM journal_work
           WHERE lesson_id = %(lesson)s AND id = %(work)s FOR KEY SHARE) w
    JOIN journal_workkind k ON k.id = w.kind_id),
 (SELECT json_build_array(k.id, k.weight::text, k.is_written, k.name, k.is_usual)
    FROM journal_workkind k
   WHERE k.school_id = %(school)s AND (k.id = %(kind)s OR (%(kind)s IS NULL AND k.is_usual))),
 (SELECT s.value::json FROM school_schoolsetting s
   WHERE s.school_id = %(school)s AND s.key = 'correction_days' AND s.since <= %(today)s
   ORDER BY s.since DESC LIMIT 1),
 (SELECT s.value::json FROM school_schoolsetting s
   WHERE s.school_id = %(school)s AND s.key = 'retakes' AND s.since <= %(day)s
   ORDER BY s.since DESC LIMIT 1),
 ARRAY(SELECT nextval(pg_get_serial_sequence('journal_mark', 'id'))
         FROM generate_series(1, %(ids)s)),
 {carried_sql("= %(student)s", "term.first_day", "term.last_day")},
 {LESSON_IS_LOCKED}, {IS_DEPUTY}, {COURSE_IS_UNOPENED}
  FROM (SELECT 1) one LEFT JOIN LATERAL (
    SELECT t.first_day, t.last_day FROM school_term t
     WHERE t.calendar_id = coalesce(%(calendar)s, (SELECT min(c.id)
             FROM school_calendar c JOIN schedule_lesson l ON l.year_id = c.year_id
            WHERE l.id = %(lesson)s)) AND t.kind <> 'year'
       AND %(day)s BETWEEN t.first_day AND t.last_day ORDER BY t.first_day DESC LIMIT 1
  ) term ON true
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A mark as it stands: one part of an entry of the cell."""

    pk: int
    value: Value
    weight: Decimal
    part: int
    first_part: int | None
    kind_id: int
    kind_name: str
    work_id: int | None
    written_at: datetime
    is_written: bool
    is_usual: bool
    retake_of: int | None = None
    is_counted: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class KindOfMark:
    """With which kind, weight and work a new mark of this cell is written, and what it repeats."""

    kind_id: int
    weight: Decimal
    is_written: bool
    name: str
    is_usual: bool
    work_id: int | None = None
    retake_of: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What stands in the cell of a lesson and a student, and what decides about writing there.
    `noted` is the teacher's own entry; `unexplained` what a н is shown as here by the notes of
    absence, `explained` what it may have been shown as before. `ids` are for new marks."""

    noted: Absence | None
    noted_id: int | None
    unexplained: AbsenceKind
    explained: frozenset[AbsenceKind]
    entries: tuple[tuple[Standing, ...], ...]
    others: tuple[tuple[int, Decimal], ...]
    is_member: bool
    new: KindOfMark | None
    correction_days: int
    is_work_gone: bool = False
    retakes: Retakes = Retakes.BOTH
    ids: tuple[int, ...] = ()
    lock: Lock = NOT_LOCKED

    @property
    def absence(self) -> Absence | None:
        """As it is shown: an accepted note turns the teacher's н into уп or б."""
        return self.shown_as(self.unexplained)

    def shown_as(self, kind: AbsenceKind) -> Absence | None:
        """The absence, were a н shown as `kind`."""
        if self.noted is None or self.noted.kind is not AbsenceKind.ABSENT:
            return self.noted
        return Absence(kind)

    @property
    def texts(self) -> dict[str, Absence | None]:
        """Every text this cell may have been seen with while nobody wrote to it: the teacher's н,
        and what notes made of it, those taken back since included; with its absence."""
        kinds = {AbsenceKind.ABSENT, self.unexplained, *self.explained}
        seen = [Content(self.content.entries, self.shown_as(kind)) for kind in kinds]
        return {content.text: content.absence for content in seen}

    @property
    def content(self) -> Content:
        return Content(tuple(values_of(entry) for entry in self.entries), self.absence)

    @property
    def average(self) -> Fraction | None:
        """Of the term, this cell's marks included."""
        return average([*self.others, *self.weighed])

    @property
    def weighed(self) -> list[tuple[int, Decimal]]:
        """(mark, weight) of this cell's marks that count."""
        return [
            (mark.value.points, mark.weight)
            for entry in self.entries
            for mark in entry
            if mark.value.points is not None and mark.is_counted
        ]


def values_of(entry: tuple[Standing, ...]) -> Entry:
    """What the parts of an entry say, without who and when."""
    return tuple(mark.value for mark in entry)


def cell_of(
    lesson: Lesson,
    student_id: int,
    *,
    now: datetime,
    person_id: int | None = None,
    kind_id: int | None = None,
    work_id: int | None = None,
    new_marks: int = 0,
) -> Cell:
    """The cell of a lesson (with its course, group and class at hand) and a student, so many ids
    for new marks, and whether this person may write where the period is closed."""
    school_class = lesson.course.group.school_class
    values = {
        "lesson": lesson.pk,
        "student": student_id,
        "course": lesson.course_id,
        "group": lesson.course.group_id,
        "calendar": school_class.calendar_id if school_class else None,
        "class": lesson.course.group.school_class_id,
        "person": person_id,
        "day": lesson.day,
        "today": timezone.localdate(now),
        "school": lesson.school_id,
        "kind": kind_id,
        "work": work_id,
        "ids": new_marks,
    }
    with connection.cursor() as cursor:
        cursor.execute(_CELL, values)
        noted, unexplained, explained, marks, is_member, work, kind, *rest = cursor.fetchone()
    days, retakes, ids, carried, *lock = rest
    return Cell(
        noted=Absence(AbsenceKind(noted[1]), noted[2]) if noted else None,
        noted_id=noted[0] if noted else None,
        unexplained=AbsenceKind(unexplained),
        explained=frozenset(AbsenceKind(one) for one in explained),
        entries=entries_of([standing(m, now) for m in marks or () if m[1] == lesson.pk]),
        others=_others(lesson, marks, carried),
        is_member=is_member,
        new=new_of(work, kind),
        correction_days=correction_days(days),
        is_work_gone=work_id is not None and work is None,
        retakes=Retakes(retakes or Retakes.BOTH),
        ids=tuple(ids),
        lock=Lock(*lock),
    )


def _others(
    lesson: Lesson, marks: list[list] | None, carried: list[list] | None
) -> tuple[tuple[int, Decimal], ...]:
    """(mark, weight) of the term's other cells, and of what counts from elsewhere."""
    mine = [
        (mark[2], Decimal(mark[4]))
        for mark in marks or ()
        if mark[1] != lesson.pk and mark[2] is not None and mark[14]
    ]
    return tuple(mine + [one for rest in carried_from(carried).values() for one in rest])


def entries_of(marks: list[Standing]) -> tuple[tuple[Standing, ...], ...]:
    """Marks in order of writing, second parts beside their first."""
    seconds = {mark.first_part: mark for mark in marks if mark.part == 2}
    return tuple(
        (mark, seconds[mark.pk]) if mark.pk in seconds else (mark,)
        for mark in marks
        if mark.part == 1 or mark.first_part is None
    )


def standing(row: list, now: datetime) -> Standing:
    """A mark of the cell's statement."""
    return Standing(
        pk=row[0],
        value=Value(points=row[2], sign=row[3]),
        weight=Decimal(row[4]),
        part=row[5],
        first_part=row[6],
        kind_id=row[7],
        work_id=row[8],
        written_at=datetime.fromtimestamp(row[9], tz=now.tzinfo),
        is_written=row[10],
        kind_name=row[11],
        is_usual=row[12],
        retake_of=row[13],
        is_counted=row[14],
    )


def new_of(work: list | None, kind: list | None) -> KindOfMark | None:
    """A work of this lesson comes before a chosen kind, that before the usual one."""
    if work:
        return KindOfMark(
            work_id=work[0],
            kind_id=work[1],
            weight=Decimal(work[2]),
            is_written=work[3],
            name=work[4],
            is_usual=work[5],
        )
    if kind:
        return KindOfMark(
            kind_id=kind[0],
            weight=Decimal(kind[1]),
            is_written=kind[2],
            name=kind[3],
            is_usual=kind[4],
        )
    return None


def correction_days(value: object) -> int:
    """The setting as it was read, or its default."""
    choice = CHOICES["correction_days"]
    return choice.default if value is None else choice.parse(value)
