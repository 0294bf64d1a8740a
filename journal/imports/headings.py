"""What stands over a column of a mark sheet: a day, a period, or nothing of ours.

Paper journals write the month above and days below; spreadsheets write 08.09, 08.09.2025 or a real
date; period marks stand under «1 четверть», «I полугодие», «Год»."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from core.imports.cells import as_text, folded
from core.imports.tables import Line, Table
from journal.models import TermMarkKind
from school.models import TermKind

_SHORT_DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})(?:[./-](\d{2}|\d{4}))?(?:\s*г\.?)?")
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ t].*)?")
_MONTHS = (
    "янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек",
)  # fmt: skip
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "і": 1, "іі": 2, "ііі": 3}
_PERIOD = re.compile(r"(\d|[ivі]{1,3})(?:-?[а-я]{1,2})?\s*(четв|ч\b|трим|тр\b|полуг|п/?г|п\b)")
_KINDS = {
    "четв": TermKind.QUARTER,
    "ч": TermKind.QUARTER,
    "трим": TermKind.TRIMESTER,
    "тр": TermKind.TRIMESTER,
    "полуг": TermKind.HALF_YEAR,
    "пг": TermKind.HALF_YEAR,
    "п/г": TermKind.HALF_YEAR,
    "п": TermKind.HALF_YEAR,
}
_YEARLY = (
    ("экзам", TermMarkKind.EXAM),
    ("итог", TermMarkKind.FINAL),
    ("годов", TermMarkKind.YEAR),
    ("год", TermMarkKind.YEAR),
)
_LOOKED_AT = 15  # a heading stands among the first lines or nowhere


@dataclass(frozen=True, slots=True)
class DayColumn:
    """A column of one lesson; `which` counts columns of the same day (a double lesson)."""

    at: int
    day: date
    which: int


@dataclass(frozen=True, slots=True)
class PeriodColumn:
    """A column of period marks: the second quarter, the year, an exam."""

    at: int
    kind: TermMarkKind
    term_kind: TermKind | None = None
    number: int = 0


@dataclass(frozen=True, slots=True)
class Headings:
    """How a sheet is laid out: where names stand, what its columns are, what was passed over."""

    row: int
    names: tuple[int, ...]
    days: tuple[DayColumn, ...]
    periods: tuple[PeriodColumn, ...]
    ignored: tuple[str, ...]
    title: str


def headings_of(table: Table, *, first_day: date, last_day: date) -> Headings | None:
    """The layout of a mark sheet; None where no line heads any day or period."""
    best: tuple[int, int, list[DayColumn], list[PeriodColumn]] | None = None
    above: Line | None = None
    for index, line in enumerate(table.lines[:_LOOKED_AT]):
        days = _days(line, above, first_day, last_day)
        periods = _periods(line)
        if (found := len(days) + len(periods)) and (best is None or found > best[0]):
            best = (found, index, days, periods)
        above = line
    if best is None:
        return None
    _found, index, days, periods = best
    first = min(column.at for column in [*days, *periods])
    head = table.lines[index]
    known = {column.at for column in [*days, *periods]}
    return Headings(
        row=index,
        names=_name_columns(table, index, first),
        days=tuple(days),
        periods=tuple(periods),
        ignored=tuple(
            as_text(cell)
            for at, cell in enumerate(head.cells)
            if at > first and at not in known and as_text(cell)
        ),
        title=" ".join(
            as_text(cell) for line in table.lines[:index] for cell in line.cells if cell
        ),
    )


def day_of(cell: Any, *, first_day: date, last_day: date) -> date | None:
    """The day a heading names; a missing year is the one that lies inside the academic year."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = folded(as_text(cell))
    if found := _ISO_DAY.fullmatch(text):
        return _a_day(int(found[1]), int(found[2]), int(found[3]))
    found = _SHORT_DAY.fullmatch(text)
    if not found:
        return None
    year = found[3]
    if year:
        return _a_day(int(year) + (2000 if len(year) == 2 else 0), int(found[2]), int(found[1]))
    return _in_year(int(found[2]), int(found[1]), first_day, last_day)


def _days(line: Line, above: Line | None, first_day: date, last_day: date) -> list[DayColumn]:
    found = [
        (at, day)
        for at, cell in enumerate(line.cells)
        if (day := day_of(cell, first_day=first_day, last_day=last_day))
    ]
    if not found and above is not None:
        found = _days_under_months(line, above, first_day, last_day)
    seen: dict[date, int] = {}
    columns = []
    for at, day in found:
        seen[day] = seen.get(day, 0) + 1
        columns.append(DayColumn(at, day, seen[day]))
    return columns


def _days_under_months(
    line: Line, above: Line, first_day: date, last_day: date
) -> list[tuple[int, date]]:
    """«Сентябрь» over 1, 3, 8 …: the month holds until the next one begins."""
    found: list[tuple[int, date]] = []
    month = 0
    for at, cell in enumerate(line.cells):
        over = folded(as_text(above.cells[at])) if at < len(above.cells) else ""
        month = next((n for n, name in enumerate(_MONTHS, 1) if over.startswith(name)), month)
        text = as_text(cell)
        if month and text.isdecimal() and len(text) <= 2:
            day = _in_year(month, int(text), first_day, last_day)
            if day:
                found.append((at, day))
    return found if len(found) > 1 else []


def _periods(line: Line) -> list[PeriodColumn]:
    found = []
    for at, cell in enumerate(line.cells):
        if isinstance(cell, str) and (period := period_of(cell)):
            kind, term_kind, number = period
            found.append(PeriodColumn(at, kind, term_kind, number))
    return found


def period_of(words: str) -> tuple[TermMarkKind, TermKind | None, int] | None:
    """«1 четверть», «II полугодие», «Год», «Экзамен»; None for other words."""
    text = folded(words)
    if found := _PERIOD.search(text):
        number = int(found[1]) if found[1].isdecimal() else _ROMAN.get(found[1], 0)
        return (TermMarkKind.TERM, _KINDS[found[2]], number) if 1 <= number <= 4 else None
    for beginning, kind in _YEARLY:
        if text.startswith(beginning):
            return kind, None, 0
    return None


def _name_columns(table: Table, head: int, first: int) -> tuple[int, ...]:
    """The columns before the first day that hold words: one with the whole name, or several with
    its parts. Numbers beside names are the class list's own."""
    lines = table.lines[head + 1 :]
    words = []
    for at in range(first):
        cells = [line.cells[at] for line in lines if at < len(line.cells) and line.cells[at]]
        if cells and all(
            isinstance(cell, str) and not cell.strip(". ").isdecimal() for cell in cells
        ):
            words.append(at)
    return tuple(words[:3])


def _in_year(month: int, number: int, first_day: date, last_day: date) -> date | None:
    for year in range(first_day.year, last_day.year + 1):
        day = _a_day(year, month, number)
        if day and first_day <= day <= last_day:
            return day
    return _a_day(first_day.year, month, number)


def _a_day(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def name_in(line: Line, columns: Sequence[int]) -> str:
    """The name of a line, its parts put together."""
    parts = (line.cells[at] for at in columns if at < len(line.cells))
    return " ".join(as_text(part) for part in parts if part)
