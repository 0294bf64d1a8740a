"""Secrets of an embedded installation: made once, in var/secrets, readable by the owner alone."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from tools.paths import SECRETS, make_private


def secret(name: str, *, folder: Path = SECRETS) -> str:
    """The secret of this name; two commands that ask at the same moment get the same one."""
    path = make_private(folder) / name
    if not path.exists():
        _write_once(path, secrets.token_urlsafe(48))
    return path.read_text().strip()


def _write_once(path: Path, value: str) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(value + "\n")
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()
