"""Performing one run: alone, within its time, again after a failure."""

from __future__ import annotations

import logging
import time
from datetime import datetime, timedelta

import pghistory
from django.conf import settings
from django.db import connection
from django.utils import timezone, translation

from core.background.alone import Held, alone
from core.background.clock import State, note_lost, pause
from core.background.faults import told
from core.background.going import begin_anew
from core.background.works import Work, works
from core.models import Run
from core.registry import school_zones

logger = logging.getLogger(__name__)


def perform(*, run_id: int, now: datetime) -> None:
    """Do the work of this run, unless it is over or somebody is at it. Safe to call at any time
    and as often as a broker may deliver it."""
    run = Run.objects.filter(pk=run_id).first()
    work = works.get(run.work) if run else None
    if run is None or work is None or run.is_over:
        return
    with alone(run) as held:
        if held and _begun(run, now=now):
            _carry_out(run, work, held, now=now)


def _begun(run: Run, *, now: datetime) -> bool:
    """Count the attempt. A run found running here has lost its worker: nobody else can be at it."""
    run.refresh_from_db()
    if run.state == State.RUNNING:
        note_lost(run, now=now)
    if run.is_over:
        run.save(update_fields=["state", "lost", "error", "ended_at"])
        return False
    begin_anew(run)
    run.state, run.started_at, run.ended_at = State.RUNNING, now, None
    run.attempts += 1
    run.error = ""
    run.save(
        update_fields=[
            *("state", "started_at", "ended_at", "attempts", "lost", "error", "done", "total")
        ]
    )
    return True


def _carry_out(run: Run, work: Work, held: Held, *, now: datetime) -> None:
    begun = time.monotonic()
    problem: Exception | None = None
    try:
        _do(run, work, now=now)
    except Exception as error:  # whatever it was, the run keeps it and comes back
        problem = error
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
    ended_at = now + timedelta(seconds=time.monotonic() - begun)
    if not held.is_still_ours():  # the database was away: the next tick finds the run and repeats
        return
    if problem is None:
        _end(run, State.DONE, ended_at=ended_at)
    else:
        _fail(run, work, problem, ended_at=ended_at)


def _do(run: Run, work: Work, *, now: datetime) -> None:
    """As a request has: a language, the school's time zone, an author for the history."""
    zone = school_zones().get(run.school_id) if run.school_id else None
    with (
        pghistory.context(user=run.asked_by_id, route=f"work:{run.work}", run=run.pk),
        translation.override(settings.LANGUAGE_CODE),
        timezone.override(zone or timezone.get_default_timezone()),
    ):
        run.result = work.do(run, now) or {}


def _fail(run: Run, work: Work, problem: Exception, *, ended_at: datetime) -> None:
    run.error = told(problem)
    failures = run.attempts - run.lost
    logger.error("Run %s (%s), attempt %s: %s", run.pk, run.work, run.attempts, run.error)
    if failures >= work.most_attempts:
        _end(run, State.FAILED, ended_at=ended_at)
        return
    run.try_at = ended_at + pause(failures)
    _end(run, State.WAITING, ended_at=ended_at)


def _end(run: Run, state: str, *, ended_at: datetime) -> None:
    run.state, run.ended_at = state, ended_at
    run.save(update_fields=["state", "ended_at", "try_at", "error", "result", "done", "total"])
