"""Real browsers: Debian's Chromium, driven by Playwright, against a live server.

In CI a missing Chromium fails the run; elsewhere such tests skip and say what to install."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from school.models import Person
from tests import builders as b
from tests.village import NOW, Village, a_village

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None and not os.environ.get("CI"):
                item.add_marker(pytest.mark.skip(reason="no Chromium: apt install chromium"))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
            ],
        )
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
            context.add_cookies([_session_cookie(person, live_server.url)])
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


def _session_cookie(person: Person, url: str) -> dict[str, str]:
    client: Client = b.logged_in(person)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": url}
