"""The sheet of classes."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.imports import cells
from core.imports.batch import Batch
from core.imports.plan import Entry
from core.imports.sheets import Column, Row, Sheet
from school.imports.leading import wish_to_lead
from school.imports.readers import ClassName, class_name
from school.imports.registers import Registers, registers_of, room_key
from school.imports.staff import Staff
from school.models import Employee, Group, GroupKind, SchoolClass


def plan_classes(batch: Batch, rows: list[Row]) -> None:
    registers = registers_of(batch)
    if registers is None:
        return
    seen: dict[ClassName, Row] = {}
    for row in rows:
        name = row.get("class")
        if name is None:
            continue
        if name in seen:
            batch.faults.add(
                row.at("class"),
                "twice",
                _("It already stands in %(place)s. Keep one.") % {"place": seen[name].place.text},
            )
            continue
        seen[name] = row
        _plan_class(batch, registers, row, name)


def _plan_class(batch: Batch, registers: Registers, row: Row, name: ClassName) -> None:
    entry = batch.plan.entry("classes", str(name), row.place)
    school_class = registers.classes.get(name)
    if school_class is None:
        calendar = registers.calendar_for(name.grade, row.get("calendar", ""))
        if calendar is None:
            batch.faults.add(
                row.at("calendar", "class"),
                "unknown_calendar",
                _("The year has no such calendar. Choose one of: %(names)s.")
                % {"names": ", ".join(one.name for one in registers.calendars) or "—"},
            )
            return
        school_class = add_class(entry, registers, name, calendar=calendar)
    _fill_class(batch, registers, entry, school_class, row)
    if row.get("homeroom"):
        teacher = one_employee(batch, row, "homeroom")
        if teacher is not None:
            wish_to_lead(batch, name, teacher, row.at("homeroom"))


def add_class(entry: Entry, registers: Registers, name: ClassName, **fields: object) -> SchoolClass:
    """A class with the group that is the whole class."""
    school_class = entry.new(
        SchoolClass(
            school=registers.school,
            year=registers.year,
            grade=name.grade,
            letter=name.letter,
            **fields,
        )
    )
    registers.classes[name] = school_class
    registers.groups[(name, "")] = entry.plan.add(
        Group(
            school=registers.school,
            year=registers.year,
            kind=GroupKind.WHOLE_CLASS,
            name=str(name),
            school_class=school_class,
        )
    )
    return school_class


def _fill_class(
    batch: Batch, registers: Registers, entry: Entry, school_class: SchoolClass, row: Row
) -> None:
    if row.get("shift"):
        entry.change(school_class, shift=row["shift"])
    if row.get("room"):
        room = registers.rooms.get(room_key(row["room"]))
        if room is None:
            unknown_room(batch, row)
        else:
            entry.change(school_class, room=room)
    calendar = registers.calendar_for(school_class.grade, row.get("calendar", ""))
    if row.get("calendar") and calendar is not None:
        entry.change(school_class, calendar=calendar)


def unknown_room(batch: Batch, row: Row) -> None:
    batch.faults.add(
        row.at("room"),
        "unknown_room",
        _("There is no room “%(name)s”. Add it to the sheet “Rooms”.") % {"name": row["room"]},
    )


def one_employee(batch: Batch, row: Row, key: str) -> Employee | None:
    """The employee a cell names, or None with the fault said: unknown, or two of the name."""
    written = row[key]
    found = batch.part(Staff).called(written)
    if len(found) == 1:
        return found[0]
    if not found:
        batch.faults.add(
            row.at(key),
            "unknown_employee",
            _("Nobody called “%(name)s” works here. Add the person to the sheet “Staff”.")
            % {"name": written},
        )
    else:
        batch.faults.add(
            row.at(key),
            "ambiguous",
            _("Several people are called “%(name)s”. Write the full name or the number.")
            % {"name": written},
        )
    return None


CLASSES = Sheet(
    key="classes",
    ru="Классы",
    en="Classes",
    also=("список классов", "класс-комплекты"),
    order=30,
    needs=(("class", "homeroom"), ("class", "shift"), ("class", "calendar"), ("class", "room")),
    named_needs=(("class",),),
    plan=plan_classes,
    tells=gettext_lazy("A row for a class of this year. Found again by its name: 5А."),
    columns=(
        Column(
            key="class",
            ru="Класс",
            en="Class",
            also=("название класса", "наименование класса", "form"),
            read=class_name,
            required=True,
            example=("5А", "5А"),
            tells=gettext_lazy("Grade and letter: 5А."),
        ),
        Column(
            key="homeroom",
            ru="Классный руководитель",
            en="Homeroom teacher",
            also=("кл. руководитель", "кл. рук.", "классное руководство", "homeroom"),
            read=cells.text(200),
            example=("Соколова Анна Игоревна", "Sokolova Anna Igorevna"),
            tells=gettext_lazy("Somebody of the staff; full name, or last name with initials."),
        ),
        Column(
            key="shift",
            ru="Смена",
            en="Shift",
            read=cells.whole(1, 2),
            example=("1", "1"),
        ),
        Column(
            key="room",
            ru="Кабинет",
            en="Room",
            also=("каб.", "классный кабинет", "classroom"),
            read=cells.text(40),
            example=("12", "12"),
        ),
        Column(
            key="calendar",
            ru="Календарь",
            en="Calendar",
            also=("учебный календарь", "график"),
            read=cells.text(60),
            tells=gettext_lazy("One of the year's calendars. Blank: the usual one for the grade."),
        ),
    ),
)
