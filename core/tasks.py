"""Work of the house in the background."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from core import delivery


@shared_task
def send_letters() -> int:
    """Every few minutes: letters that wait go out."""
    return delivery.send_waiting(now=timezone.now())
