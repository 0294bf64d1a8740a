"""Writing to the cell of a lesson and a student: marks and absence, one human act at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from core.once import first_time_alone
from core.refusal import ChangedMeanwhile, Refused
from journal.actions.cell_rows import Rows
from journal.actions.record import given
from journal.actions.rules import (
    ask_rules,
    learns_with_marks,
    refuse_cancelled,
    refuse_future,
)
from journal.cells import Absence, Content, Value, difference, parse
from journal.entries import entries_after
from journal.models import Mark
from journal.queries.cell import Cell, cell_of
from journal.queries.history import last_writer
from schedule.models import Lesson
from school.models import Course, Person, Scale


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """One person's writing to one cell: who, where, when, why."""

    actor: Person
    lesson: Lesson
    student_id: int
    now: datetime
    reason: str = ""
    typed_at: datetime | None = None  # by the device, where it came later

    @property
    def place(self) -> str:
        """Two writings to the same place wait for each other."""
        return f"journal.cell.{self.lesson.pk}.{self.student_id}"

    def is_first(self, key: UUID | None) -> bool:
        """Whether this request is new; holds the cell, and its lesson against whoever writes to
        all of its cells at once (`bulk.write_cells`)."""
        return first_time_alone(
            key=key or uuid4(),
            person_id=self.actor.pk,
            now=self.now,
            alone=self.place,
            within=cells_of_lesson(self.lesson.pk),
        )


def cells_of_lesson(lesson_id: int) -> str:
    """All cells of a lesson, as a lock names them."""
    return f"journal.cells.{lesson_id}"


def write_cell(
    *,
    actor: Person,
    lesson: Lesson,
    student_id: int,
    text: str,
    seen: str,
    now: datetime,
    key: UUID | None = None,
    kind_id: int | None = None,
    work_id: int | None = None,
    reason: str = "",
    typed_at: datetime | None = None,
) -> Cell:
    """Bring the cell to what the teacher typed (`5`, `4/3`, `н`, `5 н`), where it still says what
    he saw. Marks that stay keep author, kind and moment; new ones are of the chosen kind or work.

    `key` names the request: repeated, it changes nothing and answers the cell as it stands.
    Raises Refused, and ChangedMeanwhile where somebody else wrote here."""
    writing = Writing(
        actor=actor,
        lesson=lesson,
        student_id=student_id,
        now=now,
        reason=reason,
        typed_at=typed_at,
    )
    refuse_cancelled(lesson)
    refuse_future(lesson, now=now)
    wanted = parse(text, scale=scale_of(lesson.course))
    with transaction.atomic():
        is_new = writing.is_first(key)
        cell = cell_of(
            lesson,
            student_id,
            now=now,
            person_id=actor.pk,
            kind_id=kind_id,
            work_id=work_id,
            new_marks=wanted.size,
        )
        if not is_new:
            return cell
        _refuse_if_changed(writing, cell, seen=seen, wanted=wanted)
        return _bring(writing, cell, as_it_stands(cell, seen=seen, wanted=wanted))


def put_mark(
    *,
    actor: Person,
    lesson: Lesson,
    student_id: int,
    value: str,
    now: datetime,
    key: UUID | None = None,
    kind_id: int | None = None,
    work_id: int | None = None,
) -> Cell:
    """Add one mark (or the two parts of one work, `4/3`) to what stands in the cell."""
    writing = Writing(actor=actor, lesson=lesson, student_id=student_id, now=now)
    refuse_cancelled(lesson)
    refuse_future(lesson, now=now)
    added = parse(value, scale=scale_of(lesson.course))
    with transaction.atomic():
        is_new = writing.is_first(key)
        cell = cell_of(
            lesson,
            student_id,
            now=now,
            person_id=actor.pk,
            kind_id=kind_id,
            work_id=work_id,
            new_marks=added.size,
        )
        if not is_new:
            return cell
        both = Content(cell.content.entries + added.entries, added.absence or cell.absence)
        return _bring(writing, cell, both)


def change_mark(
    *, actor: Person, mark: Mark, value: str, now: datetime, reason: str = "", seen: str = ""
) -> Cell:
    """Correct one mark; older than the school's correction window only with a reason."""
    wanted = parse(value, scale=mark.scale).entries
    if len(wanted) != 1 or len(wanted[0]) != 1:
        raise Refused("unknown_mark", _("One mark is changed at a time."), field="text")
    return _replace(actor=actor, mark=mark, by=wanted[0][0], now=now, reason=reason, seen=seen)


