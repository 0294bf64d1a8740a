"""Work of the timetable in the background: thin, calls one action, may be repeated."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from schedule.actions import jobs


@shared_task
def generate(job_id: int) -> None:
    """Bring a school's lessons to what its timetable means."""
    try:
        jobs.generate_for_job(job_id=job_id, now=timezone.now())
    except Exception:
        jobs.say_failed(job_id=job_id, now=timezone.now())
        raise
