"""Login names, made from the name in Latin letters so that any keyboard can type them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count

from django.db.models import CharField, Func, Value
from django.db.models.functions import Cast, Lower

from core.text import Name
from school.models import Person

_LATIN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch  y  e yu ya".split(" "),
        strict=True,
    )
)


def login_stem(name: Name) -> str:
    """Петрова Анна Ильинична → petrova.ai: what a login name starts with."""
    last = _latin(name.last)[:20]
    initials = "".join(_latin(part)[:1] for part in (name.first, name.patronymic))
    return ".".join(filter(None, (last, initials))) or "user"


class LoginMaker:
    """Gives out free login names; for many people at once it asks the database once per stem."""

    def __init__(self, names: Iterable[Name] = ()) -> None:
        self._taken: dict[str, set[str]] = {}
        stems = {login_stem(name) for name in names}
        if stems:
            self._learn(stems)

    def make(self, name: Name) -> str:
        stem = login_stem(name)
        if stem not in self._taken:
            self._learn({stem})
        taken = self._taken[stem]
        for number in count(1):
            login = stem if number == 1 else f"{stem}{number}"
            if login not in taken:
                taken.add(login)
                return login
        raise AssertionError

    def _learn(self, stems: set[str]) -> None:
        """Which logins begin so already: petrova.a, petrova.a2, …"""
        bare = Func(Lower("login"), Value("[0-9]+$"), Value(""), function="regexp_replace")
        rows = (
            Person.objects.annotate(stem=Cast(bare, CharField()))
            .filter(stem__in=stems)
            .values_list("stem", Lower("login"))
        )
        self._taken.update({stem: set() for stem in stems})
        for stem, login in rows:
            self._taken[stem].add(login)


def _latin(text: str) -> str:
    folded = "".join(_LATIN.get(letter, letter) for letter in text.casefold())
    return "".join(letter for letter in folded if letter.isascii() and letter.isalnum())
