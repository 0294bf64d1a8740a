"""The timetable as a table: days and lesson numbers down, classes across."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.imports.batch import Batch
from core.imports.cells import as_text
from core.imports.faults import BadCell, Place
from core.imports.recognise import norm
from core.imports.sheets import GridSheet
from core.imports.tables import BadFormula, Line, Table
from schedule.imports.slots import plan_slots
from schedule.imports.wishes import Hour, Reader, Timetable, known_class
from school.imports.readers import ClassName, class_name, weekday
from school.imports.registers import registers_of

_DAY_WORDS = {"день", "день недели", "дни", "дни недели", "day", "weekday"}
_NUMBER_WORDS = {"урок", "№ урока", "номер урока", "№", "уроки", "lesson", "lesson no", "№ п п"}
_ROOM_WORDS = ("каб", "ауд", "room", "к")


# A weekday stands in one of the first rows under the classes, or the table is no timetable.
_DAY_ROWS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class GridCell:
    """A filled cell under a class."""

    place: Place
    name: ClassName
    weekday: int
    number: int
    text: str
    room: str


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the grid stands in its table: classes and their rooms by column, the rows below."""

    below: int
    classes: dict[int, ClassName]
    rooms: dict[int, int]

    @property
    def first(self) -> int:
        return min(self.classes)


def fits(table: Table) -> int:
    """How many classes stand across, where weekdays stand down the side."""
    frame = _frame(table)
    return len(frame.classes) if frame else 0


def _frame(table: Table) -> Frame | None:
    for index, line in enumerate(table.lines[:15]):
        classes = {
            position: name
            for position, cell in enumerate(line.cells)
            if isinstance(cell, str) and (name := _class_in(cell))
        }
        if classes and min(classes) > 0 and _has_days(table, index, min(classes)):
            return Frame(index, classes, _rooms(line, classes))
    return None


def _class_in(cell: str) -> ClassName | None:
    try:
        name = class_name(cell)
    except BadCell:
        return None
    return name if name.letter or "класс" in cell.lower() else None


def _rooms(line: Line, classes: dict[int, ClassName]) -> dict[int, int]:
    """The column of rooms right after a class's, by the class's column."""
    return {
        position: position + 1
        for position in classes
        if position + 1 < len(line.cells)
        and norm(line.cells[position + 1]).split(" ")[0][:3] in _ROOM_WORDS
    }


def _has_days(table: Table, index: int, first: int) -> bool:
    if _day_in(table.sheet):
        return True
    below = table.lines[index + 1 : index + 1 + _DAY_ROWS]
    return any(_day_in(cell) for line in below for cell in line.cells[:first])


def _day_in(cell: Any) -> int | None:
    """A weekday, also written letter under letter; a bare number is none."""
    return _day_called(cell) if isinstance(cell, str) else None


@lru_cache(maxsize=4096)
def _day_called(cell: str) -> int | None:
    if cell.strip().isdecimal():
        return None
    for written in (cell, "".join(cell.split())):
        try:
            return weekday(written)
        except BadCell:
            continue
    return None


def read(batch: Batch, table: Table) -> list[GridCell]:
    """Every filled cell under a class, with its weekday and lesson number."""
    if _is_example(table):
        return []
    frame = _frame(table)
    day = _day_in(table.sheet)
    found: list[GridCell] = []
    for line in table.lines[frame.below + 1 :]:
        side = line.cells[: frame.first]
        day = next((one for cell in side if (one := _day_in(cell))), day)
        if not any(
            position < len(line.cells) and line.cells[position] for position in frame.classes
        ):
            continue
        number = _number(side)
        if day is None or number is None:
            _say_hour(batch, table, line, day)
            continue
        found += _cells(batch, table, line, frame, (day, number))
    return found


def _number(side: tuple[Any, ...]) -> int | None:
    """The lesson number: the last whole number from 0 to 16 at the side."""
    for cell in reversed(side):
        written = as_text(cell).removesuffix(".").removesuffix(" урок").strip()
        if written.isdecimal() and int(written) <= 16:
            return int(written)
    return None


def _say_hour(batch: Batch, table: Table, line: Line, day: int | None) -> None:
    if day is None:
        batch.faults.add(
            table.place(line.number, 0),
            "no_weekday",
            _("The weekday of this row is not known. Write it in the first column."),
        )
    else:
        batch.faults.add(
            table.place(line.number, 0),
            "no_lesson_number",
            _("The number of the lesson is not known. Write it before the classes."),
        )


def _cells(
    batch: Batch, table: Table, line: Line, frame: Frame, hour: tuple[int, int]
) -> list[GridCell]:
    found = []
    for position, name in frame.classes.items():
        cell = line.cells[position] if position < len(line.cells) else None
        if cell in (None, ""):
            continue
        place = table.place(line.number, position)
        place = place.at(column=place.column, heading=str(name))
        if isinstance(cell, BadFormula):
            batch.faults.add(place, cell.code, _("Replace the formula by its value."))
            continue
        beside = frame.rooms.get(position)
        room = as_text(line.cells[beside]) if beside and beside < len(line.cells) else ""
        written = cell if isinstance(cell, str) else as_text(cell)
        found.append(
            GridCell(
                place=place, name=name, weekday=hour[0], number=hour[1], text=written, room=room
            )
        )
    return found


def plan_grid(batch: Batch, found: list[GridCell]) -> None:
    if registers_of(batch) is None:
        return
    reader = Reader(batch)
    unknown: set[ClassName] = set()
    for cell in found:
        if cell.name in unknown:
            continue
        if not known_class(batch, cell.place, cell.name):
            unknown.add(cell.name)
            continue
        batch.part(Timetable).classes.add(cell.name)
        hour = Hour(place=cell.place, name=cell.name, weekday=cell.weekday, number=cell.number)
        reader.read_cell(hour, cell.text, cell.room)
    batch.at_the_end(plan_slots)


def _is_example(table: Table) -> bool:
    """Whether it is the template's example, untouched."""
    rows = [[as_text(cell) for cell in line.cells] for line in table.lines]
    return rows in (example("ru"), example("en"))


def example(language: str) -> list[list[str]]:
    """What the template shows: one class, one day, a divided hour, weeks in turn."""
    if language == "ru":
        return [
            ["День", "Урок", "5А"],
            ["Понедельник", "1", "Русский язык Соколова 12"],
            ["", "2", "Англ. яз. (1 гр.) Иванова 12 / Англ. яз. (2 гр.) Петрова 14"],
            ["", "3", "А: Музыка 12 / Б: ИЗО 14"],
        ]
    return [
        ["Day", "Lesson", "5А"],
        ["Monday", "1", "Russian Sokolova 12"],
        ["", "2", "English (1) Ivanova 12 / English (2) Petrova 14"],
        ["", "3", "A: Music 12 / B: Art 14"],
    ]


GRID = GridSheet(
    key="timetable",
    ru="Расписание",
    en="Timetable",
    also=("расписание уроков", "расписание занятий"),
    order=80,
    fits=fits,
    read=read,
    plan=plan_grid,
    example=example,
    tells=gettext_lazy(
        "Days and lesson numbers down, classes across (a column of rooms may stand beside each"
        " class); or a sheet for a weekday. A cell: subject, group in brackets, teacher, room;"
        " teacher and room may be left out. Several lessons of one hour are divided by “ / ” or a"
        " new line. “А:” before a subject means odd weeks, “Б:” even ones. The subject may be"
        " shortened: «Англ. яз.». A class in the file gets this timetable whole: lines that are not"
        " there any more end the day before."
    ),
)
