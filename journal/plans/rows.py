"""What a row of a plan's table is: a topic, a section, a sum of hours, or nothing of the plan."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from core.imports.cells import as_text
from core.imports.faults import Faults
from core.imports.recognise import norm
from core.imports.tables import BadFormula, Line, Table
from journal.plans.headings import Column, Headings
from journal.plans.parts import HOMEWORK_LENGTH, MOST_HOURS, SECTION_LENGTH, TITLE_LENGTH

_SUM = re.compile(
    r"(итого|всего|общее (количество|число)|общий (об[ъь]ем|итог)|итоговое количество|total)\b"
    r"(?! (понемногу|лишь|один|одна))"
)
_PART_OF_YEAR = re.compile(
    r"раздел|модул|глав|блок|\bтем[аеуы]\b|четверт|полугоди|триместр|част[иь]|section|term"
)
_HOURS = re.compile(r"(\d{1,4}(?:[.,]\d+)?)\s*(?:ч\.?|час\w*|h|уч\w*\.?\s*ч\w*)?\.?")
_RANGE = re.compile(r"№?\s*(\d{1,3})\s*[-–—]\s*(\d{1,3})\.?")
_LIST = re.compile(r"№?\s*\d{1,3}(?:\s*[,;]\s*\d{1,3})+\.?")
_NUMBER = re.compile(r"[№#]?\s*\d[\d\s.,;:/()–—-]*[а-яa-z]?\)?\.?", re.IGNORECASE)
_STATED = re.compile(r"[(\[]\s*(\d{1,3})\s*(?:ч\b|час)|[-–—:.]\s*(\d{1,3})\s*(?:ч\b|час\w*)\.?$")
_SECTION_WORDS = re.compile(
    r"(раздел|модуль|глава|блок|часть|section|module|unit)\b", re.IGNORECASE
)
_ROMAN = re.compile(r"[IVXLСХІ]{1,7}\.?")
_YES = {"+", "да", "v", "x", "х", "yes", "*"}
_NO = {"", "-", "–", "—", "нет", "no"}


@dataclass(slots=True)
class Row:
    """A row with its cells read; `hours` None: nothing stands there."""

    line: Line
    number: str = ""
    section: str = ""
    topic: str = ""
    hours: Decimal | None = None
    practice: Decimal | None = None
    control: str = ""
    homework: str = ""
    others: list[Decimal] = field(default_factory=list)

    @property
    def first(self) -> str:
        return next((text for text in (self.number, self.section, self.topic) if text), "")

    @property
    def is_numbered(self) -> bool:
        return bool(_NUMBER.fullmatch(self.number))

    @property
    def lessons(self) -> int | None:
        """«1-2» and «3, 4» stand for so many lessons."""
        if found := _RANGE.fullmatch(self.number):
            count = int(found[2]) - int(found[1]) + 1
            return count if 1 < count <= 60 else None
        return len(re.findall(r"\d+", self.number)) if _LIST.fullmatch(self.number) else None

    @property
    def is_sum(self) -> bool:
        return not self.is_numbered and bool(_SUM.match(norm(self.first)))

    @property
    def is_sum_of_year(self) -> bool:
        return self.is_sum and not _PART_OF_YEAR.search(norm(self.first))

    @property
    def is_sum_of_section(self) -> bool:
        return self.is_sum and bool(re.search("раздел|модул|section", norm(self.first)))

    @property
    def summed(self) -> Decimal | None:
        """The hours a row of sums states: in their column, in its words, or the first number."""
        if self.hours is not None:
            return self.hours
        stated = re.search(r"(\d{1,4})", self.first)
        if stated:
            return Decimal(stated[1])
        return self.others[0] if self.others else None

    @property
    def section_name(self) -> str:
        """The words of a section's row."""
        number = "" if self.is_numbered else self.number
        return " ".join(dict.fromkeys(filter(None, (number, self.section, self.topic))))

    @property
    def stated_hours(self) -> Decimal | None:
        """Hours of a section: in their column, or in its words, «Раздел 1. Числа (12 ч)»."""
        if self.hours is not None:
            return self.hours
        found = _STATED.search(self.section_name)
        return Decimal(found[1] or found[2]) if found else None

    @property
    def says_section(self) -> bool:
        return bool(_SECTION_WORDS.match(self.section_name))

    @property
    def is_roman(self) -> bool:
        return bool(_ROMAN.fullmatch(self.number))

    @property
    def is_bare(self) -> bool:
        """Words and nothing beside them."""
        return self.hours is None and not (self.practice or self.control or self.homework)


