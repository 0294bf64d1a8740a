"""manage.py fix_figures: what Monday's background work does, for all schools, by hand."""

from __future__ import annotations

import time

from django.core.management.base import BaseCommand
from django.utils import timezone

from control.actions.snapshots import fix_closed_weeks
from school.models import School


class Command(BaseCommand):
    help = "Fix the figures of the closed week for every school that lacks them."

    def handle(self, **_options: object) -> None:
        began, fixed = time.monotonic(), 0
        for school_id in School.objects.order_by("pk").values_list("pk", flat=True):
            fixed += fix_closed_weeks(school_id=school_id, now=timezone.now())
        self.stdout.write(f"{fixed} weeks were fixed in {time.monotonic() - began:.1f} s")
