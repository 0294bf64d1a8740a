"""The browser of the tests where the system's packages have none (Ubuntu ships it as a snap only).

Run inside the environment: python -m tools.browser. Playwright's own build goes to var/browsers;
a link named chromium there is first on the tests' PATH.
"""

from __future__ import annotations

import os
import subprocess
import sys

from tools import system
from tools.paths import BROWSERS
from tools.say import Refusal, refuse, step

LINK = BROWSERS / "bin" / "chromium"


def ensure_browser() -> None:
    """See that the tests will find a browser by the name chromium."""
    found = system.chromium()
    if found is not None:
        _link(found)
        return
    if not LINK.exists():
        _link(_fetch())


def _link(program: str) -> None:
    LINK.parent.mkdir(parents=True, exist_ok=True)
    LINK.unlink(missing_ok=True)
    LINK.symlink_to(program)


def _fetch() -> str:
    os.environ["PLAYWRIGHT_BROWSERS_PATH"] = str(BROWSERS)
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    if os.geteuid() == 0:
        command.append("--with-deps")
    with step("Fetching Chromium with Playwright"):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    programs = sorted(BROWSERS.glob("chromium-*/*/chrome"))
    if done.returncode or not programs:
        raise Refusal("No Chromium for the browser tests: install chromium or google-chrome first.")
    return str(programs[-1])


if __name__ == "__main__":
    try:
        ensure_browser()
    except Refusal as refusal:
        refuse(str(refusal))
