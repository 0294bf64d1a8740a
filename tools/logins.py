"""The demo's logins by role, as `manage.py demo_data` has written them down."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from tools.paths import RUN

HEADINGS = ("Role", "Login", "Password", "Name", "")
KEYS = ("role", "login", "password", "name", "note")


def logins_table(path: Path = RUN / "demo_logins.json") -> str:
    """A table for the terminal; without the file, a sentence that says so."""
    try:
        people = json.loads(path.read_text())
    except (OSError, ValueError):
        return "No demo logins are known: the database was not filled by this checkout."
    rows = [HEADINGS, *(tuple(str(person.get(key) or "") for key in KEYS) for person in people)]
    widths = [max(_width(row[column]) for row in rows) for column in range(len(HEADINGS))]
    return "\n".join(_row(row, widths) for row in rows)


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (
        cell + " " * (width - _width(cell)) for cell, width in zip(cells, widths, strict=True)
    )
    return ("  " + "  ".join(padded)).rstrip()


def _width(text: str) -> int:
    """Columns on the screen: accents that join the letter before them take none."""
    return sum(not unicodedata.combining(letter) for letter in text)
