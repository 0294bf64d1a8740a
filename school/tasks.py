"""Work of the registers in the background: thin, each calls one action and may be repeated."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from school.imports import jobs


@shared_task
def check_import(job_id: int) -> None:
    """Look at uploaded registers."""
    try:
        jobs.check_files(job_id=job_id, now=timezone.now())
    except Exception:
        jobs.say_failed(job_id=job_id, now=timezone.now())
        raise


@shared_task
def write_import(job_id: int) -> None:
    """Write confirmed registers."""
    try:
        jobs.write_files(job_id=job_id, now=timezone.now())
    except Exception:
        jobs.say_failed(job_id=job_id, now=timezone.now())
        raise
