"""What went wrong, told so that whoever keeps the house can find it, and nobody's data is in it."""

from __future__ import annotations

import re
import traceback
from pathlib import Path

from django.conf import settings

MOST = 500
# Words that may be of a person: anything quoted that is not the name of a column or a constraint,
# Cyrillic, addresses, long numbers.
_HIDDEN = (
    (re.compile(r"\S+@\S+"), "…"),
    (re.compile(r"[А-Яа-яЁё]+(?:[\s.-]+[А-Яа-яЁё]+)*"), "…"),
    (re.compile(r"'[^']*'"), "'…'"),
    (re.compile(r'"(?![a-z]+(?:_[a-z0-9]+)+")[^"]*"'), '"…"'),
    (re.compile(r"\d{4,}"), "…"),
)


def told(problem: BaseException) -> str:
    """Its class, its place in our code, and its first line without what may be personal."""
    lines = str(problem).strip().splitlines()
    text = _without_persons(lines[0]) if lines else ""
    parts = [type(problem).__name__, _place(problem), text and f": {text}"]
    return "".join(filter(None, parts))[:MOST]


def _without_persons(text: str) -> str:
    for pattern, instead in _HIDDEN:
        text = pattern.sub(instead, text)
    return text


def _place(problem: BaseException) -> str:
    """The innermost line of our own code."""
    root = Path(settings.BASE_DIR)
    for frame in reversed(traceback.extract_tb(problem.__traceback__)):
        path = Path(frame.filename)
        if path.is_relative_to(root) and not path.is_relative_to(root / "var"):
            return f" ({path.relative_to(root)}:{frame.lineno})"
    return ""