class RowReader:
    """Reads the rows below the headings; what cannot be read is a fault at its cell."""

    def __init__(self, table: Table, headings: Headings, faults: Faults) -> None:
        self.table = table
        self.headings = headings
        self.faults = faults

    def read(self, line: Line) -> Row | None:
        """The row; None for headings repeated on a new page and for columns numbered 1, 2, 3."""
        said = {at: as_text(cell) for at, cell in enumerate(line.cells) if cell not in (None, "")}
        if not said or self._repeats(said):
            return None
        row = Row(line)
        row.number = self._words(line, Column.NUMBER, 200)
        row.section = self._words(line, Column.SECTION, SECTION_LENGTH)
        row.topic = self._words(line, Column.TOPIC, TITLE_LENGTH)
        row.others = [found for text in said.values() if (found := _decimal(text)) is not None]
        is_sum = row.is_sum
        row.hours = self._hours(line, Column.HOURS, quiet=is_sum)
        row.practice = self._hours(line, Column.PRACTICE, quiet=True)
        row.control = self._control(line)
        row.homework = self._words(line, Column.HOMEWORK, HOMEWORK_LENGTH)
        return row

    def _repeats(self, said: dict[int, str]) -> bool:
        words = self.headings.words
        if all(norm(text) in norm(words.get(at, "")) and text for at, text in said.items()):
            return True
        return len(said) > 2 and list(said.values()) == [str(n + 1) for n in range(len(said))]

    def _words(self, line: Line, column: Column, most: int) -> str:
        for position in self.headings.of(column):
            cell = line.cells[position] if position < len(line.cells) else None
            if isinstance(cell, BadFormula):
                self._fault(line, position, cell.code, _("The formula has no value: paste values."))
                return ""
            text = as_text(cell)
            if len(text) > most:
                message = _("Longer than %(most)s characters.") % {"most": most}
                self._fault(line, position, "too_long", message)
            if text:
                return text[:most]
        return ""

    def _hours(self, line: Line, column: Column, *, quiet: bool = False) -> Decimal | None:
        found: list[Decimal] = []
        for position in self.headings.of(column):
            cell = line.cells[position] if position < len(line.cells) else None
            text = "" if isinstance(cell, BadFormula) else as_text(cell)
            if isinstance(cell, BadFormula) and not quiet:
                self._fault(line, position, cell.code, _("The formula has no value: paste values."))
            if norm(text) in _NO:
                continue
            hours = _decimal(text)
            if hours is None and not quiet:
                message = _("“%(cell)s” is no number of hours.") % {"cell": text[:60]}
                self._fault(line, position, "not_a_number", message)
            elif hours is not None:
                found.append(hours)
        return sum(found, Decimal()) if found else None

    def _control(self, line: Line) -> str:
        for position in self.headings.of(Column.CONTROL):
            cell = line.cells[position] if position < len(line.cells) else None
            text = "" if isinstance(cell, BadFormula) else as_text(cell)
            if norm(text) in _NO and text not in _YES:
                continue
            number = _decimal(text)
            if number == 0:
                continue
            return "1" if number or text.casefold() in _YES else text[:200]
        return ""

    def _fault(self, line: Line, position: int, code: str, message: str) -> None:
        place = self.table.place(line.number, position)
        heading = self.headings.words.get(position, "")
        self.faults.add(place.at(column=place.column, heading=heading[:60]), code, message)


def _decimal(text: str) -> Decimal | None:
    """«2», «2,0», «2 ч.»; None for anything else and for what no plan has."""
    found = _HOURS.fullmatch(text.strip().casefold())
    if found is None:
        return None
    try:
        number = Decimal(found[1].replace(",", "."))
    except InvalidOperation:
        return None
    return number if number <= MOST_HOURS else None
