"""Gather css, js and images under hashed names: python -m tools.static

Leaves out what packages ship and no page uses, since compressing it would take most of the time.
"""

from __future__ import annotations

import os
import subprocess
import sys

from tools.paths import CHECKOUT

UNUSED = (
    "*.rtl.*",
    "bootstrap-grid*",
    "bootstrap-reboot*",
    "bootstrap-utilities*",
    "bootstrap.esm*",
    "htm*-4*",
    "hx-*",
    "*-compat-*",
)


def main() -> int:
    """Collect from nothing, so that removed files do not stay."""
    command = [sys.executable, "manage.py", "collectstatic", "--no-input", "--clear"]
    for pattern in UNUSED:
        command += ["--ignore", pattern]
    settings = {"SECRET_KEY": "not-needed-to-copy-files", "TESTING": "0", "DEBUG": "0"}
    return subprocess.run(
        command, cwd=CHECKOUT, env={**os.environ, **settings}, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
