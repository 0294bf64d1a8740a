"""Progress of long work, told outside the transaction that does it: the page that waits sees it
move although nothing is committed yet."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache

from core.models import Job

_KEPT_SECONDS = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where the work stands: what is being done, how many of how many."""

    step: str = ""
    done: int = 0
    total: int = 0

    @property
    def percent(self) -> int:
        return min(100, 100 * self.done // self.total) if self.total else 0


def report(job_id: int, step: str, done: int, total: int) -> None:
    """Say how far the work is; cheap enough for every few hundred rows."""
    cache.set(_key(job_id), (step, done, total), _KEPT_SECONDS)


def progress_of(job: Job) -> Progress:
    step, done, total = cache.get(_key(job.pk)) or (job.step, job.done, job.total)
    return Progress(step=step, done=done, total=total)


def _key(job_id: int) -> str:
    return f"job-{job_id}-progress"
