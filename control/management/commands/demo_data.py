"""manage.py demo_data: invented schools with a year of lessons up to today."""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from control.demo.build import build_schools
from control.demo.world import Wish
from core.refusal import Refused


class Command(BaseCommand):
    help = "Invent schools with people, timetable and records up to a day, in an empty database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--schools", type=int, default=1)
        parser.add_argument("--students", type=int, default=300, help="in each school")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--today", type=date.fromisoformat, help="YYYY-MM-DD, default: today")
        parser.add_argument("--shifts", type=int, choices=(1, 2), default=1)
        parser.add_argument("--logins", type=Path, help="file for the logins, default var/run")
        parser.add_argument("--password", default="demo", help="of everybody; for demos only")

    def handle(self, **options: object) -> None:
        began = time.monotonic()

        def say(text: str) -> None:
            self.stdout.write(f"{time.monotonic() - began:6.1f} s  {text}")
            self.stdout.flush()

        try:
            logins = build_schools(self._wish(options), say)
        except Refused as refused:
            raise CommandError(refused.messages[0]) from refused
        file = options["logins"] or settings.VAR_DIR / "run" / "demo_logins.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(logins, ensure_ascii=False, indent=1))
        say("done")
        for row in logins:
            self.stdout.write(
                f"  {row['role']:<17} {row['login']:<17} {row['password']:<8} "
                f"{row['name']} ({row['note']})"
            )

    def _wish(self, options: dict[str, object]) -> Wish:
        zone = ZoneInfo("Europe/Moscow")
        now = timezone.now().astimezone(zone)
        today = options["today"] or now.date()
        if today != now.date():
            now = datetime(today.year, today.month, today.day, 12, 0, tzinfo=zone)
        return Wish(
            schools=options["schools"],
            students=options["students"],
            seed=options["seed"],
            today=today,
            now=now,
            shifts=options["shifts"],
            password=options["password"],
            password_hash=make_password(options["password"]),
        )
