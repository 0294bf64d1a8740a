"""manage.py import_registers FILE… --school ID: registers from XLSX, CSV and OneRoster packages."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

import pghistory
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from core.imports.batch import Batch
from core.imports.tables import MOST_BYTES, Upload
from core.refusal import Refused
from school.imports.actions import import_files, look_at_files
from school.imports.preview import preview_of
from school.models import Person, Role, School


class Command(BaseCommand):
    help = "Read registers from files into a school. Nothing is written unless all is right."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--school", type=int, required=True, help="number of the school")
        parser.add_argument("--day", type=date.fromisoformat, help="changes hold from this day")
        parser.add_argument("--by", default="", help="login name of who imports")
        parser.add_argument("--dry-run", action="store_true", help="look, write nothing")
        parser.add_argument("--json", action="store_true", help="answer as JSON")
        parser.add_argument("--language", default="ru", choices=["ru", "en"])

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(options["language"]):
            actor = self._actor(options["school"], options["by"])
            work = look_at_files if options["dry_run"] else import_files
            bar = _Bar(shown=sys.stderr.isatty() and not options["json"])
            try:
                with pghistory.context(user=actor.pk, route="import_registers"):
                    batch = work(
                        actor=actor,
                        school_id=options["school"],
                        uploads=[self._read(path) for path in options["files"]],
                        now=timezone.now(),
                        day=options["day"],
                        progress=bar.show,
                    )
            except Refused as refusal:
                raise CommandError(" ".join(refusal.messages)) from refusal
            finally:
                bar.end()
            self._say(batch, options)
        if batch.faults:
            sys.exit(1)

    def _actor(self, school_id: int, login: str) -> Person:
        if not School.objects.filter(pk=school_id).exists():
            raise CommandError(f"There is no school {school_id}.")
        people = Person.objects.filter(
            duties__school=school_id, duties__role=Role.ADMINISTRATOR
        ).order_by("duties__pk")
        if login:
            people = Person.objects.filter(login__iexact=login)
        actor = people.first()
        if actor is None:
            raise CommandError("Say with --by who imports: the school has no administrator.")
        return actor

    def _read(self, path: Path) -> Upload:
        try:
            if path.stat().st_size > MOST_BYTES:
                raise CommandError(f"{path}: bigger than {MOST_BYTES >> 20} MB")
            return Upload(path.name, path.read_bytes())
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error

    def _say(self, batch: Batch, options: dict[str, Any]) -> None:
        preview = preview_of(batch)
        if options["json"]:
            said = preview | {"written": not batch.faults and not options["dry_run"]}
            self.stdout.write(json.dumps(said, ensure_ascii=False, indent=1))
            return
        for fault in preview["faults"]:
            self.stderr.write(f"{fault['where']}: {fault['message']} [{fault['code']}]")
        if preview["more_faults"]:
            self.stderr.write(f"… +{preview['more_faults']}")
        for row in preview["counts"]:
            self.stdout.write(
                f"{row['label']:<30} +{row['new']:<6} ~{row['changed']:<6} ={row['unchanged']}"
            )
        for notice in preview["notices"]:
            self.stdout.write(notice)


class _Bar:
    """A line on the terminal that grows."""

    def __init__(self, *, shown: bool) -> None:
        self.shown = shown

    def show(self, step: str, done: int, total: int) -> None:
        if self.shown:
            full = 30 * done // total if total else 0
            bar = "█" * full + "·" * (30 - full)
            sys.stderr.write(f"\r\033[K{step:<32} {bar} {done}/{total}")
            sys.stderr.flush()

    def end(self) -> None:
        if self.shown:
            sys.stderr.write("\r\033[K")
