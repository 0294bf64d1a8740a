"""What is written down about backups."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from archive.backup.work import Made
from archive.models import BackupRun


@transaction.atomic
def note_backup(made: Made, *, seconds: int, now: datetime) -> BackupRun:
    """Write a verified backup into the log of backups (A4 1.1)."""
    return BackupRun.objects.create(
        made_at=now,
        file_name=made.path.name,
        folder=str(made.path.parent),
        size=made.size,
        sha256=made.sha256,
        tables=len(made.contents),
        rows=made.rows,
        files=made.files,
        seconds=seconds,
    )


@transaction.atomic
def note_rehearsal(file_name: str, *, problem: str, now: datetime) -> bool:
    """Write down that a backup was brought back, or why it could not be. Returns whether the log
    knows the file."""
    return bool(
        BackupRun.objects.filter(file_name=file_name).update(
            rehearsed_at=now, rehearsal_problem=problem
        )
    )
