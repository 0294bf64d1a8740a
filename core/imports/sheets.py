"""Which sheets the house can read. Each room adds its own to `sheets` in its `apps.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

from core.imports.cells import Reader, text
from core.imports.faults import Place

if TYPE_CHECKING:
    from core.imports.batch import Batch
    from core.imports.tables import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a sheet: its headings in both languages, how its cells are read.

    `example` stands in the template, in Russian and in English; `tells` on its help sheet."""

    key: str
    ru: str
    en: str
    also: tuple[str, ...] = ()
    read: Reader = field(default_factory=text)
    required: bool = False
    example: tuple[str, str] = ("", "")
    tells: str | Promise = ""

    def title(self, language: str) -> str:
        return self.ru if language == "ru" else self.en

    @property
    def headings(self) -> tuple[str, ...]:
        return (self.ru, self.en, *self.also)


@dataclass(slots=True)
class Row:
    """One row with its values read; `place` leads back to the cell for an error."""

    place: Place
    values: dict[str, Any]
    places: dict[str, Place]
    broken: frozenset[str] = frozenset()

    def get(self, key: str, default: Any = None) -> Any:
        return self.values.get(key, default)

    def __getitem__(self, key: str) -> Any:
        return self.values[key]

    def at(self, *keys: str) -> Place:
        """Where the first of these values stands; the row where none does."""
        return next((self.places[key] for key in keys if key in self.places), self.place)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A register as a table, a row for a thing.

    `needs` lists alternatives; a table is this sheet when it has every column of one of them. One
    that is called so needs only one of `named_needs`: then a list of names is a list of staff.
    `plan` is called with all rows of all files once everything is read, in the order of `order`,
    so that one sheet may speak of what another brings."""

    key: str
    ru: str
    en: str
    also: tuple[str, ...] = ()
    order: int
    columns: tuple[Column, ...]
    needs: tuple[tuple[str, ...], ...]
    named_needs: tuple[tuple[str, ...], ...] = ()
    plan: Callable[[Batch, list[Row]], None]
    # What the sheet's own name may say for every row: a list called «5А» is that of the class.
    by_title: tuple[str, Reader] | None = None
    tells: str | Promise = ""
    hidden_in_template: tuple[str, ...] = ()

    def title(self, language: str) -> str:
        return self.ru if language == "ru" else self.en

    @property
    def names(self) -> tuple[str, ...]:
        return (self.ru, self.en, self.key, *self.also)

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)


@dataclass(frozen=True, slots=True, kw_only=True)
class GridSheet:
    """A register drawn as a picture (a timetable: days down, classes across), read as a whole.

    `fits` says how surely a table is one (0: not), `read` collects its entries, whatever they
    are, and `plan` gets all entries of all files."""

    key: str
    ru: str
    en: str
    also: tuple[str, ...] = ()
    order: int
    fits: Callable[[Table], int]
    read: Callable[[Batch, Table], list[Any]]
    plan: Callable[[Batch, list[Any]], None]
    example: Callable[[str], list[list[str]]]
    tells: str | Promise = ""

    def title(self, language: str) -> str:
        return self.ru if language == "ru" else self.en

    @property
    def names(self) -> tuple[str, ...]:
        return (self.ru, self.en, self.key, *self.also)


class SheetRegister:
    """All sheets of the house, in the order in which they are planned."""

    def __init__(self) -> None:
        self._sheets: dict[str, Sheet | GridSheet] = {}

    def add(self, *sheets: Sheet | GridSheet) -> None:
        for sheet in sheets:
            self._sheets[sheet.key] = sheet

    def __iter__(self) -> Iterator[Sheet | GridSheet]:
        return iter(sorted(self._sheets.values(), key=lambda sheet: sheet.order))

    def __getitem__(self, key: str) -> Sheet | GridSheet:
        return self._sheets[key]

    @property
    def listed(self) -> list[Sheet]:
        return [sheet for sheet in self if isinstance(sheet, Sheet)]

    @property
    def drawn(self) -> list[GridSheet]:
        return [sheet for sheet in self if isinstance(sheet, GridSheet)]


sheets = SheetRegister()


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageKind:
    """A package of files that is read whole (OneRoster): told by the names in the archive."""

    key: str
    fits: Callable[[list[str]], bool]
    plan: Callable[[Batch, list[Any]], None]
    order: int = 0


packages: list[PackageKind] = []

# What an entry of each register is called on the preview: "students" -> Students.
register_names: dict[str, str | Promise] = {}
