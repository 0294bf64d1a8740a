"""How soon the journal grid answers a key, by the browser's own event timing.

`python -m bench.keys` opens the bench school's journal page in Chromium, types marks and moves, and
prints the median and the 95th percentile of the time from each key to the next picture. The browser
tells of events of 16 ms and more, in steps of 8 ms; shorter ones are counted as 16."""

from __future__ import annotations

import shutil
from statistics import median, quantiles
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROUNDS = 10
# In and around the column of today, where nobody is asked for a reason.
KEYS = (
    *("5", "Enter", "4", "Enter", "ArrowLeft", "ArrowDown", "ArrowRight", "3", "Enter"),
    *("Shift+ArrowDown", "ArrowUp", "Delete"),
)
_WATCH = """() => {
  window.ejTimes = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (entry.name === "keydown") window.ejTimes.push(entry.duration);
    }
  }).observe({ type: "event", durationThreshold: 16 });
}"""


def react(page: Page) -> str:
    """Type into the grid on this page; what the browser measured, in words."""
    page.evaluate(_WATCH)
    page.locator("ej-grid td[tabindex]").click()
    pressed = 0
    for _ in range(ROUNDS):
        for key in KEYS:
            page.keyboard.press(key)
            page.wait_for_timeout(60)  # a fast hand: sixteen keys a second
            pressed += 1
    page.wait_for_timeout(500)
    times = page.evaluate("window.ejTimes")
    times += [16] * (pressed - len(times))
    students, lessons = page.locator("tr[data-s]").count(), page.locator("th[data-l]").count()
    slow = quantiles(times, n=20)[-1]
    middle = f"median {median(times):.0f} ms, 95 % under {slow:.0f} ms"
    return f"{students} × {lessons}: {pressed} keys, {middle}"


def main() -> None:
    from playwright.sync_api import sync_playwright

    from bench.__main__ import scene_of
    from bench.places import places, prepare
    from bench.server import web
    from tools.with_services import environment_for

    with environment_for(for_tests=False) as environment:
        own = prepare(places()[0], environment)
        page_of = scene_of(own)["pages"]["journal"]
        with web(own, counting=False) as port, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
            )
            base = f"http://127.0.0.1:{port}"
            context = browser.new_context(viewport={"width": 1366, "height": 768}, base_url=base)
            context.add_cookies(
                [{"name": n, "value": v, "url": base} for n, v in page_of["session"].items()]
            )
            page = context.new_page()
            page.goto(page_of["url"])
            print(react(page))
            browser.close()


if __name__ == "__main__":
    main()
