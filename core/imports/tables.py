"""A table as it was read: rows of raw cells, before anybody knows what they mean."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils import get_column_letter

from core.imports.faults import Place

# A bigger file is not a school's register: 20 000 rows are ten schools.
MOST_BYTES = 15 * 1024 * 1024
MOST_UNPACKED = 60 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 150
MOST_FILES = 30


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came: its name for people, its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its number as the person sees it, its cells."""

    number: int
    cells: tuple[Any, ...]

    @property
    def is_blank(self) -> bool:
        return all(cell is None or cell == "" for cell in self.cells)


@dataclass(slots=True)
class Table:
    """One sheet of a workbook, or one CSV file. `lines` holds no blank rows."""

    file: str
    sheet: str
    lines: list[Line] = field(default_factory=list)

    def place(self, row: int | None = None, column: int | None = None) -> Place:
        """A place in this table; `column` counts from 0."""
        letter = "" if column is None else get_column_letter(column + 1)
        return Place(self.file, self.sheet, row, letter)


class Unreadable(Exception):
    """A whole file cannot be read; one message says why and what to do."""

    def __init__(self, code: str, message: str, *, place: Place | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.place = place


@dataclass(frozen=True, slots=True)
class BadFormula:
    """A cell whose formula has no value (`code` no_value) or an error for one (`code` error)."""

    code: str
    formula: str


def clean(value: Any) -> Any:
    """A raw cell without what nobody sees: outer and hard spaces, zero-width signs."""
    if not isinstance(value, str):
        return value
    kept = value.translate(_UNSEEN)
    return "\n".join(" ".join(part.split()) for part in kept.strip().splitlines()).strip()


_UNSEEN = {
    0x00A0: " ", 0x202F: " ", 0x2007: " ", 0x2009: " ", 0x200B: None, 0x200C: None,
    0x200D: None, 0x2060: None, 0xFEFF: None, 0x00AD: None,
}  # fmt: skip
