"""The sheet of rooms."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.imports.batch import Batch
from core.imports.cells import text, whole, yes_no
from core.imports.sheets import Column, Row, Sheet
from school.imports.registers import Registers, room_key
from school.models import Room


def plan_rooms(batch: Batch, rows: list[Row]) -> None:
    registers = batch.part(Registers)
    seen: dict[str, Row] = {}
    for row in rows:
        name = row.get("name")
        if not name:
            continue
        if room_key(name) in seen:
            batch.faults.add(
                row.at("name"),
                "twice",
                _("It already stands in %(place)s. Keep one.")
                % {"place": seen[room_key(name)].place.text},
            )
            continue
        seen[room_key(name)] = row
        _plan_room(batch, registers, row, name)


def _plan_room(batch: Batch, registers: Registers, row: Row, name: str) -> None:
    entry = batch.plan.entry("rooms", name, row.place)
    room = registers.rooms.get(room_key(name))
    if room is None:
        room = entry.new(Room(school=registers.school, name=name))
        registers.rooms[room_key(name)] = room
    if row.get("seats") is not None:
        entry.change(room, seats=row["seats"])
    if row.get("is_shared") is not None:
        entry.change(room, is_shared=row["is_shared"])


ROOMS = Sheet(
    key="rooms",
    ru="Кабинеты",
    en="Rooms",
    also=("помещения", "classrooms"),
    order=10,
    needs=(("name", "seats"), ("name", "is_shared")),
    named_needs=(("name",),),
    plan=plan_rooms,
    tells=gettext_lazy(
        "A row for a room. Rooms are told apart by name: «каб. 12» and «12» are one."
    ),
    columns=(
        Column(
            key="name",
            ru="Кабинет",
            en="Room",
            also=(
                "номер кабинета",
                "№ кабинета",
                "название",
                "помещение",
                "аудитория",
                "room name",
            ),
            read=text(40),
            required=True,
            example=("12", "12"),
            tells=gettext_lazy("Number or name of the room."),
        ),
        Column(
            key="seats",
            ru="Мест",
            en="Seats",
            also=("число мест", "количество мест", "вместимость", "capacity"),
            read=whole(0, 2000),
            example=("30", "30"),
            tells=gettext_lazy("How many sit there; may stay blank."),
        ),
        Column(
            key="is_shared",
            ru="Несколько уроков сразу",
            en="Several lessons at once",
            also=("общий", "shared", "спортзал"),
            read=yes_no,
            example=("нет", "no"),
            tells=gettext_lazy("Yes for a gym where several lessons are held at the same time."),
        ),
    ),
)
