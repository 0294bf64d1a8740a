"""Remove all that git ignores: the environment, the embedded servers and their data."""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path

from tools.paths import CHECKOUT, RUN, SERVICES, VAR
from tools.say import refuse

CACHES = (".pytest_cache", ".ruff_cache", ".hypothesis", ".import_linter_cache")


def main() -> None:
    _refuse_while_running()
    elsewhere = SERVICES.resolve().parent if SERVICES.is_symlink() else None
    if elsewhere is not None and elsewhere.exists():
        shutil.rmtree(elsewhere)
    if VAR.exists():
        shutil.rmtree(VAR)
    for name in CACHES:
        shutil.rmtree(CHECKOUT / name, ignore_errors=True)
    for folder, inside, files in os.walk(CHECKOUT):
        inside[:] = [name for name in inside if name != ".git"]
        if Path(folder).name == "__pycache__":
            shutil.rmtree(folder)
            continue
        for name in files:
            if name.endswith(".mo"):
                (Path(folder) / name).unlink()


def _refuse_while_running() -> None:
    if not (RUN / "services.lock").exists():
        return
    with (RUN / "services.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            refuse("A command of this checkout still runs: stop it first (Ctrl-C in `make demo`).")


if __name__ == "__main__":
    try:
        main()
    except PermissionError as error:
        refuse(
            f"{error.filename} belongs to another user: run `make clean` as that user or as root."
        )
