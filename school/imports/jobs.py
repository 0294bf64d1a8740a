"""Importing in the browser: files go up, are looked at in the background, confirmed, written.

One job goes through all phases. Its files wait in private storage and are deleted when the import
is written, given up or forgotten."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

import pghistory
from django.db import transaction
from django.db.models import TextChoices
from django.utils import translation
from django.utils.translation import gettext as _

from core.imports.batch import Batch
from core.imports.store import forget_files, keep_files, kept_files
from core.imports.tables import MOST_FILES, Upload
from core.jobs import report
from core.models import Job
from core.once import first_time
from core.refusal import Refused
from school.imports.actions import import_files, look_at_files
from school.imports.preview import preview_of
from school.models import Person

KIND = "import_registers"
# Unconfirmed files hold personal data: they do not wait longer than this.
KEPT_FOR = timedelta(hours=24)


class Phase(TextChoices):
    CHECK = "check"
    PREVIEW = "preview"
    WRITE = "write"
    WRITTEN = "written"
    GIVEN_UP = "given_up"
    FAILED = "failed"


_ENDED = (Phase.WRITTEN, Phase.GIVEN_UP)


@transaction.atomic
def hand_in_files(
    *,
    actor: Person,
    school_id: int,
    uploads: list[Upload],
    day: date | None,
    key: UUID,
    now: datetime,
) -> Job | None:
    """Keep the files and have them looked at. None: this request was applied before.

    Raises Refused for no file or too many."""
    if not uploads:
        raise Refused("no_files", _("Choose at least one file."), field="files")
    if len(uploads) > MOST_FILES:
        raise Refused("too_many_files", _("These are too many files."), field="files")
    if not first_time(key=key, person_id=actor.pk, now=now):
        return None
    job = Job.objects.create(school_id=school_id, kind=KIND, asked_by=actor)
    job.result = {
        "phase": Phase.CHECK,
        "files": [upload.name for upload in uploads],
        "day": day.isoformat() if day else None,
        "language": translation.get_language(),
    }
    job.save(update_fields=["result"])
    keep_files(job.pk, uploads)
    _send(job, "check_import")
    return job


@transaction.atomic
def confirm_import(*, actor: Person, job: Job, key: UUID, now: datetime) -> bool:
    """Have the previewed files written. False: confirmed before. Raises Refused where there is
    nothing to confirm."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    if not first_time(key=key, person_id=actor.pk, now=now):
        return False
    if job.result["phase"] in (Phase.WRITE, Phase.WRITTEN):
        return False
    if job.result["phase"] != Phase.PREVIEW or job.result["preview"]["faults"]:
        raise Refused("nothing_to_confirm", _("There is nothing to confirm here."))
    _go_on(job, Phase.WRITE, state=Job.State.WAITING)
    report(job.pk, "", 0, 0)
    _send(job, "write_import")
    return True


@transaction.atomic
def give_up_import(*, actor: Person, job: Job) -> None:
    """Forget the files; nothing is written."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    if job.result["phase"] in (Phase.CHECK, Phase.PREVIEW, Phase.FAILED):
        _go_on(job, Phase.GIVEN_UP, state=Job.State.DONE)
        transaction.on_commit(partial(forget_files, job.pk))


def check_files(*, job_id: int, now: datetime) -> None:
    """Look at a job's files and keep the preview. Safe to repeat."""
    job = Job.objects.select_related("asked_by").get(pk=job_id)
    if job.result["phase"] != Phase.CHECK:
        return
    with translation.override(job.result["language"]):
        batch = look_at_files(
            actor=job.asked_by,
            school_id=job.school_id,
            uploads=kept_files(job.pk, job.result["files"]),
            now=now,
            day=_day_of(job),
            progress=partial(report, job.pk),
        )
        with transaction.atomic():
            job = Job.objects.select_for_update().get(pk=job_id)
            if job.result["phase"] == Phase.CHECK:  # if given up meanwhile, no name is kept
                _keep_preview(job, batch, now=now)


def write_files(*, job_id: int, now: datetime) -> None:
    """Write a confirmed job's files: the registers and the job's phase in one transaction, so that
    a repeated task writes nothing twice. What has changed since goes back to the preview."""
    with transaction.atomic():
        job = Job.objects.select_for_update(of=("self",)).select_related("asked_by").get(pk=job_id)
        if job.result["phase"] != Phase.WRITE:
            return
        with translation.override(job.result["language"]):
            try:
                _write(job, now=now)
            except Refused as refused:
                job.result["refused"] = " ".join(refused.messages)
                _go_on(job, Phase.CHECK, state=Job.State.WAITING)
                _send(job, "check_import")


def _write(job: Job, *, now: datetime) -> None:
    with pghistory.context(user=job.asked_by.pk, route=KIND, job=job.pk):
        batch = import_files(
            actor=job.asked_by,
            school_id=job.school_id,
            uploads=kept_files(job.pk, job.result["files"]),
            now=now,
            day=_day_of(job),
            expected=job.result["preview"]["fingerprint"],
            progress=partial(report, job.pk),
        )
    if batch.faults:
        _keep_preview(job, batch, now=now)
        return
    job.result["preview"] = preview_of(batch) | {"samples": [], "notices": []}
    job.ended_at = now
    _go_on(job, Phase.WRITTEN, state=Job.State.DONE)
    transaction.on_commit(partial(forget_files, job.pk))


def say_failed(*, job_id: int, now: datetime) -> None:
    """The work itself broke: the page says so, and the files go. What was given up meanwhile, or
    written by another copy of the task, stays so."""
    with transaction.atomic():
        job = Job.objects.select_for_update().get(pk=job_id)
        if job.result["phase"] in _ENDED:
            return
        job.ended_at = now
        _go_on(job, Phase.FAILED, state=Job.State.FAILED)
        transaction.on_commit(partial(forget_files, job_id))


def forget_old_imports(*, now: datetime) -> int:
    """Give up imports that nobody confirmed for a day; their files and names go."""
    old = Job.objects.filter(kind=KIND, asked_at__lt=now - KEPT_FOR).exclude(
        result__phase__in=_ENDED
    )
    with transaction.atomic():
        # One that is being written just now is locked, and left to the next time.
        jobs = list(old.select_for_update(skip_locked=True))
        for job in jobs:
            _go_on(job, Phase.GIVEN_UP, state=Job.State.DONE)
            transaction.on_commit(partial(forget_files, job.pk))
    return len(jobs)


def _keep_preview(job: Job, batch: Batch, *, now: datetime) -> None:
    job.result["preview"] = preview_of(batch)
    job.ended_at = now
    _go_on(job, Phase.PREVIEW, state=Job.State.DONE)


def _go_on(job: Job, phase: str, *, state: str) -> None:
    if phase in (Phase.GIVEN_UP, Phase.FAILED):
        job.result.pop("preview", None)
    job.result["phase"] = phase
    job.state = state
    job.save(update_fields=["result", "state", "ended_at"])


def _day_of(job: Job) -> date | None:
    return date.fromisoformat(job.result["day"]) if job.result["day"] else None


def _send(job: Job, task: str) -> None:
    from school import tasks  # tasks call these actions

    transaction.on_commit(partial(getattr(tasks, task).delay, job.pk))
