"""What pip cannot bring: looked for first, installed with apt by root, else named in one line."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tools.say import Refusal, step


@dataclass(frozen=True, slots=True)
class Need:
    """A thing of the system, how to see that it is there, and the packages that bring it."""

    what: str
    is_there: Callable[[], bool]
    packages: tuple[str, ...]


def _has_venv() -> bool:
    done = subprocess.run(
        [sys.executable, "-c", "import venv, ensurepip"], capture_output=True, check=False
    )
    return done.returncode == 0


def _has_pango() -> bool:
    try:
        for library in ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0"):
            ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _has_cyrillic_font() -> bool:
    if shutil.which("fc-list") is None:
        return False
    listed = subprocess.run(
        ["fc-list", ":lang=ru", "family"], capture_output=True, text=True, check=False
    )
    return bool(listed.stdout.strip())


def chromium() -> str | None:
    """The browser that the tests drive."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return found
    return None


def _packaged_chromium_is_there() -> bool:
    """Ubuntu has no such package but a snap: there tools/browser.py brings the browser."""
    return chromium() is not None or _is_ubuntu()


def _is_ubuntu() -> bool:
    try:
        return "\nID=ubuntu\n" in "\n" + Path("/etc/os-release").read_text()
    except OSError:
        return False


def _has_poppler() -> bool:
    return shutil.which("pdftoppm") is not None and shutil.which("pdftotext") is not None


PYTHON_PACKAGE = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
FOR_DEMO = [
    Need("Python's venv", _has_venv, (PYTHON_PACKAGE,)),
    Need(
        "Pango (prints PDF)",
        _has_pango,
        ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
    ),
    Need("a Cyrillic font", _has_cyrillic_font, ("fontconfig", "fonts-dejavu-core")),
]
FOR_TESTS = [
    *FOR_DEMO,
    Need("Chromium (browser tests)", _packaged_chromium_is_there, ("chromium",)),
    Need("poppler (reads PDF)", _has_poppler, ("poppler-utils",)),
]


def ensure(needs: list[Need]) -> None:
    """See that all is there; root installs the rest, others are told in one line."""
    missing = [need for need in needs if not need.is_there()]
    if not missing:
        return
    packages = [package for need in missing for package in need.packages]
    command = f"apt-get install -y {' '.join(packages)}"
    named = ", ".join(need.what for need in missing)
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise Refusal(f"Missing on this system: {named}. Install it first: sudo {command}")
    with step(f"Installing {named} with apt"):
        _apt(["update"])
        _apt(["install", "-y", "--no-install-recommends", *packages])
    still = [need.what for need in missing if not need.is_there()]
    if still:
        raise Refusal(
            f"apt installed {' '.join(packages)}, yet {', '.join(still)} cannot be found."
        )


def _apt(arguments: list[str]) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        ["apt-get", "-q", *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        complaint = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
        raise Refusal(f"apt-get {arguments[0]} failed: {' '.join(complaint)}")
