"""manage.py import_plans FILE… [--json] [--course ID --as LOGIN]: curriculum plans from files.

Without --course it reads and reports, and needs no database. The JSON is described in
docs/plans.md."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from core.imports.faults import Place
from core.imports.tables import MOST_BYTES, Upload
from journal.plans.parts import PlanFile
from journal.plans.reader import read_plan_file
from journal.plans.report import report


class Command(BaseCommand):
    help = "Read curriculum plans from XLSX, CSV, DOCX and JSON files; say what they hold."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--json", action="store_true", help="answer as JSON")
        parser.add_argument("--course", type=int, help="save the plan as a draft of this course")
        parser.add_argument("--as", dest="login", default="", help="login name of who saves it")
        parser.add_argument(
            "--list",
            type=int,
            default=1,
            help="which list of the file to save: 1 is the first (the topics), 2 the next",
        )
        parser.add_argument("--language", default="ru", choices=["ru", "en"])

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(options["language"]):
            files = [self._read(path) for path in options["files"]]
            said = report(files)
            if options["course"] is not None:
                said["saved"] = self._save(files, options)
            if options["json"]:
                self.stdout.write(json.dumps(said, ensure_ascii=False, indent=1))
            else:
                self._say(said)
        if said["totals"]["errors"]:
            sys.exit(1)

    def _read(self, path: Path) -> PlanFile:
        try:
            if path.stat().st_size <= MOST_BYTES:
                return read_plan_file(Upload(path.name, path.read_bytes()))
            message = _("The file is bigger than %(size)s MB. Divide it.")
            code, message = "too_big", message % {"size": MOST_BYTES >> 20}
        except OSError as error:
            code, message = "cannot_open", error.strerror or str(error)
        file = PlanFile(name=path.name)
        file.faults.add(Place(path.name), code, message)
        return file

    def _save(self, files: list[PlanFile], options: dict[str, Any]) -> dict[str, Any] | None:
        """Save the chosen list of the only plan; nothing where something could not be read."""
        # Reading needs no database: what saves is loaded only here.
        from core.refusal import Refused
        from journal.actions.plan_import import save_read_plan_as

        if any(file.faults for file in files):
            return None
        plans = [(file, plan) for file in files for plan in file.plans]
        if len(plans) != 1:
            raise CommandError("One plan at a time is saved: give one file that holds one plan.")
        file, plan = plans[0]
        lists = plan.lists
        if not 1 <= options["list"] <= len(lists):
            raise CommandError(f"--list goes from 1 to {len(lists)} in this file.")
        try:
            made = save_read_plan_as(
                login=options["login"],
                course_id=options["course"],
                plan=plan,
                chosen=lists[options["list"] - 1],
                source=file.name,
            )
        except Refused as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        return {"plan": made.pk, "course": made.course_id, "version": made.version}

    def _say(self, said: dict[str, Any]) -> None:
        for file in said["files"]:
            self.stdout.write(file["file"])
            for plan in file["plans"]:
                lists = ", ".join(str(one["rows"]) for one in plan["lesson_lists"])
                self.stdout.write(
                    f"  {plan['name']}: {plan['topics']} topics, {plan['topics_hours']} h"
                    f" of {plan['declared_hours']}" + (f"; lessons {lists}" if lists else "")
                )
            for kind in ("flags", "notes"):
                for one in file[kind]:
                    self.stdout.write(f"  {'!' if kind == 'flags' else '·'} {one['message']}")
            for error in file["errors"]:
                self.stdout.write(f"  × {error['where']}: {error['message']}")
        if said.get("saved"):
            self.stdout.write(f"saved as version {said['saved']['version']}")
