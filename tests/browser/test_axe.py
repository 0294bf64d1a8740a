"""axe-core finds nothing on any page, on a phone, at a desk, in the dark and in large print."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.pages import all_pages

AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    "preload": False,
}


# The colours stand when the browser has painted twice.
PUT_ON = """theme => new Promise(done => {
  document.documentElement.dataset.bsTheme = theme;
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50)));
})"""


# The pages of a width are shared out, so that test processes side by side end together.
PARTS = 4


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing_on_any_page(enter, village, width, part):
    found: list[str] = []
    pages: dict[str, object] = {}
    for slug, role, address in list(all_pages())[part::PARTS]:
        page = pages.get(role) or enter(village.people.get(role), width=width)
        pages[role] = page
        answer = page.goto(address(village))
        assert answer.status < 500, slug
        for theme in ("light", "dark"):
            page.evaluate(PUT_ON, theme)
            found += [
                f"{slug} ({theme}): {violation['id']}: {node['html'][:160]}"
                for violation in Axe().run(page, options=AXE).response["violations"]
                for node in violation["nodes"]
            ]
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1"):
            found.append(f"{slug}: the page itself scrolls sideways at {width} px")

    assert found == []
