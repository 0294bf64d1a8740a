"""How far a run is: told outside its transactions, so that the page sees it move."""

from __future__ import annotations

from django.core.cache import cache

from core.jobs import Progress
from core.models import Run

_KEPT_SECONDS = 6 * 3600


def progress(run: Run, done: int, total: int) -> None:
    """Say that so many of so many are done; cheap enough for every few dozen rows."""
    run.done, run.total = done, total
    cache.set(_key(run.pk), (done, total), _KEPT_SECONDS)


def progress_of(run: Run) -> Progress:
    """Where the run stands now."""
    done, total = cache.get(_key(run.pk)) or (run.done, run.total)
    return Progress(done=done, total=total)


def begin_anew(run: Run) -> None:
    """Another attempt begins at nothing."""
    run.done = run.total = 0
    cache.delete(_key(run.pk))


def _key(run_id: int) -> str:
    return f"run-{run_id}-progress"
