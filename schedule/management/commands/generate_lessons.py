"""manage.py generate_lessons --school 1 --first 2025-09-01 --last 2026-05-26"""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.refusal import Refused
from schedule.actions.generate import generate_lessons
from school.models import AcademicYear, School


class Command(BaseCommand):
    help = "Make the lessons that a school's timetable means; repeating changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--school", type=int, required=True, help="the school's number")
        parser.add_argument("--first", type=date.fromisoformat, help="default: today")
        parser.add_argument("--last", type=date.fromisoformat, help="default: the year's last day")

    def handle(self, *args: Any, **options: Any) -> None:
        school = School.objects.filter(pk=options["school"]).first()
        if school is None:
            raise CommandError("There is no such school.")
        first = options["first"] or timezone.localdate(timezone=school.zone)
        last = options["last"] or self._last_day(school, first)
        try:
            made = generate_lessons(
                actor=None,
                school=school,
                first=first,
                last=last,
                now=timezone.now(),
                progress=self._progress,
            )
        except Refused as refused:
            raise CommandError(refused.message) from refused
        self.stdout.write(
            f"created {made.created}, changed {made.changed}, removed {made.removed},"
            f" kept {made.kept}"
        )
        for problem in made.problems:
            self.stdout.write(
                f"  {problem.course}, {problem.number}: {problem.label}"
                f" {problem.whom} {problem.other} ({problem.first_day}, {problem.times}×)"
            )

    def _progress(self, percent: int, step: str) -> None:
        self.stderr.write(f"{percent:3d} % {step}")

    def _last_day(self, school: School, day: date) -> date:
        year = AcademicYear.objects.filter(school=school, last_day__gte=day).first()
        if year is None:
            raise CommandError("The school has no academic year then: say --last.")
        return year.last_day
