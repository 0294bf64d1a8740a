"""Login names, made from the name in Latin letters so that any keyboard can type them."""

from __future__ import annotations

import re

from django.db import connection

from core.text import Name

_LETTERS = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z",
    "и": "i", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh",
    "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
}  # fmt: skip


def latin(written: str) -> str:
    """Russian letters as Latin ones, everything else but letters, digits and hyphens dropped."""
    spelt = "".join(_LETTERS.get(sign, sign) for sign in written.casefold())
    return re.sub(r"[^a-z0-9-]", "", spelt)


def login_of(name: Name) -> str:
    """«Иванов Иван Петрович» → ivanov.ip"""
    initials = "".join(latin(part)[:1] for part in (name.first, name.patronymic) if part)
    return ".".join(filter(None, (latin(name.last)[:40] or "user", initials)))


def taken_logins(bases: set[str]) -> set[str]:
    """Login names that begin so and go on with digits only; one statement for all."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT lower(login) FROM school_person"
            " WHERE regexp_replace(lower(login), '[0-9]+$', '') = ANY(%s)"
            " OR lower(login) = ANY(%s)",
            [list(bases), list(bases)],
        )
        return {login for (login,) in cursor.fetchall()}


def next_free(base: str, taken: set[str], counters: dict[str, int]) -> str:
    """ivanov.ip, else ivanov.ip2, …; `counters` remembers where the search stopped."""
    if base not in taken and base not in counters:
        counters[base] = 1
        return base
    number = counters.get(base, 1) + 1
    while f"{base}{number}" in taken:
        number += 1
    counters[base] = number
    return f"{base}{number}"


def free_login(name: Name) -> str:
    """A login name for one new person."""
    base = login_of(name)
    return next_free(base, taken_logins({base}), {})
