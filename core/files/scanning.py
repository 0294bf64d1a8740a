"""A virus scanner of the operator's choice (`FILE_SCANNER`).

Either a command that gets the file's path as its last word and answers as clamscan does (0: clean,
1: something was found, anything else: it could not look), or the dotted path of a function
`scan(path: Path) -> str` that returns what was found, or nothing. A scanner that is set and does
not answer lets nothing in."""

from __future__ import annotations

import logging
import re
import shlex
import subprocess
import tempfile
from pathlib import Path

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from core.refusal import Refused

log = logging.getLogger(__name__)
SECONDS = 60
_DOTTED = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+")


def refuse_infected(body: bytes, *, field: str) -> None:
    """Show the bytes to the scanner, where one is set."""
    scanner = settings.FILE_SCANNER.strip()
    if not scanner:
        return
    with tempfile.NamedTemporaryFile(prefix="ej-scan-") as file:
        file.write(body)
        file.flush()
        found = _ask(scanner, Path(file.name), field)
    if found:
        log.warning("The virus scanner refused a file.")
        raise Refused("infected", _("The virus scanner found something in this file."), field=field)


def _ask(scanner: str, path: Path, field: str) -> bool:
    try:
        if _DOTTED.fullmatch(scanner):
            return bool(import_string(scanner)(path))
        done = subprocess.run(
            [*shlex.split(scanner), str(path)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except Exception as error:  # a scanner of the operator's own may fail in any way
        log.exception("The virus scanner failed.")
        raise _silent(field) from error
    if done.returncode not in (0, 1):
        log.error("The virus scanner answered %s.", done.returncode)
        raise _silent(field)
    return done.returncode == 1


def _silent(field: str) -> Refused:
    return Refused(
        "no_scanner",
        _("The virus scanner does not answer, so files cannot be taken now. Try again later."),
        field=field,
    )
