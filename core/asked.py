"""What an address asks for, brought into shape: nonsense asks for nothing and breaks nothing."""

from __future__ import annotations

from datetime import date

_DIGITS = 18  # all numbers of so many digits fit the database's ids


def number_asked(text: str | None) -> int | None:
    """An id or the number of a page; None for anything else, and for what no id can be."""
    text = text or ""
    return int(text) if text.isdecimal() and len(text) <= _DIGITS else None


def day_asked(text: str | None) -> date | None:
    """A day (2025-09-08) of this century; None for anything else: a calendar that is turned
    beyond the first or last year ends in an error."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2100 else None


def words_asked(text: str | None, *, most: int = 80) -> str:
    """Words to search for, without the one character the database cannot hold."""
    return (text or "").replace("\x00", "")[:most]
