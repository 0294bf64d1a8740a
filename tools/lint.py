"""All that is checked without running a test. `--fix` rewrites what can be rewritten."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.paths import CHECKOUT, VENV
from tools.say import line

BIN = VENV / "bin"
CHECK_ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "SECRET_KEY": "x" * 25 + "0123456789abcdefghijklmnopqrstuvwxyz",
    "HTTPS": "1",
    "TESTING": "0",
    "DEBUG": "0",
}


def module(name: str, *arguments: str) -> list[str]:
    """A command by its module: the scripts' first line breaks in folders with long names."""
    return [sys.executable, "-m", name, *arguments]


def djade(*arguments: str) -> list[str]:
    """djade is a program without a Python module."""
    templates = [str(path) for path in sorted(CHECKOUT.glob("templates/**/*.html"))]
    templates += [str(path) for path in sorted(CHECKOUT.glob("*/templates/**/*.html"))]
    return [str(BIN / "djade"), *arguments, *templates] if templates else []


def import_contract() -> list[str]:
    return [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"]


def checks() -> Iterator[tuple[str, list[str]]]:
    yield "ruff", module("ruff", "check", ".")
    yield "ruff format", module("ruff", "format", "--check", ".")
    yield "djade", djade("--check")
    yield "layers", import_contract()
    yield "compile", module("compileall", "-q", "-f", "-x", r"(^|/)(var|\.git)/", ".")
    yield "migrations", [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"]
    yield (
        "deployment",
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
    )


def fixes() -> Iterator[tuple[str, list[str]]]:
    yield "ruff", module("ruff", "check", "--fix", "--quiet", ".")
    yield "ruff format", module("ruff", "format", "--quiet", ".")
    yield "djade", djade()


def run(name: str, command: list[str]) -> bool:
    """Whether it found nothing to complain about; its words are shown when it did."""
    if not command:
        return True
    done = subprocess.run(
        command,
        cwd=CHECKOUT,
        env={**os.environ, **CHECK_ENVIRONMENT, "PYTHONPATH": str(CHECKOUT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    line(f"{'ok  ' if done.returncode == 0 else 'FAIL'} {name}")
    if done.returncode:
        line(done.stdout.rstrip())
    return done.returncode == 0


def main() -> int:
    fixing = "--fix" in sys.argv[1:]
    results = [run(name, command) for name, command in (fixes() if fixing else checks())]
    return 0 if fixing or all(results) else 1


if __name__ == "__main__":
    Path(CHECKOUT / "var").mkdir(exist_ok=True)
    sys.exit(main())
