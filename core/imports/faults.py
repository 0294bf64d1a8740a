"""What is wrong with a file, and where: file, sheet, row, column, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from core.text import sort_key

# More than this nobody reads at one sitting; the rest is counted.
MOST = 300


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a file, as it is seen there: rows from 1, columns A, B, …"""

    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    heading: str = ""

    def at(self, *, column: str, heading: str = "") -> Place:
        return replace(self, column=column, heading=heading)

    @property
    def text(self) -> str:
        """«staff.xlsx, sheet Staff, row 3, column B (Name)»"""
        parts = [self.file]
        if self.sheet:
            parts.append(_("sheet “%(name)s”") % {"name": self.sheet})
        if self.row is not None:
            parts.append(_("row %(row)s") % {"row": self.row})
        if self.column:
            heading = f" ({self.heading})" if self.heading else ""
            parts.append(_("column %(column)s") % {"column": self.column} + heading)
        return ", ".join(part for part in parts if part)

    @property
    def order(self) -> tuple[str, str, int, int, str]:
        return (
            sort_key(self.file),
            sort_key(self.sheet),
            self.row or 0,
            len(self.column),
            self.column,
        )


@dataclass(frozen=True, slots=True)
class Fault:
    """One error. `code` is for tests and programs, `message` for the person who mends the file."""

    place: Place
    code: str
    message: str

    def as_json(self) -> dict[str, Any]:
        return {
            **asdict(self.place),
            "code": self.code,
            "message": self.message,
            "where": self.place.text,
        }


class BadCell(Exception):
    """A cell cannot be read; its place is known to who asked for the value."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Faults:
    """All errors of one import, found at once, in the order of the files."""

    def __init__(self) -> None:
        self._kept: list[Fault] = []
        self._seen: set[Fault] = set()
        self.more = 0

    def add(self, place: Place, code: str, message: str) -> None:
        fault = Fault(place, code, message)
        if fault in self._seen:
            return
        if len(self._kept) >= MOST:
            self.more += 1
            return
        self._seen.add(fault)
        self._kept.append(fault)

    def __len__(self) -> int:
        return len(self._kept) + self.more

    def __bool__(self) -> bool:
        return bool(self._kept)

    def __iter__(self) -> Iterator[Fault]:
        return iter(sorted(self._kept, key=lambda fault: fault.place.order))
