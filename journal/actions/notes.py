"""Notes of absence: a family says why the child is away, the homeroom teacher decides.

Accepted, a note turns every н it covers into уп or б wherever that is shown; the teacher's н stays
(`journal_absence_kind` in sql/)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from core.delivery import News, tell
from core.refusal import Refused
from journal.models import AbsenceKind, AbsenceNote, NoteState
from school.actions.writing import once, writing
from school.models import GroupKind, HomeroomTeacher, Membership, Person, Student

LONGEST = timedelta(days=366)
MOST_LESSONS = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """What a note says: from which day to which, or which lessons of one day, and why."""

    first_day: date
    last_day: date
    first_lesson: int | None = None
    last_lesson: int | None = None
    kind: str = AbsenceKind.EXCUSED
    words: str = ""
    document: str = ""


def submit_note(
    *, actor: Person, student: Student, away: Away, now: datetime, key: UUID | None = None
) -> AbsenceNote:
    """A guardian says why the child is away. It waits for the homeroom teacher; the subject
    teachers see the reason beside the name at once. Days gone by and days to come alike."""
    with writing(actor=actor):
        once(key=key, actor=actor, now=now)
        note = _made(actor, student, away, now, state=NoteState.SUBMITTED)
        _tell_homeroom(note, now=now)
        return note


def enter_note(
    *, actor: Person, student: Student, away: Away, now: datetime, key: UUID | None = None
) -> AbsenceNote:
    """The homeroom teacher enters a paper or a call: accepted with it."""
    with writing(actor=actor):
        once(key=key, actor=actor, now=now)
        return _made(
            actor,
            student,
            away,
            now,
            state=NoteState.ACCEPTED,
            decided_at=now,
            decided_by=actor,
        )


def decide_note(
    *, actor: Person, note: AbsenceNote, accept: bool, answer: str, now: datetime
) -> AbsenceNote:
    """Accept a waiting note or one that was not accepted before (the paper came), or do not
    accept it and say why. Raises Refused where it was decided or taken back meanwhile."""
    words = _clean(answer)
    if not accept and not words:
        raise Refused("answer_needed", _("Say to the family why not."), field="answer")
    waiting = [NoteState.SUBMITTED, NoteState.REJECTED] if accept else [NoteState.SUBMITTED]
    state = NoteState.ACCEPTED if accept else NoteState.REJECTED
    return _decided(note, state, of=waiting, actor=actor, answer=words, now=now)


def withdraw_note(*, actor: Person, note: AbsenceNote, now: datetime) -> AbsenceNote:
    """The guardian takes the note back while it waits."""
    return _brought(note, NoteState.WITHDRAWN, of=[NoteState.SUBMITTED], actor=actor)


def void_note(*, actor: Person, note: AbsenceNote, answer: str, now: datetime) -> AbsenceNote:
    """The homeroom teacher takes back a note that was accepted: every н shows as н again."""
    words = _clean(answer)
    if not words:
        raise Refused("answer_needed", _("Say why it is taken back."), field="answer")
    return _decided(
        note, NoteState.WITHDRAWN, of=[NoteState.ACCEPTED], actor=actor, answer=words, now=now
    )


def _made(
    actor: Person,
    student: Student,
    away: Away,
    now: datetime,
    *,
    state: NoteState,
    **decided: object,
) -> AbsenceNote:
    _refuse_strange_span(away)
    note = AbsenceNote(
        school_id=student.school_id,
        student=student,
        first_day=away.first_day,
        last_day=away.last_day,
        first_lesson=away.first_lesson,
        last_lesson=away.last_lesson,
        kind=away.kind,
        words=_clean(away.words),
        document=_clean(away.document),
        state=state,
        made_at=now,
        made_by=actor,
        **decided,
    )
    note.full_clean(exclude=["decided_at", "decided_by"])
    note.save(force_insert=True)
    return note


def _refuse_strange_span(away: Away) -> None:
    if away.last_day < away.first_day:
        message = _("The last day lies before the first.")
        raise Refused("span", message, field="last_day")
    if away.last_day - away.first_day > LONGEST:
        raise Refused("span", _("A note is for a year at most."), field="last_day")
    first, last = away.first_lesson, away.last_lesson
    if first is None and last is None:
        return
    if first is None or last is None or not 0 <= first <= last <= MOST_LESSONS:
        message = _("Give the first and the last lesson missed.")
        raise Refused("lessons", message, field="last_lesson")
    if away.first_day != away.last_day:
        message = _("Single lessons are of one day: give it as first and last.")
        raise Refused("lessons", message, field="last_day")


@transaction.atomic
def _decided(
    note: AbsenceNote,
    state: NoteState,
    *,
    of: list[NoteState],
    actor: Person,
    answer: str,
    now: datetime,
) -> AbsenceNote:
    """What the homeroom teacher decides is told to the guardian who wrote the note."""
    decided = _brought(
        note, state, of=of, actor=actor, decided_at=now, decided_by=actor, answer=answer
    )
    _tell_family(decided, now=now)
    return decided


def _brought(
    note: AbsenceNote, state: NoteState, *, of: list[NoteState], actor: Person, **changes: object
) -> AbsenceNote:
    """Bring the note to a state, where it is still in one of those seen."""
    with writing(actor=actor):
        found = AbsenceNote.objects.filter(pk=note.pk, state__in=of).update(
            state=state, version=F("version") + 1, **changes
        )
        if not found:
            raise Refused("decided_already", _("Somebody decided about this note meanwhile."))
    note.refresh_from_db()
    return note


def _tell_homeroom(note: AbsenceNote, *, now: datetime) -> None:
    """A notice to the homeroom teacher of today, without a name: it leads to the list."""
    today = timezone.localdate(now)
    groups = Membership.objects.on(today).filter(
        student_id=note.student_id, group__kind=GroupKind.WHOLE_CLASS
    )
    leaders = HomeroomTeacher.objects.on(today).filter(
        school_class__in=groups.values("group__school_class")
    )
    title = _("A note of absence waits for you: %(name)s")
    tell(
        (
            _news(
                note,
                leader.employee.person_id,
                title % {"name": leader.school_class.name},
                f"/s/{note.school_id}/classes/{leader.school_class_id}/notes/",
            )
            for leader in leaders.select_related("employee", "school_class")
        ),
        now=now,
    )


def _tell_family(note: AbsenceNote, *, now: datetime) -> None:
    """A notice to the guardian who wrote it; what was answered stands behind the diary's door."""
    if note.made_by_id == note.decided_by_id:
        return
    title = _("Your note of absence: %(state)s") % {"state": note.get_state_display()}
    link = f"/s/{note.school_id}/diary/{note.student_id}/absence/"
    tell([_news(note, note.made_by_id, title, link)], now=now)


def _news(note: AbsenceNote, person_id: int, title: str, link: str) -> News:
    return News(
        school_id=note.school_id,
        person_id=person_id,
        kind="absence_note",
        title=title,
        link=link,
        key=f"absence-note-{note.pk}-{note.version}-{person_id}",
        about_id=note.student_id,
    )


def _clean(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())
