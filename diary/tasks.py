"""The diary's work in the background: thin, each calls one action and may be repeated."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from diary import actions
from school.models import School


@shared_task
def make_digests() -> None:
    """Every day: a task for each school."""
    for pk in School.objects.order_by("pk").values_list("pk", flat=True):
        make_digests_of_school.delay(pk)


@shared_task
def make_digests_of_school(school_id: int) -> int:
    """Digests of the forecast that are due in one school; the same day once more makes none."""
    school = School.objects.get(pk=school_id)
    return actions.make_digests(school=school, now=timezone.now())
