"""Notes of absence as the homeroom teacher and the family read them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.text import Name
from journal.actions.notes import MOST_LESSONS
from journal.models import AbsenceKind, AbsenceNote, Attendance, NoteState
from school.models import GroupKind, Membership, SchoolClass, Student

SHOWN = 300
REASONS = {AbsenceKind.ILL: _("illness"), AbsenceKind.EXCUSED: _("another good reason")}


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLine:
    """One note. `covers` is the number of н it explains, or would."""

    pk: int
    student: Name
    kind: str | Promise
    sign: str
    first_day: date
    last_day: date
    first_lesson: int | None
    last_lesson: int | None
    words: str
    document: str
    state: NoteState
    made_at: datetime
    made_by: str
    made_by_id: int
    decided_at: datetime | None
    decided_by: str
    answer: str
    covers: int

    @property
    def is_waiting(self) -> bool:
        return self.state is NoteState.SUBMITTED

    @property
    def is_accepted(self) -> bool:
        return self.state is NoteState.ACCEPTED

    @property
    def is_rejected(self) -> bool:
        return self.state is NoteState.REJECTED


@dataclass(frozen=True, slots=True, kw_only=True)
class NotesPage:
    """The notes of a class in one state, or all."""

    school_class: SchoolClass
    shown: str
    notes: tuple[NoteLine, ...]
    waiting: int
    accepted: int
    total: int


def notes_page(school_class: SchoolClass, *, shown: str) -> NotesPage:
    """Notes on days the student was in the class: waiting (the default), accepted or all."""
    notes = notes_of_class(school_class)
    counts = Counter(notes.order_by().values_list("state", flat=True))
    match shown:
        case "accepted":
            notes = notes.filter(state=NoteState.ACCEPTED)
        case "all":
            pass
        case _:
            shown = "waiting"
            notes = notes.filter(state=NoteState.SUBMITTED)
    return NotesPage(
        school_class=school_class,
        shown=shown,
        notes=lines_of(notes[:SHOWN]),
        waiting=counts[NoteState.SUBMITTED],
        accepted=counts[NoteState.ACCEPTED],
        total=sum(counts.values()),
    )


def notes_of_class(school_class: SchoolClass) -> QuerySet[AbsenceNote]:
    """Notes whose days meet the student's days in the class."""
    mine = Membership.objects.filter(
        Q(until=None) | Q(until__gte=OuterRef("first_day")),
        group__school_class=school_class,
        group__kind=GroupKind.WHOLE_CLASS,
        student=OuterRef("student"),
        since__lte=OuterRef("last_day"),
    )
    return AbsenceNote.objects.filter(Exists(mine), school_id=school_class.school_id)


def lines_of(notes: QuerySet[AbsenceNote]) -> tuple[NoteLine, ...]:
    """Notes as lines, in one statement."""
    rows = notes.select_related("student__person", "made_by", "decided_by")
    return tuple(_line(note) for note in rows.annotate(covers=_covers()))


def students_on(school_class: SchoolClass, day: date) -> QuerySet[Student]:
    """Who is in the class on the day, to choose from."""
    return (
        Student.objects.filter(
            Q(memberships__until=None) | Q(memberships__until__gte=day),
            memberships__group__school_class=school_class,
            memberships__group__kind=GroupKind.WHOLE_CLASS,
            memberships__since__lte=day,
        )
        .select_related("person")
        .order_by("person__sort_key", "pk")
    )


def _covers() -> Coalesce:
    """How many н of the student lie in the note's days and lessons."""
    absences = (
        Attendance.objects.filter(
            student=OuterRef("student"),
            kind=AbsenceKind.ABSENT,
            lesson__day__gte=OuterRef("first_day"),
            lesson__day__lte=OuterRef("last_day"),
            lesson__number__gte=Coalesce(OuterRef("first_lesson"), 0),
            lesson__number__lte=Coalesce(OuterRef("last_lesson"), MOST_LESSONS),
        )
        .order_by()
        .values("student")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return Coalesce(Subquery(absences), 0)


def _line(note: AbsenceNote) -> NoteLine:
    kind = AbsenceKind(note.kind)
    return NoteLine(
        pk=note.pk,
        student=note.student.person.name,
        kind=REASONS[kind],
        sign=kind.sign,
        first_day=note.first_day,
        last_day=note.last_day,
        first_lesson=note.first_lesson,
        last_lesson=note.last_lesson,
        words=note.words,
        document=note.document,
        state=NoteState(note.state),
        made_at=note.made_at,
        made_by=note.made_by.name.short,
        made_by_id=note.made_by_id,
        decided_at=note.decided_at,
        decided_by=note.decided_by.name.short if note.decided_by else "",
        answer=note.answer,
        covers=note.covers,
    )
