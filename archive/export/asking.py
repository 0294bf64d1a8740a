"""Asking for an export, making it in the background, keeping it for a day."""

from __future__ import annotations

import tempfile
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import translation

from archive.export.work import write_export
from core.jobs import report
from core.models import Job
from core.once import first_time
from school.models import Person

KIND = "export_school"
KEPT_FOR = timedelta(hours=24)


@transaction.atomic
def ask_export(*, actor: Person, school_id: int, now: datetime, key: UUID | None) -> Job | None:
    """Have the school's records packed. None where this very request was applied, or where one is
    being made just now."""
    if key and not first_time(key=key, person_id=actor.pk, now=now):
        return None
    running = Job.objects.filter(
        kind=KIND, school_id=school_id, state__in=(Job.State.WAITING, Job.State.RUNNING)
    )
    if running.filter(asked_at__gt=now - timedelta(hours=1)).exists():
        return None
    job = Job.objects.create(
        school_id=school_id,
        kind=KIND,
        asked_by=actor,
        result={"language": translation.get_language()},
    )
    from archive import tasks  # tasks call these actions

    transaction.on_commit(partial(tasks.make_export.delay, job.pk))
    return job


def make_export(*, job_id: int, now: datetime) -> None:
    """Pack the records of a job's school. Repeated, it makes nothing that stands already."""
    job = Job.objects.get(pk=job_id)
    if job.is_over:
        return
    Job.objects.filter(pk=job_id).update(state=Job.State.RUNNING, started_at=now)
    with tempfile.TemporaryFile() as file:
        with translation.override(job.result["language"]):
            manifest = write_export(
                file, school_id=job.school_id, now=now, report=partial(report, job_id)
            )
        size = file.tell()
        file.seek(0)
        default_storage.delete(file_name(job_id))
        default_storage.save(file_name(job_id), File(file))
    job.result |= {"size": size, "rows": sum(manifest["rows"].values()), "files": manifest["files"]}
    job.state, job.ended_at, job.started_at = Job.State.DONE, now, now
    job.save(update_fields=["result", "state", "ended_at", "started_at"])


def say_failed(*, job_id: int, now: datetime) -> None:
    """The work broke: the page says so."""
    Job.objects.filter(pk=job_id).exclude(state=Job.State.DONE).update(
        state=Job.State.FAILED, ended_at=now
    )


def note_download(*, actor: Person, job: Job, now: datetime) -> None:
    """All records of all children left the house: who took them, and when, stays known."""
    with transaction.atomic():
        stands = Job.objects.select_for_update().get(pk=job.pk)
        taken = [*stands.result.get("taken", []), {"by": actor.pk, "at": now.isoformat()}]
        stands.result["taken"] = taken
        stands.save(update_fields=["result"])


def forget_old_exports(*, now: datetime) -> int:
    """Packed records do not lie about for longer than a day."""
    old = Job.objects.filter(kind=KIND, asked_at__lt=now - KEPT_FOR, result__has_key="size")
    for job in old:
        default_storage.delete(file_name(job.pk))
        job.result.pop("size")
        job.save(update_fields=["result"])
    return len(old)


def file_name(job_id: int) -> str:
    """Where the packed records wait; no address leads there."""
    return f"exports/{job_id}.zip"
