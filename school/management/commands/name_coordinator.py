"""Name the coordinator or a supervisor of a municipality."""

from __future__ import annotations

import getpass
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.refusal import Refused
from school.actions.municipality import name_in_municipality
from school.actions.people import Identity
from school.models import MunicipalRole


class Command(BaseCommand):
    help = "Name the coordinator (order 1) or a supervisor (order 4) of a municipality."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("municipality", help="its name, as the schools were entered with")
        parser.add_argument("login", help="login name; somebody known, or somebody new")
        parser.add_argument("--last", default="", help="last name of somebody new")
        parser.add_argument("--first", default="")
        parser.add_argument("--patronymic", default="")
        parser.add_argument("--email", default="")
        parser.add_argument("--role", choices=MunicipalRole.values, default="coordinator")
        parser.add_argument("--order", default="", help="number of the order")
        parser.add_argument("--order-day", type=date.fromisoformat, default=None)
        parser.add_argument("--since", type=date.fromisoformat, default=None)
        parser.add_argument("--password", action="store_true", help="ask for a password")

    def handle(self, *args: Any, **options: Any) -> None:
        identity = Identity(
            last_name=options["last"],
            first_name=options["first"],
            patronymic=options["patronymic"],
            email=options["email"],
        )
        try:
            duty = name_in_municipality(
                municipality=options["municipality"],
                login=options["login"],
                identity=identity,
                role=options["role"],
                order_number=options["order"],
                order_day=options["order_day"],
                since=options["since"] or timezone.localdate(),
                password=getpass.getpass() if options["password"] else "",
            )
        except Refused as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        self.stdout.write(f"{duty.person.login}: {duty.role}, {duty.since}")
