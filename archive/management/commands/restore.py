"""manage.py restore FILE: a backup into an empty installation, or as a rehearsal."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.utils import timezone

from archive.actions import note_rehearsal
from archive.backup.container import BackupProblem
from archive.backup.work import rehearse, restore_backup


class Command(BaseCommand):
    help = "Bring a backup into an empty installation and compare every table's rows."
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--rehearse",
            action="store_true",
            help="restore into a passing database beside the real one, compare, throw it away",
        )

    def handle(self, *, file: Path, rehearse: bool, **_options: object) -> None:
        if rehearse:
            self._rehearse(file)
            return
        connections.close_all()
        try:
            saved = restore_backup(file, say=self._say)
        except BackupProblem as problem:
            raise CommandError(str(problem)) from problem
        self._tell(saved)

    def _rehearse(self, file: Path) -> None:
        try:
            saved = rehearse(file, say=self._say)
        except BackupProblem as problem:
            note_rehearsal(file.name, problem=str(problem), now=timezone.now())
            raise CommandError(str(problem)) from problem
        note_rehearsal(file.name, problem="", now=timezone.now())
        self._tell(saved)

    def _tell(self, saved: dict[str, tuple[int, str]]) -> None:
        rows = sum(count for count, _hash in saved.values())
        self.stdout.write(f"{len(saved)} tables, {rows} rows: all equal to what was saved.")

    def _say(self, text: str) -> None:
        self.stdout.write(f"  {text}")
        self.stdout.flush()
