"""Plans in tables, whatever their file: rows become sections, topics and declared hours."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import PurePath

from django.utils.translation import gettext as _

from core.imports.faults import Faults
from core.imports.tables import Table, Unreadable
from journal.plans.headings import Column, Headings, find_headings
from journal.plans.parts import (
    MOST_LINES,
    SECTION_LENGTH,
    LineList,
    PlanLine,
    PlanSection,
    ReadPlan,
    Remark,
)
from journal.plans.rows import Row, RowReader

_GRADE = re.compile(
    r"(?<![\d.])(1[0-2]|[1-9])\s*[-–]?\s*(?:[«\"]?[а-яё]{0,2}[»\"]?)?\s+класс|(?<![\d.])"
    r"(1[0-2]|[1-9])кл|класс\w*\s*[:–—-]?\s*(1[0-2]|[1-9])(?![\d.])",
    re.IGNORECASE,
)
_A_YEAR = re.compile(
    r"(\d{1,3})\s*(?:ч\b\.?|час\w*)\s+(?:в|за|на)\s+(?:учебный\s+)?год", re.IGNORECASE
)
_FILE = re.compile(r"(?P<slug>.+?)-(?P<grade>\d{1,2})\.lessons(?P<variant>\d*)", re.IGNORECASE)


@dataclass(slots=True)
class Named:
    """A table with the words that stand above it."""

    table: Table
    above: list[str] = field(default_factory=list)


def plans_of_tables(file: str, tables: Iterable[Named], faults: Faults) -> list[ReadPlan]:
    """A plan for each table with a column of topics; a table without headings that follows one as
    wide goes on with it. Raises Unreadable where no table has any topics."""
    plans: list[ReadPlan] = []
    last: _TablePlan | None = None
    for named in tables:
        headings = find_headings(named.table.lines)
        if headings is None and last is not None and last.goes_on_in(named):
            last.read(named.table, 0)
            plans[-1] = last.plan()
            continue
        last = None
        if headings is None:
            continue
        one = _TablePlan(file, named, headings, faults)
        one.read(named.table, headings.below)
        if one.rows:
            plans.append(one.plan())
            last = one
    if not plans and not faults:
        raise Unreadable(
            "no_topics",
            _("No table with topics was found. Name its columns: number, topic, hours."),
        )
    return plans


class _TablePlan:
    """Gathers the rows of one plan."""

    def __init__(self, file: str, named: Named, headings: Headings, faults: Faults) -> None:
        self.file = file
        self.named = named
        self.headings = headings
        self.faults = faults
        self.rows: list[Row] = []
        self.width = max((len(line.cells) for line in named.table.lines), default=0)

    def goes_on_in(self, named: Named) -> bool:
        """A table broken by a page: as wide, and nothing is said between the two parts."""
        widths = {len(line.cells) for line in named.table.lines}
        return not named.above and self.width in widths and max(widths) == self.width

    def read(self, table: Table, start: int) -> None:
        reader = RowReader(table, self.headings, self.faults)
        for line in table.lines[start:]:
            row = reader.read(line)
            if row is not None:
                self.rows.append(row)
        if len(self.rows) > MOST_LINES:
            raise Unreadable(
                "too_many_rows",
                _("More than %(most)s lines: no plan is so long.") % {"most": MOST_LINES},
                place=table.place(table.lines[-1].number),
            )

    def plan(self) -> ReadPlan:
        """The plan as far as it was read."""
        sorted_rows = _Sorted(self.rows, self.headings)
        is_lessons = sorted_rows.is_lessons
        said = _FILE.fullmatch(_without_endings(self.file))
        one = LineList(
            name=self.named.above[-1] if self.named.above else self.named.table.sheet,
            sections=tuple(sorted_rows.sections),
            lines=tuple(sorted_rows.lines),
        )
        return ReadPlan(
            name=(said["slug"] if said else one.name) or self.file,
            slug=said["slug"] if said else "",
            variant=said["variant"] if said else "",
            grade=int(said["grade"]) if said else self._grade(),
            declared_hours=self._declared(),
            topics=None if is_lessons else one,
            lessons=(one,) if is_lessons else (),
            notes=tuple(sorted_rows.notes()),
        )

    def _titles(self) -> list[str]:
        head = self.named.table.lines[: max(self.headings.below - 1, 0)]
        cells = [str(cell) for line in head for cell in line.cells if isinstance(cell, str)]
        return [*self.named.above, *cells]

    def _grade(self) -> int | None:
        for said in [*reversed(self._titles()), self.named.table.sheet, self.file]:
            if found := _GRADE.search(said):
                return int(next(filter(None, found.groups())))
        return None

    def _declared(self) -> Decimal | None:
        """The last sum of the whole year; else the hours a year stated above the table."""
        sums = [row.summed for row in self.rows if row.is_sum_of_year]
        if known := [one for one in sums if one is not None]:
            return known[-1]
        stated = [found[1] for said in self._titles() if (found := _A_YEAR.search(said))]
        return Decimal(stated[-1]) if stated else None


class _Sorted:
    """The rows told apart: sections with their topics."""

    def __init__(self, rows: list[Row], headings: Headings) -> None:
        self.has_hours = bool(headings.of(Column.HOURS))
        self.rows: list[Row] = []
        self.sums: dict[int, Row] = {}
        for row in rows:
            if row.is_sum:
                self.sums[len(self.rows)] = row
            else:
                self.rows.append(row)
        self.is_numbered = sum(row.is_numbered for row in self.rows) * 2 >= max(len(self.rows), 1)
        self.sections: list[PlanSection] = []
        self.lines: list[PlanLine] = []
        self.skipped = 0
        self.assumed = 0
        self._share_hours()
        for index, row in enumerate(self.rows):
            self._sum_up(index)
            self._place(index, row)
        self._sum_up(len(self.rows))
        self._drop_empty_sections()

    @property
    def is_lessons(self) -> bool:
        """Every line is one lesson."""
        return bool(self.lines) and all(line.hours == 1 for line in self.lines)

    def notes(self) -> list[Remark]:
        notes = []
        if self.skipped:
            message = _("%(count)s rows without a topic were passed over.")
            numbers = {"count": self.skipped}
            notes.append(Remark(code="rows_without_topic", message=message % numbers,
                                numbers=numbers))  # fmt: skip
        if self.assumed:
            message = _("%(count)s lines say no hours: one hour each is taken.")
            numbers = {"count": self.assumed}
            notes.append(Remark(code="hours_assumed", message=message % numbers, numbers=numbers))
        return notes

    def _share_hours(self) -> None:
        """A cell of hours merged over n rows holds n: an hour for each of them."""
        for index, row in enumerate(self.rows):
            hours = int(row.hours or 0)
            below = self.rows[index + 1 : index + hours]
            if row.topic and hours > 1 and len(below) == hours - 1:
                after = self.rows[index + hours] if index + hours < len(self.rows) else None
                alike = all(one.topic and one.hours is None and one.is_numbered for one in below)
                if alike and row.is_numbered and (after is None or after.hours is not None):
                    for one in (row, *below):
                        one.hours = Decimal(1)

    def _sum_up(self, index: int) -> None:
        """«Итого по разделу» states the hours of the section above it."""
        row = self.sums.get(index)
        if row and self.sections and self.sections[-1].hours is None and row.is_sum_of_section:
            self.sections[-1] = replace(self.sections[-1], hours=row.summed)

    def _place(self, index: int, row: Row) -> None:
        if self._is_section(index, row):
            self._open(row.section_name, row.stated_hours)
            return
        if not row.topic:
            self.skipped += 1
            return
        if row.section and (not self.sections or self.sections[-1].name != row.section):
            self._open(row.section, None)
        self.lines.append(
            PlanLine(
                number=row.number if row.is_numbered else "",
                title=row.topic,
                hours=self._hours(row),
                section=len(self.sections) - 1 if self.sections else None,
                practice_hours=row.practice or None,
                control=row.control,
                homework=row.homework,
                row=row.line.number,
            )
        )

    def _is_section(self, index: int, row: Row) -> bool:
        if not row.topic:
            words = row.section or ("" if row.is_numbered else row.number)
            return bool(words) and any(sign.isalpha() for sign in words)
        if row.is_numbered:
            return self._is_parent(index, row)
        if row.number:
            return row.says_section or (row.is_roman and self.is_numbered)
        if row.section:
            return False
        if row.says_section and (row.is_bare or self.is_numbered):
            return True
        if self.is_numbered and row.hours is not None and row.hours == self._hours_below(index):
            return True
        return row.is_bare and (self.is_numbered or self._most_say_hours())

    def _is_parent(self, index: int, row: Row) -> bool:
        """«1» before «1.1» is the section of what follows."""
        parent = row.number.strip(" .")
        following = self.rows[index + 1].number if index + 1 < len(self.rows) else ""
        return bool(re.match(rf"{re.escape(parent)}\.\d", following))

    def _hours_below(self, index: int) -> Decimal | None:
        """The hours of the numbered rows that follow: what a row without a number states may be
        theirs («Дроби», 12) or its own («Резерв», 2)."""
        found = Decimal()
        for row in self.rows[index + 1 :]:
            if not row.is_numbered or not row.topic:
                break
            found += Decimal(row.lessons or 1) if row.hours is None else row.hours
        return found or None

    def _most_say_hours(self) -> bool:
        with_hours = sum(row.hours is not None for row in self.rows)
        return self.has_hours and with_hours * 2 > len(self.rows)

    def _hours(self, row: Row) -> Decimal | None:
        if row.hours is not None:
            return row.hours
        if row.lessons:
            return Decimal(row.lessons)
        self.assumed += self.has_hours
        return Decimal(1)

    def _open(self, name: str, hours: Decimal | None) -> None:
        self.sections.append(PlanSection(name=name[:SECTION_LENGTH], hours=hours))

    def _drop_empty_sections(self) -> None:
        """A section without topics that has hours is a line itself («Резервное время», 3 ч); one
        without hours was only a title."""
        used = {line.section for line in self.lines}
        kept = [index for index in range(len(self.sections)) if index in used]
        places = {old: new for new, old in enumerate(kept)}
        lines = []
        for index, section in enumerate(self.sections):
            if index not in used and section.hours:
                lines.append((index, PlanLine(title=section.name, hours=section.hours)))
            lines += [(index, line) for line in self.lines if line.section == index]
        loose = [line for line in self.lines if line.section is None]
        self.lines = loose + [replace(line, section=places.get(index)) for index, line in lines]
        self.sections = [self.sections[index] for index in kept]


def _without_endings(file: str) -> str:
    return PurePath(file).stem
