"""manage.py clauses: write docs/clauses.md, the trace from the order to rules, pages and tests."""

from __future__ import annotations

from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from control.clauses import CLAUSES, as_page, clauses_of_tests, trace
from core.regulation import rules


class Command(BaseCommand):
    help = "Write docs/clauses.md; with --check only say whether it is stale."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *, check: bool, **_options: object) -> None:
        page = settings.BASE_DIR / "docs" / "clauses.md"
        text = clauses_page()
        if check:
            if not page.exists() or page.read_text() != text:
                raise CommandError("docs/clauses.md is stale: run make clauses.")
            return
        page.write_text(text)
        self.stdout.write(f"{page.relative_to(settings.BASE_DIR)}: {len(CLAUSES)} clauses")


def clauses_page() -> str:
    """The page as it should be now."""
    tests = clauses_of_tests(settings.BASE_DIR / "tests")
    unknown = sorted(set(tests) - {clause.pk for clause in CLAUSES})
    return as_page(trace(rules, tests), unknown)
