"""A report as what it is: titles, tables and notes. Screen, spreadsheet and PDF are written from
the same object, so they cannot say different numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from control.figures import rounded, text_of


@dataclass(frozen=True, slots=True)
class Cell:
    """A value with its places, `is_share` shown as percent; `href` leads to the rows it counts."""

    value: str | int | date | Fraction | None = None
    places: int = 0
    is_share: bool = False
    is_signed: bool = False
    href: str = ""
    tone: str = ""

    @property
    def unfolds(self) -> bool:
        """Whether it leads to the rows of a figure, which open over the page."""
        return "/rows/?" in self.href

    @property
    def text(self) -> str:
        """As it is read on the screen and on paper; the percent sign stands in the heading."""
        match self.value:
            case None:
                return ""
            case Fraction():
                shown = text_of(self._scaled, self.places)
                is_up = self.is_signed and rounded(self._scaled, self.places) > 0
                return f"+{shown}" if is_up else shown.replace("-", "−")
            case date():
                return f"{self.value:%d.%m.%Y}"
        return str(self.value)

    @property
    def is_number(self) -> bool:
        return isinstance(self.value, int | Fraction)

    @property
    def cell_value(self) -> str | int | date | Decimal | None:
        """For a spreadsheet: a number is a number, rounded as it is shown."""
        if isinstance(self.value, Fraction):
            return rounded(self._scaled, self.places)
        return self.value

    @property
    def _scaled(self) -> Fraction:
        value = self.value if isinstance(self.value, Fraction) else Fraction(0)
        return value * 100 if self.is_share else value


EMPTY = Cell()


def words(text: object, href: str = "", tone: str = "") -> Cell:
    """Text, with a way to what it speaks of."""
    return Cell(str(text), href=href, tone=tone)


def number(n: int, href: str = "", tone: str = "") -> Cell:
    """A count; 0 leads nowhere."""
    return Cell(n, href=href if n else "", tone=tone if n else "")


def percent(value: Fraction | None, href: str = "", places: int = 1, tone: str = "") -> Cell:
    """A share in percent; nothing where there is none."""
    if value is None:
        return EMPTY
    return Cell(value, places, is_share=True, href=href, tone=tone)


def fraction(value: Fraction | None, href: str = "", places: int = 2) -> Cell:
    """An average or the like."""
    return EMPTY if value is None else Cell(value, places, href=href)


def change(
    now: Fraction | None, before: Fraction | None, *, places: int = 1, is_share: bool = True
) -> Cell:
    """The difference of the exact values, with its sign; nothing where one of them is lacking."""
    if now is None or before is None:
        return EMPTY
    tone = "good" if now > before else "bad" if now < before else ""
    return Cell(now - before, places, is_share=is_share, is_signed=True, tone=tone)


@dataclass(frozen=True, slots=True)
class Head:
    """A column's heading; neighbours of one `group` stand under its word. `told` says more."""

    label: str
    group: str = ""
    told: str = ""
    is_text: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A row. The first `heads` cells name it."""

    cells: tuple[Cell, ...]
    is_sum: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with its title; without lines `empty` is said."""

    title: str = ""
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    empty: str = ""
    note: str = ""

    @property
    def is_narrow(self) -> bool:
        """A few numbers need not be torn over the whole page."""
        return len(self.heads) <= 7 and sum(head.is_text for head in self.heads) == 1

    @property
    def upper_heads(self) -> list[tuple[Head, int]]:
        """The first row of headings; a group spans its columns (0: a single one, down to the
        table)."""
        found: list[tuple[Head, int]] = []
        for head in self.heads:
            if head.group and found and found[-1][0].group == head.group:
                found[-1] = (found[-1][0], found[-1][1] + 1)
            else:
                found.append((head, 1 if head.group else 0))
        return found

    @property
    def lower_heads(self) -> list[Head]:
        """The headings that stand under a group."""
        return [head for head in self.heads if head.group]

    @property
    def shown_lines(self) -> list[tuple[bool, list[tuple[Cell, bool]]]]:
        """Each row: whether it is a sum; its cells, and whether one names the row."""
        at = next((n for n, head in enumerate(self.heads) if head.is_text), None)
        return [
            (line.is_sum, [(cell, n == at) for n, cell in enumerate(line.cells)])
            for line in self.lines
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report as it is shown, printed and exported. `facts` say for what it was asked (period,
    class, teacher), `notes` how it was reckoned; `empty` is said instead of tables."""

    slug: str
    title: str
    facts: tuple[tuple[str, str], ...]
    tables: tuple[Table, ...]
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    empty: str = ""
    school: str = ""
    made_at: datetime | None = None
    signers: tuple[tuple[str, str], ...] = ()
    is_wide: bool = False


def lines(rows: Iterable[Iterable[Cell]]) -> tuple[Line, ...]:
    """Plain rows."""
    return tuple(Line(tuple(row)) for row in rows)


def sum_line(cells: Iterable[Cell]) -> Line:
    """The row of sums."""
    return Line(tuple(cells), is_sum=True)
