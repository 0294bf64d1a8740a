"""manage.py forget_orphan_files: what the daily task does, by hand."""

from __future__ import annotations

from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.utils import timezone

from core.files import forget_orphans
from core.files.keeping import DAYS_KEPT


class Command(BaseCommand):
    help = "Delete files that nothing has pointed to for some days, and bytes without a row."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=int, default=DAYS_KEPT)

    def handle(self, *, days: int, **_options: object) -> None:
        gone = forget_orphans(now=timezone.now(), days=days)
        self.stdout.write(f"{gone} files deleted.")
