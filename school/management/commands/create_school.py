"""manage.py create_school: how an empty system begins."""

from __future__ import annotations

import os
import secrets
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from core.refusal import Refused
from school.actions.founding import Administrator, found_school


class Command(BaseCommand):
    help = (
        "Enter a school with an academic year, the usual quarters and one administrator. The"
        " password is taken from ADMINISTRATOR_PASSWORD, or made up and shown once."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--municipality", required=True, help="name of the municipality")
        parser.add_argument("--name", required=True, help="full name of the school")
        parser.add_argument("--short-name", default="", help="short name (default: the full one)")
        parser.add_argument("--administrator-login", required=True)
        parser.add_argument(
            "--administrator-name",
            default="",
            help='"last first patronymic" (default: the login name)',
        )
        parser.add_argument("--time-zone", default="Europe/Moscow")
        parser.add_argument("--year", type=int, help="calendar year in which the year begins")
        parser.add_argument("--language", default="ru", choices=["ru", "en"])

    def handle(self, *args: Any, **options: Any) -> None:
        password = os.environ.get("ADMINISTRATOR_PASSWORD") or secrets.token_urlsafe(12)
        words = (options["administrator_name"] or options["administrator_login"]).split()
        with translation.override(options["language"]):
            try:
                school = found_school(
                    municipality=options["municipality"],
                    name=options["name"],
                    short_name=(options["short_name"] or options["name"])[:80],
                    administrator=Administrator(
                        login=options["administrator_login"],
                        last_name=words[0],
                        first_name=words[1] if len(words) > 1 else "",
                        patronymic=" ".join(words[2:]),
                        password=password,
                    ),
                    today=timezone.localdate(),
                    time_zone=options["time_zone"],
                    year_begins=options["year"],
                )
            except Refused as refusal:
                raise CommandError(" ".join(refusal.messages)) from refusal
        self.stdout.write(f"School {school.pk}: {school}")
        self.stdout.write(f"Login: {options['administrator_login']}")
        if not os.environ.get("ADMINISTRATOR_PASSWORD"):
            self.stdout.write(f"Password (shown once): {password}")
