"""What is written at one cell beside its text: a comment for the family, a note for oneself, a
retake."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from core.refusal import Refused
from journal.actions.cell_rows import Rows
from journal.actions.marks import Writing, scale_of
from journal.actions.record import given
from journal.actions.rules import ask_rules, refuse_by, refuse_cancelled
from journal.cells import Content, parse
from journal.entries import change_between, counted_anew, kind_of_standing, new_entry
from journal.models import CellNote, Mark
from journal.queries.cell import Cell, Standing, cell_of, values_of
from schedule.models import Lesson
from school.models import Person

LONGEST = 500


def comment_mark(
    *,
    actor: Person,
    lesson: Lesson,
    student_id: int,
    mark_id: int,
    text: str,
    now: datetime,
    reason: str = "",
) -> str:
    """Say something about a mark to the family, who reads it in the diary; empty: nothing. What
    stands there now."""
    comment = _clean(text)
    writing = Writing(actor=actor, lesson=lesson, student_id=student_id, now=now, reason=reason)
    with transaction.atomic(), given(reason):
        writing.is_first(None)
        cell = cell_of(lesson, student_id, now=now, person_id=actor.pk)
        refuse_by(cell.lock, reason=reason)
        mark = _standing(cell, mark_id)
        Mark.objects.filter(pk=mark.pk).exclude(comment=comment).update(
            comment=comment, version=F("version") + 1
        )
    return comment


def note_for_myself(
    *, actor: Person, lesson: Lesson, student_id: int, text: str, now: datetime
) -> str:
    """A note at a cell that only its author ever sees; empty: it goes."""
    words = _clean(text)
    writing = Writing(actor=actor, lesson=lesson, student_id=student_id, now=now)
    with transaction.atomic():
        writing.is_first(None)
        if not cell_of(lesson, student_id, now=now).is_member:
            raise Refused("not_a_member", _("The student is not in the group on this day."))
        mine = CellNote.objects.filter(lesson=lesson, student_id=student_id, author=actor)
        if not words:
            mine.delete()
        elif not mine.update(text=words, written_at=now):
            CellNote.objects.create(
                school_id=lesson.school_id,
                lesson=lesson,
                student_id=student_id,
                author=actor,
                text=words,
                written_at=now,
            )
    return words


def retake_mark(
    *,
    actor: Person,
    lesson: Lesson,
    student_id: int,
    mark_id: int,
    value: str,
    now: datetime,
    key: UUID | None = None,
    reason: str = "",
) -> Cell:
    """Write the mark of a retake beside the first: both stay visible, what counts in the average
    is the school's choice."""
    writing = Writing(actor=actor, lesson=lesson, student_id=student_id, now=now, reason=reason)
    refuse_cancelled(lesson)
    wanted = parse(value, scale=scale_of(lesson.course))
    if wanted.absence or len(wanted.entries) != 1:
        raise Refused("one_mark", _("One mark is meant here."), field="retake")
    with transaction.atomic(), given(reason):
        is_new = writing.is_first(key)
        cell = cell_of(lesson, student_id, now=now, person_id=actor.pk, new_marks=wanted.size)
        if not is_new:
            return cell
        first = _standing(cell, mark_id)
        if any(entry[0].retake_of == first.pk for entry in cell.entries):
            message = _("This mark was written again already: change the newer one.")
            raise Refused("retaken", message, field="retake")
        new = kind_of_standing(first, retake_of=first.pk)
        added = new_entry(new, wanted.entries[0], ids=iter(cell.ids), now=now)
        entries = (*cell.entries, added)
        after = Content(tuple(values_of(entry) for entry in entries), cell.absence)
        change = change_between(cell.entries, entries)
        ask_rules(replace(cell, new=new), change, after, reason=reason, now=now)
        rows = Rows()
        entries = counted_anew(entries, cell.retakes)
        cell = rows.bring((lesson.pk, student_id), cell, entries=entries, absence=cell.absence)
        rows.write(course=lesson.course, actor=actor, now=now)
    return cell


def _standing(cell: Cell, mark_id: int) -> Standing:
    """The first part of an entry of the cell."""
    for entry in cell.entries:
        if entry[0].pk == mark_id:
            return entry[0]
    raise Refused("no_mark", _("This mark does not stand here any more."))


def _clean(text: str) -> str:
    words = " ".join(text.replace("\x00", "").split())
    if len(words) > LONGEST:
        raise Refused("too_long", _("At most %(most)d characters.") % {"most": LONGEST})
    return words
