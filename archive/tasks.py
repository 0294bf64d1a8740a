"""Work of the archive in the background: thin, each calls one action and may be repeated."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from archive.export import asking


@shared_task
def make_export(job_id: int) -> None:
    """Pack a school's records."""
    try:
        asking.make_export(job_id=job_id, now=timezone.now())
    except Exception:
        asking.say_failed(job_id=job_id, now=timezone.now())
        raise
