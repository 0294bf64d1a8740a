"""One tick of the clock: what its timetables ask for becomes runs, once; who died is found; what is
due is handed over.

The clock keeps its own place as a row: the run `CLOCK_RUN`, whose `meant_for` is the moment up to
which all timetables have been read. So a moment is read once however many clocks tick, and after
an outage all that was missed is seen at the first tick."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.utils import timezone

from core.background.alone import has_lost_its_worker
from core.background.going import progress_of
from core.background.works import Work, works
from core.models import Run
from core.registry import school_zones

CLOCK_RUN = "clock"
# A run that was handed over and not begun is handed over again after this.
HAND_AGAIN = timedelta(minutes=2)
# A pause of the clock that is worth telling: what was missed in it is shown.
OUTAGE = timedelta(minutes=15)
LONGEST_OUTAGE = timedelta(days=35)
# How often a run may lose its worker before it waits a little, and before it is given up.
PATIENCE, MOST_LOST = 3, 30
LOST = "WorkerLost"
_AT_ONCE = 500

State = Run.State


def tick(*, now: datetime) -> list[Run]:
    """Everything one tick does in the database; returns the runs that are to be handed to workers.
    Of two clocks that tick together one does nothing."""
    with transaction.atomic():
        if not _is_the_only_clock():
            return []
        since = _read_up_to(now)
        _ask(since=since, now=now)
        _find_the_lost(now=now)
        return _to_hand_over(now=now)


def pause(failures: int) -> timedelta:
    """How long to wait after so many failures in a row: 1, 2, 4 … 60 minutes; after none, not."""
    return timedelta(minutes=min(2 ** (failures - 1), 60) if failures > 0 else 0)


def last_tick() -> datetime | None:
    """When the clock ticked last; None where it never did."""
    return Run.objects.filter(work=CLOCK_RUN).values_list("meant_for", flat=True).first()


def _is_the_only_clock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended('clock', 0))")
        return bool(cursor.fetchone()[0])


def _read_up_to(now: datetime) -> datetime:
    """Move the clock's hand to now; returns where it stood. A new house begins now; a clock that
    was far ahead by mistake is set back."""
    hand = Run.objects.filter(work=CLOCK_RUN).first()
    if hand is None:
        Run.objects.create(
            work=CLOCK_RUN, meant_for=now, asked_at=now, try_at=now, state=State.DONE
        )
        return now
    stood = hand.meant_for
    if stood < now or stood > now + OUTAGE:
        Run.objects.filter(pk=hand.pk).update(meant_for=now)
    return max(stood, now - LONGEST_OUTAGE)


# ---- what the timetables ask for ----------------------------------------------------------------


@dataclass(slots=True)
class _Asked:
    """What one tick asks for: rows to add, and those to move to a later moment."""

    since: datetime
    now: datetime
    waiting: dict[tuple[str, int | None], Run]
    new: list[Run]
    moved: list[Run]

    def row(self, work: Work, school_id: int | None, meant_for: datetime) -> Run:
        return Run(
            work=work.name,
            school_id=school_id,
            meant_for=meant_for,
            asked_at=self.now,
            try_at=self.now,
        )

    def add(self, work: Work, school_id: int | None, moments: list[datetime]) -> None:
        """The latest moment is run, or takes the place of an earlier one that still waits; the
        others are passed over, in one row that counts them."""
        latest, *missed = moments
        if work.catch_up == "none" and self.now - latest > OUTAGE:
            missed = moments
        elif earlier := self.waiting.get((work.name, school_id)):
            earlier.meant_for = latest
            self.moved.append(earlier)
        else:
            self.new.append(self.row(work, school_id, latest))
        if missed and self.now - self.since > OUTAGE:
            skipped = self.row(work, school_id, missed[-1])
            skipped.state, skipped.ended_at = State.SKIPPED, self.now
            skipped.result = {"missed": len(missed)}
            self.new.append(skipped)


def _ask(*, since: datetime, now: datetime) -> None:
    asked = _Asked(since=since, now=now, waiting=_waiting(), new=[], moved=[])
    house = {None: timezone.get_default_timezone()}
    schools = school_zones() if any(work.per_school for work in works.all()) else {}
    for work in works.all():
        if work.timetable is not None:
            _ask_for(work, schools if work.per_school else house, asked)
    asked.new += [_another(run, now) for run in asked.moved if not _moved(run)]
    Run.objects.bulk_create(asked.new, ignore_conflicts=True, batch_size=_AT_ONCE)


def _ask_for(work: Work, zones: dict[int | None, ZoneInfo], asked: _Asked) -> None:
    by_zone = {
        zone: list(work.timetable.moments(after=asked.since, until=asked.now, zone=zone))
        for zone in set(zones.values())
    }
    for school_id, zone in zones.items():
        moments = _meant_for(work, school_id, by_zone[zone], zone)
        if moments:
            asked.add(work, school_id, moments)


def _meant_for(
    work: Work, school_id: int | None, moments: list[datetime], zone: ZoneInfo
) -> list[datetime]:
    if work.on is None:
        return moments
    return [one for one in moments if work.on(school_id, one.astimezone(zone).date())]


def _waiting() -> dict[tuple[str, int | None], Run]:
    """Runs of whole schools that nobody performs now: at most one of a work for a school."""
    rows = Run.objects.filter(state=State.WAITING, about_id=None).order_by("pk")
    return {(run.work, run.school_id): run for run in rows}


def _moved(run: Run) -> bool:
    """The later moment takes its place. False: it was begun meanwhile, or the moment has a row
    already (a clock set back)."""
    rows = Run.objects.filter(work=run.work, school_id=run.school_id, about_id=None)
    if rows.filter(meant_for=run.meant_for).exists():
        return False
    return bool(rows.filter(pk=run.pk, state=State.WAITING).update(meant_for=run.meant_for))


def _another(run: Run, now: datetime) -> Run:
    """A row of its own for the moment; one that stands already is left as it is."""
    return Run(
        work=run.work, school_id=run.school_id, meant_for=run.meant_for, asked_at=now, try_at=now
    )


# ---- who died, and what is due ------------------------------------------------------------------


def _find_the_lost(*, now: datetime) -> None:
    for run in Run.objects.filter(state=State.RUNNING):
        if has_lost_its_worker(run):
            note_lost(run, now=now)
            run.save(update_fields=["state", "lost", "try_at", "error", "ended_at"])


def note_lost(run: Run, *, now: datetime) -> None:
    """Its worker is gone. It is done again at once; where attempts get nowhere, after a few deaths
    a little later each time, and after many it has failed."""
    run.lost += 1
    run.error = LOST
    if run.lost >= MOST_LOST:
        run.state, run.ended_at = State.FAILED, now
        return
    run.state = State.WAITING
    run.try_at = now if progress_of(run).done else now + pause(run.lost - PATIENCE)


def _to_hand_over(*, now: datetime) -> list[Run]:
    """Waiting runs whose time has come, except where the same work of the school is being done."""
    waiting = list(
        Run.objects.filter(state=State.WAITING, try_at__lte=now).order_by("try_at", "pk")[:_AT_ONCE]
    )
    busy = set(Run.objects.filter(state=State.RUNNING).values_list("work", "school_id", "about_id"))
    _pass_over_unknown(run for run in waiting if works.get(run.work) is None)
    due = [
        run
        for run in waiting
        if works.get(run.work) and (run.work, run.school_id, run.about_id) not in busy
    ]
    Run.objects.filter(pk__in=[run.pk for run in due]).update(try_at=now + HAND_AGAIN)
    return due


def _pass_over_unknown(runs: Iterable[Run]) -> None:
    """Work that this version of the house no longer has."""
    ids = [run.pk for run in runs]
    if ids:
        Run.objects.filter(pk__in=ids).update(state=State.SKIPPED)
