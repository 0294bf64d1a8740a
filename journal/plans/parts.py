"""What a plan file holds, whatever its format: plans, each with lists of lines to choose from."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from core.imports.faults import Faults

# A year's plan with every hour on a line of its own has some two hundred; nobody plans ten times
# as many.
MOST_LINES = 2000
MOST_HOURS = 2000
TITLE_LENGTH = 1000
SECTION_LENGTH = 500
HOMEWORK_LENGTH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLine:
    """A topic or a lesson of a plan. `hours` None: the file does not say. `control` is what the
    file says of a control work ("1", «тест»), empty where it says nothing."""

    title: str
    hours: Decimal | None
    number: str = ""
    section: int | None = None
    practice_hours: Decimal | None = None
    control: str = ""
    homework: str = ""
    row: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSection:
    """A section with the hours the file states for it."""

    name: str
    hours: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LineList:
    """One list of lines a course's plan can be made of: the topics, or a list of lessons."""

    name: str
    lines: tuple[PlanLine, ...]
    sections: tuple[PlanSection, ...] = ()

    @property
    def hours(self) -> Decimal:
        """The hours of all lines whose hours are known."""
        return sum((line.hours for line in self.lines if line.hours is not None), Decimal())

    def section_of(self, line: PlanLine) -> str:
        """The name of a line's section."""
        return "" if line.section is None else self.sections[line.section].name

    def hours_of(self, section: int | None) -> Decimal:
        """The known hours of one section's lines."""
        return sum(
            (line.hours for line in self.lines if line.section == section and line.hours),
            Decimal(),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What the reader has to say about a plan: a flag (its hours do not add up) or a note."""

    code: str
    message: str
    numbers: dict[str, int | float | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPlan:
    """One plan of a file: what it is of, what it declares, and its lists."""

    name: str
    topics: LineList | None
    lessons: tuple[LineList, ...] = ()
    slug: str = ""
    subject: str = ""
    level: str = ""
    variant: str = ""
    grade: int | None = None
    source: str = ""
    declared_hours: Decimal | None = None
    is_modular: bool = False
    flags: tuple[Remark, ...] = ()
    notes: tuple[Remark, ...] = ()

    @property
    def lists(self) -> tuple[LineList, ...]:
        """All a user may choose from, the topics first."""
        return ((self.topics,) if self.topics else ()) + self.lessons


@dataclass(slots=True, kw_only=True)
class PlanFile:
    """A file as it was read. With faults nothing of it is saved."""

    name: str
    format: str = ""
    plans: list[ReadPlan] = field(default_factory=list)
    faults: Faults = field(default_factory=Faults)


def plain(number: Decimal | None) -> int | float | None:
    """A number of hours as JSON says it: whole ones without a point."""
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else float(number)
