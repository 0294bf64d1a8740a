"""All pages that every room lists in `tests/<room>/pages.py`: (slug, role, address)."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable

import tests
from tests.village import Village

PageRow = tuple[str, str, Callable[[Village], str]]


def all_pages() -> list[PageRow]:
    found: list[PageRow] = []
    for module in pkgutil.walk_packages(tests.__path__, "tests."):
        if module.name.endswith(".pages") and not module.name.startswith("tests.browser"):
            found += importlib.import_module(module.name).PAGES
    return found