def remove_mark(
    *, actor: Person, mark: Mark, now: datetime, reason: str = "", seen: str = ""
) -> Cell:
    """Take one mark out of its cell; its history stays."""
    return _replace(actor=actor, mark=mark, by=None, now=now, reason=reason, seen=seen)


def set_attendance(
    *,
    actor: Person,
    lesson: Lesson,
    student_id: int,
    absence: Absence | None,
    now: datetime,
    key: UUID | None = None,
    reason: str = "",
) -> Cell:
    """н, уп, б, оп with minutes; None: present. What marks stand beside it stays."""
    writing = Writing(actor=actor, lesson=lesson, student_id=student_id, now=now, reason=reason)
    refuse_cancelled(lesson)
    refuse_future(lesson, now=now)
    with transaction.atomic():
        is_new = writing.is_first(key)
        cell = cell_of(lesson, student_id, now=now, person_id=actor.pk)
        if not is_new:
            return cell
        return _bring(writing, cell, Content(cell.content.entries, absence))


def scale_of(course: Course) -> str:
    """The scale a course is marked in; none in grade 1."""
    return course.scale if learns_with_marks(course) else Scale.NONE


def _replace(
    *, actor: Person, mark: Mark, by: Value | None, now: datetime, reason: str, seen: str
) -> Cell:
    lesson = Lesson.objects.select_related("course__group__school_class").get(pk=mark.lesson_id)
    writing = Writing(
        actor=actor, lesson=lesson, student_id=mark.student_id, now=now, reason=reason
    )
    refuse_cancelled(lesson)
    with transaction.atomic():
        writing.is_first(None)
        cell = cell_of(lesson, mark.student_id, now=now, person_id=actor.pk)
        entries = [
            tuple(by if part.pk == mark.pk else part.value for part in entry)
            for entry in cell.entries
        ]
        kept = [tuple(value for value in entry if value is not None) for entry in entries]
        wanted = Content(tuple(entry for entry in kept if entry), cell.absence)
        _refuse_if_changed(writing, cell, seen=seen or cell.content.text, wanted=wanted)
        return _bring(writing, cell, wanted)


def _refuse_if_changed(writing: Writing, cell: Cell, *, seen: str, wanted: Content) -> None:
    """Two hands on one cell: the second sees the first one's value and chooses."""
    if is_as_seen(cell, seen=seen, wanted=wanted):
        return
    stands = cell.content.text
    by = _last_hand(writing)
    message = _("Meanwhile %(who)s wrote “%(value)s” here.") % {"who": by, "value": stands or "—"}
    raise ChangedMeanwhile(message, theirs=stands, by=by, field="text")


def is_as_seen(cell: Cell, *, seen: str, wanted: Content) -> bool:
    """Whether the cell still says what was seen, or says already what is wanted. A note that
    turned н into б meanwhile, or was taken back, is no second hand."""
    noted = Content(cell.content.entries, cell.noted).text
    return seen in cell.texts or wanted.text in (cell.content.text, noted)


def as_it_stands(cell: Cell, *, seen: str, wanted: Content) -> Content:
    """Who left the absence as he saw it, or wrote н where н stands, did not change it: the
    teacher's н stays under what a note makes of it."""
    if wanted.absence is not None and wanted.absence in (cell.texts.get(seen), cell.noted):
        return Content(wanted.entries, cell.absence)
    return wanted


def _last_hand(writing: Writing) -> str:
    """Who wrote to this cell last, from the history."""
    return last_writer(writing.lesson.pk, writing.student_id)


def _bring(writing: Writing, cell: Cell, wanted: Content) -> Cell:
    """Ask the rules, then write the smallest change that makes `wanted` of the cell."""
    change = difference(cell.content.entries, wanted.entries)
    ask_rules(cell, change, wanted, reason=writing.reason, now=writing.now)
    rows = Rows()
    written = rows.bring(
        (writing.lesson.pk, writing.student_id),
        cell,
        entries=entries_after(cell, change, ids=iter(cell.ids), now=writing.now),
        absence=wanted.absence,
    )
    with given(writing.reason):
        rows.write(
            course=writing.lesson.course,
            actor=writing.actor,
            now=writing.now,
            typed_at=writing.typed_at,
        )
    return written
