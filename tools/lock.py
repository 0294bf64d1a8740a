"""Renew the lock files from pyproject.toml; no index address is written into them.

UPGRADE=1 takes the newest versions; without it only what pyproject.toml asks for changes.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.paths import CHECKOUT, VAR
from tools.say import refuse, step

OUTPUTS = {"base.txt": [], "dev.txt": ["--group", "test", "--group", "lint"]}


def find_uv() -> Path:
    """uv from the system, or in an environment of its own: nothing else needs it."""
    found = shutil.which("uv")
    if found:
        return Path(found)
    folder = VAR / "uv"
    if not (folder / "bin" / "uv").exists():
        with step("Installing uv"):
            subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
            subprocess.run(
                [folder / "bin" / "python", "-m", "pip", "install", "--quiet", "uv"], check=True
            )
    return folder / "bin" / "uv"


def compile_lock(uv: Path, name: str, groups: list[str]) -> int:
    command = [str(uv), "pip", "compile", "pyproject.toml", *groups, "--universal"]
    command += [
        "--python-version",
        "3.11",
        "--generate-hashes",
        "--no-emit-index-url",
        "--no-header",
    ]
    command += ["--quiet", "--output-file", f"requirements/{name}"]
    if os.environ.get("UPGRADE"):
        command.append("--upgrade")
    with step(f"Locking requirements/{name}"):
        return subprocess.run(command, cwd=CHECKOUT, check=False).returncode


def main() -> None:
    uv = find_uv()
    for name, groups in OUTPUTS.items():
        if compile_lock(uv, name, groups):
            refuse(f"requirements/{name} could not be locked.")


if __name__ == "__main__":
    main()
