"""Reads of the archive's pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files.base import File
from django.core.files.storage import default_storage

from archive.export.asking import KIND, file_name
from archive.models import BackupRun
from core.jobs import Progress, progress_of
from core.models import Job

USUAL_PAUSE = timedelta(days=1, hours=6)
REHEARSE_WITHIN = timedelta(days=92)
SHOWN = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupRow:
    """One line of the log of backups."""

    made_at: datetime
    file_name: str
    folder: str
    size: int
    sha256: str
    rows: int
    files: int
    seconds: int
    rehearsed_at: datetime | None
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupsPage:
    """The log of backups, newest first, and what is worrying about it."""

    rows: tuple[BackupRow, ...]
    is_old: bool
    last_rehearsal: datetime | None
    rehearsal_is_old: bool

    @property
    def last(self) -> BackupRow | None:
        return self.rows[0] if self.rows else None


def backups_page(*, now: datetime) -> BackupsPage:
    """The newest backups, in one statement. Old: none for more than a day; a rehearsal is due
    every quarter."""
    rows = tuple(
        BackupRow(
            made_at=run.made_at,
            file_name=run.file_name,
            folder=run.folder,
            size=run.size,
            sha256=run.sha256,
            rows=run.rows,
            files=run.files,
            seconds=run.seconds,
            rehearsed_at=run.rehearsed_at,
            problem=run.rehearsal_problem,
        )
        for run in BackupRun.objects.order_by("-made_at")[:SHOWN]
    )
    good = [row.rehearsed_at for row in rows if row.rehearsed_at and not row.problem]
    last_rehearsal = max(good, default=None)
    return BackupsPage(
        rows=rows,
        is_old=not rows or rows[0].made_at < now - USUAL_PAUSE,
        last_rehearsal=last_rehearsal,
        rehearsal_is_old=last_rehearsal is None or last_rehearsal < now - REHEARSE_WITHIN,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRow:
    """One export: being made, ready, gone."""

    job: Job
    progress: Progress
    size: int | None
    rows: int
    taken: int

    @property
    def is_ready(self) -> bool:
        return self.job.state == Job.State.DONE and self.size is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportsPage:
    """The school's exports, newest first."""

    exports: tuple[ExportRow, ...]

    @property
    def is_busy(self) -> bool:
        return any(not row.job.is_over for row in self.exports)


def exports_page(school_id: int) -> ExportsPage:
    """The last exports, in one statement."""
    jobs = Job.objects.filter(kind=KIND, school_id=school_id).select_related("asked_by")
    return ExportsPage(
        exports=tuple(
            ExportRow(
                job=job,
                progress=progress_of(job),
                size=job.result.get("size"),
                rows=job.result.get("rows", 0),
                taken=len(job.result.get("taken", [])),
            )
            for job in jobs.order_by("-pk")[:10]
        )
    )


def export_of(school_id: int, job_id: int) -> Job | None:
    """A finished export of this school."""
    return Job.objects.filter(
        kind=KIND, school_id=school_id, pk=job_id, state=Job.State.DONE, result__has_key="size"
    ).first()


def open_export(job: Job) -> File | None:
    """The packed records, while they are kept."""
    name = file_name(job.pk)
    return default_storage.open(name) if default_storage.exists(name) else None
