"""manage.py backup: database and files in one encrypted file."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from archive.actions import note_backup
from archive.backup.container import BackupProblem
from archive.backup.work import make_backup


class Command(BaseCommand):
    help = "Write database and files into one encrypted file, and read it back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, default=None, help="folder, default BACKUP_DIR")

    def handle(self, *, to: Path | None, **_options: object) -> None:
        began, now = time.monotonic(), timezone.now()
        try:
            made = make_backup(to or settings.BACKUP_DIR, now=now, say=self._say)
        except BackupProblem as problem:
            raise CommandError(str(problem)) from problem
        note_backup(made, seconds=round(time.monotonic() - began), now=now)
        self.stdout.write(
            f"{made.path}\n{made.size} bytes, {len(made.contents)} tables, {made.rows} rows,"
            f" {made.files} files\nSHA-256 {made.sha256}"
        )
        if made.missing:
            self.stderr.write(
                f"{len(made.missing)} files are named in the database and lie nowhere, such as"
                f" {made.missing[0]}"
            )
        if made.new_key:
            self.stdout.write(
                f"A new key was made: {settings.BACKUP_KEY_FILE}\n"
                "Keep a copy of it in another place: without the key nobody can read the backup."
            )

    def _say(self, text: str) -> None:
        self.stdout.write(f"  {text}")
        self.stdout.flush()
