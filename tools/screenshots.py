"""Photograph every page: python -m tools.screenshots [--only WORD] [--all].

Writes var/screenshots/<page>-<width>.png at 360, 768 and 1440 px for looking at; with `--all` also
dark and in large print. The few pictures that README shows are copied to docs/screenshots."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys

from tools.paths import CHECKOUT


def main() -> int:
    """Drive the browser through the test village; the exit code is the photographer's."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="pages whose name holds this word")
    parser.add_argument("--all", action="store_true", help="also dark and large print")
    chosen = parser.parse_args()
    environment = {"PHOTOGRAPH_ONLY": chosen.only, "PHOTOGRAPH_ALL": "1" if chosen.all else ""}
    command = [sys.executable, "-m", "pytest", "-q", "tests/browser/photographer.py"]
    return subprocess.call(command, cwd=CHECKOUT, env={**os.environ, **environment})


if __name__ == "__main__":
    sys.exit(main())
