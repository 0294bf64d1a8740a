"""Real browsers: Debian's Chromium, driven by Playwright, against a live server.

In CI a missing Chromium fails the run; elsewhere such tests skip and say what to install."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from school.models import Person
from tests import builders as b
from tests.browser.cable import Cable
from tests.village import NOW, Village, a_village

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None and not os.environ.get("CI"):
                item.add_marker(pytest.mark.skip(reason="no Chromium: apt install chromium"))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def monday(transactional_db: None) -> Iterator[None]:
    """The server's clock stands at the village's moment and runs on from there."""
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def village(monday: None) -> Village:
    return a_village()


Enter = Callable[..., Page]


@pytest.fixture
def enter(chromium: Browser, live_server: object) -> Iterator[Enter]:
    """`enter(person, width=1440)`: a new browser of that person, logged in; a page of it."""
    contexts: list[BrowserContext] = []

    def make(person: Person | None = None, *, width: int = 1440, height: int = 900) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            base_url=live_server.url,
            locale="ru-RU",
            timezone_id="Europe/Moscow",
            reduced_motion="reduce",
        )
        contexts.append(context)
        if person is not None:
            context.add_cookies([session_cookie(person, live_server.url)])
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


def session_cookie(person: Person, url: str) -> dict[str, str]:
    """What a browser that this person has logged in with sends."""
    client: Client = b.logged_in(person)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": url}


@pytest.fixture
def cable(live_server: object) -> Iterator[Cable]:
    cable = Cable(live_server.url)
    yield cable
    cable.close()


@pytest.fixture
def device(
    chromium: Browser, cable: Cable, tmp_path: Path
) -> Iterator[Callable[..., BrowserContext]]:
    """`device(person)`: the browser of one device, with one profile however often it is opened."""
    opened: list[BrowserContext] = []

    def start(person: Person | None = None) -> BrowserContext:
        context = chromium.browser_type.launch_persistent_context(
            str(tmp_path / "profile"),
            executable_path=CHROMIUM,
            args=ARGUMENTS,
            base_url=cable.url,
            viewport={"width": 1366, "height": 768},
            locale="ru-RU",
            timezone_id="Europe/Moscow",
        )
        opened.append(context)
        if person is not None:
            context.add_cookies([session_cookie(person, cable.url)])
        return context

    yield start
    for context in opened:
        with contextlib.suppress(Exception):
            context.close()
