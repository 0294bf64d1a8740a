"""Work of the house in the background."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from core.files import forget_orphans


@shared_task
def forget_orphan_files() -> None:
    """Daily: files that nothing points to any more go after their days."""
    forget_orphans(now=timezone.now())
