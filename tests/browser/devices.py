"""What tests of the journal without a network do with a device: look at what it keeps, kill it."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from journal.queries.kept import kept_pages
from tests import builders as b
from tests.village import Village

KEPT = """async () => {
  const names = (await caches.keys()).filter(name => name.startsWith('ej-pages-'));
  const kept = await Promise.all(names.map(async name => (await caches.open(name)).keys()));
  return kept.flat().map(({ url }) => new URL(url).pathname);
}"""
CONTROLLED = "() => Boolean(navigator.serviceWorker.controller)"
ENTRIES = """() => new Promise(done => {
  const asked = indexedDB.open('ej-entries');
  asked.onsuccess = () => {
    const db = asked.result;
    if (!db.objectStoreNames.contains('entries')) {
      db.close();
      indexedDB.deleteDatabase('ej-entries');
      return done([]);
    }
    const all = db.transaction('entries').objectStore('entries').getAll();
    all.onsuccess = () => { db.close(); done(all.result); };
  };
})"""


def kill(profile: Path) -> None:
    """SIGKILL to every process of the browser with this profile: no time to tidy up."""
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            with contextlib.suppress(OSError):
                if str(profile) in (folder / "cmdline").read_text():
                    os.kill(int(folder.name), signal.SIGKILL)


def until(page: Page, happened: Callable[[], object]) -> None:
    for _attempt in range(200):
        if happened():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it did not happen")


def open_my_day(page: Page, village: Village) -> None:
    """«My day» in the morning: from then on the day's pages are kept."""
    page.goto(f"/s/{village.school.pk}/day/")
    kept = kept_pages(village.school.pk, village.teacher.pk, today=b.MONDAY)
    until(page, lambda: set(page.evaluate(KEPT)) == set(kept))
    until(page, lambda: page.evaluate(CONTROLLED))


def state(page: Page, name: str) -> None:
    expect(page.locator("ej-saved")).to_have_attribute("data-state", name, timeout=20_000)
