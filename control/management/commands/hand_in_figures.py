"""manage.py hand_in_figures: the week's figures as a signed file for the municipality."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from control.actions.handing_in import signed_document
from control.actions.snapshots import fix_closed_weeks
from control.models import Snapshot
from control.weeks import closed_week, monday_of
from core.refusal import Refused
from school.models import School


class Command(BaseCommand):
    help = "Write the fixed figures of a week as a signed JSON file, for upload or HTTP."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--week", type=date.fromisoformat, help="a day of it; default: closed")
        parser.add_argument("--out", type=Path, required=True, help="the file to write")
        parser.add_argument("--school", type=int, help="its number, where there are several")

    def handle(
        self, *, week: date | None, out: Path, school: int | None, **_options: object
    ) -> None:
        now, chosen = timezone.now(), self._school(school)
        fix_closed_weeks(school_id=chosen.pk, now=now)
        monday = monday_of(week) if week else closed_week(now, zone=chosen.zone)
        snapshot = Snapshot.objects.filter(school=chosen, week=monday).first()
        if snapshot is None:
            raise CommandError(f"No figures are fixed for the week of {monday}.")
        try:
            out.write_bytes(signed_document(snapshot))
        except (Refused, OSError) as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"{out}: {chosen}, {monday}")

    def _school(self, pk: int | None) -> School:
        found = School.objects.filter(**({"pk": pk} if pk else {}))[:2]
        if len(found) != 1:
            raise CommandError("Say which school: --school NUMBER.")
        return found[0]
