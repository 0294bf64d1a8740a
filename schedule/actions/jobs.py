"""Generating in the background: asked for on a page, done by the worker, told when it is done."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core import jobs
from core.models import Job
from core.once import first_time
from core.refusal import Refused
from schedule.actions.generate import generate_lessons
from schedule.queries.slots import GENERATE
from school.models import Person, School

# Work that was begun longer ago has died with its worker.
_PATIENCE = timedelta(minutes=30)


def ask_to_generate(
    *,
    actor: Person,
    school_id: int,
    first: date,
    last: date,
    key: UUID | None,
    now: datetime,
) -> Job | None:
    """Put the work in the queue; None when this very request was sent before.

    Raises Refused when the span is turned round, longer than a year, or already in work."""
    if not 0 <= (last - first).days <= 370:
        raise Refused("span", _("Choose a span of up to one year."), field="last")
    with transaction.atomic():
        if key is not None and not first_time(key=key, person_id=actor.pk, now=now):
            return None
        waiting = Job.objects.filter(
            school_id=school_id,
            kind=GENERATE,
            state__in=[Job.State.WAITING, Job.State.RUNNING],
            asked_at__gt=now - _PATIENCE,
        )
        if waiting.exists():
            raise Refused("in_work", _("The lessons are being generated right now."))
        job = Job.objects.create(
            school_id=school_id,
            kind=GENERATE,
            asked_by=actor,
            total=100,
            result={"first": first, "last": last},
        )
        transaction.on_commit(lambda: _send(job.pk))
    return job


def _send(job_id: int) -> None:
    from schedule.tasks import generate

    generate.delay(job_id)


def generate_for_job(*, job_id: int, now: datetime) -> None:
    """What the worker does; a job that was begun already is left alone."""
    claimed = Job.objects.filter(pk=job_id, state=Job.State.WAITING).update(
        state=Job.State.RUNNING, started_at=now
    )
    if not claimed:
        return
    job = Job.objects.select_related("asked_by").get(pk=job_id)
    made = generate_lessons(
        actor=job.asked_by,
        school=School.objects.get(pk=job.school_id),
        first=date.fromisoformat(job.result["first"]),
        last=date.fromisoformat(job.result["last"]),
        now=now,
        progress=lambda percent, step: jobs.report(job_id, step, percent, 100),
    )
    job.state, job.done, job.ended_at = Job.State.DONE, 100, now
    job.result = job.result | {"made": made.as_json()}
    job.save(update_fields=["state", "done", "ended_at", "result"])


def say_failed(*, job_id: int, now: datetime) -> None:
    """The page that waits learns that nothing was written."""
    Job.objects.filter(pk=job_id).exclude(state=Job.State.DONE).update(
        state=Job.State.FAILED, ended_at=now
    )
