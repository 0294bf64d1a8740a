"""Names and sorting as Russians expect them."""

from __future__ import annotations

from dataclasses import dataclass

# Ё sorts with Е but after it where all else is equal; the database has no ICU, so the key is
# computed here and stored (design.md section 4).
_SORT = str.maketrans({"ё": "е"})


def sort_key(*parts: str) -> str:
    """Key that orders names as a Russian class list does: case aside, Ё beside Е."""
    folded = " ".join(" ".join(parts).replace("-", " ").casefold().split())
    marks = "".join("1" if letter == "ё" else "0" for letter in folded)
    return f"{folded.translate(_SORT)}\x01{marks}".rstrip("0") if "1" in marks else folded


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name in the forms a school writes."""

    last: str
    first: str
    patronymic: str = ""

    @property
    def full(self) -> str:
        """Иванов Иван Петрович"""
        return " ".join(filter(None, (self.last, self.first, self.patronymic)))

    @property
    def in_class(self) -> str:
        """Иванов Иван, as class lists are written."""
        return f"{self.last} {self.first}".strip()

    @property
    def short(self) -> str:
        """Иванов И. П."""
        initials = " ".join(f"{part[0]}." for part in (self.first, self.patronymic) if part)
        return f"{self.last} {initials}".strip()

    @property
    def polite(self) -> str:
        """Иван Петрович, as a teacher is addressed."""
        return " ".join(filter(None, (self.first, self.patronymic))) or self.last
