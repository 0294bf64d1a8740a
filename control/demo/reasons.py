"""Why pupils were away: notes of families, most of them accepted, and exemptions from sport."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from control.demo.curriculum import SPORT
from control.demo.world import Klass, Pupil, World
from journal.models import AbsenceKind, AbsenceNote, Exemption, NoteState

WORDS = {
    AbsenceKind.ILL: ("Температура, вызвали врача", "Простуда, справку принесём", "Был у врача"),
    AbsenceKind.EXCUSED: ("Семейные обстоятельства", "Соревнования", "Поездка к врачу"),
}


def make_reasons(world: World) -> None:
    """Less than half of the absences get a note, as real diaries show; some of the last days wait
    for the homeroom teacher. Draws lots of its own: the rest of the demo stays as it was."""
    rng = Random(f"{world.wish.seed}-{world.number}-reasons")
    notes = [
        _note(world, rng, klass, pupil, first, last)
        for klass in world.classes
        for pupil in klass.pupils
        if pupil.family.parents and klass.homeroom
        for first, last in _spells(pupil)
        if rng.random() < (0.7 if last > first else 0.3)
    ]
    AbsenceNote.objects.bulk_create(notes, batch_size=1000)
    Exemption.objects.bulk_create(filter(None, (_exempt(world, rng, k) for k in world.classes)))


def _spells(pupil: Pupil) -> Iterator[tuple[date, date]]:
    """First and last days of absences without a reason."""
    first = last = None
    for day in sorted(day for day, kind in pupil.missed.items() if kind == AbsenceKind.ABSENT):
        if first and last and day - last == timedelta(days=1):
            last = day
            continue
        if first and last:
            yield first, last
        first = last = day
    if first and last:
        yield first, last


def _note(
    world: World, rng: Random, klass: Klass, pupil: Pupil, first: date, last: date
) -> AbsenceNote:
    kind = AbsenceKind.ILL if last > first or rng.random() < 0.3 else AbsenceKind.EXCUSED
    made_at = world.moment(first, 7, rng.randrange(60))
    waits = last >= world.wish.today - timedelta(days=2)
    return AbsenceNote(
        school=world.school,
        student=pupil.student,
        first_day=first,
        last_day=last,
        kind=kind,
        words=rng.choice(WORDS[kind]),
        state=NoteState.SUBMITTED if waits else NoteState.ACCEPTED,
        made_at=made_at,
        made_by=rng.choice(pupil.family.parents),
        decided_at=None if waits else made_at + timedelta(hours=rng.randrange(2, 30)),
        decided_by_id=None if waits or not klass.homeroom else klass.homeroom.person_id,
    )


def _exempt(world: World, rng: Random, klass: Klass) -> Exemption | None:
    """One pupil of a class is exempt from sport for some weeks."""
    sport = next(
        (
            one.course.subject
            for one in world.taught
            if one.teacher.area == SPORT and one.course.group == klass.whole
        ),
        None,
    )
    today = world.wish.today
    pupils = [pupil for pupil in klass.pupils if pupil.is_in(today)]
    if sport is None or not pupils or klass.homeroom is None:
        return None
    since = max(world.year.first_day, today - timedelta(days=rng.randrange(5, 15)))
    return Exemption(
        school=world.school,
        student=rng.choice(pupils).student,
        subject=sport,
        document=f"справка № {rng.randrange(20, 300)}",
        since=since,
        until=since + timedelta(days=28),
        made_at=world.moment(since, 14),
        made_by_id=klass.homeroom.person_id,
    )
