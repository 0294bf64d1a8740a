"""Reads of the archive's pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from archive.models import BackupRun

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
