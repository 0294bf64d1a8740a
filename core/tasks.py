"""Work of the house in the background: two thin tasks carry all of it."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from core import background


@shared_task(soft_time_limit=50, time_limit=60)
def tick() -> int:
    """Every minute: what is due goes to the workers. Returns how many runs."""
    due = background.tick(now=timezone.now())
    for run in due:
        background.hand_over(run)
    return len(due)


@shared_task
def perform(run_id: int) -> None:
    """Do one run."""
    background.perform(run_id=run_id, now=timezone.now())
