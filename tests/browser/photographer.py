"""Pictures of every page for looking at (`make screenshots`); not collected by a plain run."""

from __future__ import annotations

import os
import shutil

from django.conf import settings

from tests.browser.pages import all_pages

WIDTHS = (360, 768, 1440)
SHOWN_IN_README = {"journal-course-1440": "journal.png", "diary-week-360": "diary.png"}


def test_photograph_every_page(enter, village):
    folder = settings.VAR_DIR / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    only = os.environ.get("PHOTOGRAPH_ONLY", "")
    looks = [("light", "usual")]
    if os.environ.get("PHOTOGRAPH_ALL"):
        looks += [("dark", "usual"), ("light", "large")]
    for width in WIDTHS:
        pages: dict[str, object] = {}
        for slug, role, address in all_pages():
            if only not in slug:
                continue
            page = pages.get(role) or enter(village.people.get(role), width=width)
            pages[role] = page
            answer = page.goto(address(village))
            assert answer.status < 500, slug
            for theme, size in looks:
                page.evaluate(
                    "([t, p]) => { const d = document.documentElement.dataset;"
                    " d.bsTheme = t; d.print = p; }",
                    [theme, size],
                )
                suffix = "" if (theme, size) == ("light", "usual") else f"-{theme}-{size}"
                page.screenshot(path=str(folder / f"{slug}-{width}{suffix}.png"), full_page=True)
    for source, target in SHOWN_IN_README.items():
        if (folder / f"{source}.png").exists():
            (settings.BASE_DIR / "docs" / "screenshots").mkdir(exist_ok=True)
            shutil.copy(
                folder / f"{source}.png", settings.BASE_DIR / "docs" / "screenshots" / target
            )
