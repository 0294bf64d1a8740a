"""Login names for people who have none yet: ivanov.ip, ivanov.ip2, …"""

from __future__ import annotations

import re

from django.db import connection

from core.imports.batch import Batch
from core.text import Name
from school.models import Person

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


def give_logins(batch: Batch) -> None:
    """Give every new person without a login name the first free one; one statement for all."""
    nameless = [person for person in batch.plan.made(Person) if not person.login]
    if not nameless:
        return
    bases = {login_of(person.name) for person in nameless}
    taken = _taken(bases)
    taken.update(person.login.lower() for person in batch.plan.made(Person) if person.login)
    counters: dict[str, int] = {}
    for person in nameless:
        base = login_of(person.name)
        person.login = _free(base, taken, counters)
        taken.add(person.login)


def _taken(bases: set[str]) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT lower(login) FROM school_person"
            " WHERE regexp_replace(lower(login), '[0-9]+$', '') = ANY(%s)"
            " OR lower(login) = ANY(%s)",
            [list(bases), list(bases)],
        )
        return {login for (login,) in cursor.fetchall()}


def _free(base: str, taken: set[str], counters: dict[str, int]) -> str:
    if base not in taken and base not in counters:
        counters[base] = 1
        return base
    number = counters.get(base, 1) + 1
    while f"{base}{number}" in taken:
        number += 1
    counters[base] = number
    return f"{base}{number}"
