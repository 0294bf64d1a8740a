"""The sheet of bells."""

from __future__ import annotations

from datetime import time

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.imports import cells
from core.imports.batch import Batch
from core.imports.cells import folded
from core.imports.sheets import Column, Row, Sheet
from schedule.models import Bell, BellSchedule, BellUse
from school.imports import readers
from school.imports.registers import Registers, registers_of


class BellsIndex:
    """Bell schedules of the school with their bells and uses, stored and planned."""

    def __init__(self, batch: Batch) -> None:
        school_id = batch.school_id
        self.schedules = {
            folded(one.name): one for one in BellSchedule.objects.filter(school_id=school_id)
        }
        self.bells = {
            (folded(one.schedule.name), one.number): one
            for one in Bell.objects.filter(school_id=school_id).select_related("schedule")
        }
        self.uses = {
            (folded(one.schedule.name), one.shift, one.weekday)
            for one in BellUse.objects.filter(
                school_id=school_id, school_class=None
            ).select_related("schedule")
        }
        self.seen: dict[tuple[str, int], Row] = {}


def plan_bells(batch: Batch, rows: list[Row]) -> None:
    registers = registers_of(batch)
    if registers is None:
        return
    for row in rows:
        times = _times(batch, row)
        if row.get("number") is not None and times:
            _plan_bell(batch, registers, row, times)
    _refuse_overlaps(batch)


def _times(batch: Batch, row: Row) -> tuple[time, time] | None:
    """Begin and end, from two cells or from one."""
    times = row.get("time") or (row.get("starts"), row.get("ends"))
    if None in times:
        if not row.broken:
            batch.faults.add(row.at("time", "starts"), "empty_cell", _("This cell must be filled."))
        return None
    if times[0] >= times[1]:
        batch.faults.add(
            row.at("time", "ends"), "ends_before", _("The lesson ends before it begins.")
        )
        return None
    return times


def _plan_bell(batch: Batch, registers: Registers, row: Row, times: tuple[time, time]) -> None:
    index = batch.part(BellsIndex)
    name = row.get("schedule") or _default_name(row)
    key = (folded(name), row["number"])
    first = index.seen.setdefault(key, row)
    if first is not row:
        batch.faults.add(
            row.at("number"),
            "twice",
            _("It already stands in %(place)s. Keep one.") % {"place": first.place.text},
        )
        return
    entry = batch.plan.entry("bells", f"{name}: {row['number']}", row.place)
    schedule = index.schedules.get(folded(name))
    if schedule is None:
        schedule = entry.plan.add(BellSchedule(school=registers.school, name=name))
        index.schedules[folded(name)] = schedule
    bell = index.bells.get(key)
    if bell is None:
        made = Bell(
            school=registers.school,
            schedule=schedule,
            number=row["number"],
            starts=times[0],
            ends=times[1],
        )
        index.bells[key] = entry.new(made)
    else:
        entry.change(bell, starts=times[0], ends=times[1])
    use = (folded(name), row.get("shift"), row.get("weekday"))
    if use not in index.uses:
        index.uses.add(use)
        entry.add(
            BellUse(
                school=registers.school,
                schedule=schedule,
                shift=use[1],
                weekday=use[2],
                since=registers.year.first_day,
            )
        )


def _default_name(row: Row) -> str:
    """Bells without a name are called after their shift."""
    shift = row.get("shift")
    return _("Shift %(shift)s") % {"shift": shift} if shift else _("Usual day")


def _refuse_overlaps(batch: Batch) -> None:
    """In one schedule a lesson begins after the one before has ended."""
    index = batch.part(BellsIndex)
    for (name, number), row in index.seen.items():
        before, own = index.bells.get((name, number - 1)), index.bells.get((name, number))
        if before and own and own.starts < before.ends:
            batch.faults.add(
                row.at("starts", "time"),
                "bells_overlap",
                _("This lesson begins before lesson %(number)s has ended.")
                % {"number": number - 1},
            )


BELLS = Sheet(
    key="bells",
    ru="Звонки",
    en="Bells",
    also=("расписание звонков", "bell schedule"),
    order=70,
    needs=(("number", "time"), ("number", "starts", "ends")),
    plan=plan_bells,
    hidden_in_template=("time",),
    tells=gettext_lazy("A row for a lesson number. Found again by the schedule's name and number."),
    columns=(
        Column(
            key="schedule",
            ru="Расписание звонков",
            en="Bell schedule",
            also=("вид расписания", "schedule"),
            read=cells.text(60),
            example=("Обычный день", "Usual day"),
            tells=gettext_lazy("Its name, where there are several: usual, shortened."),
        ),
        Column(
            key="number",
            ru="Урок",
            en="Lesson",
            also=("номер урока", "№ урока", "lesson no", "lesson number"),
            read=cells.whole(0, 16),
            required=True,
            example=("1", "1"),
        ),
        Column(
            key="starts",
            ru="Начало",
            en="Begins",
            also=("начало урока", "с", "start"),
            read=cells.clock,
            example=("8:30", "8:30"),
        ),
        Column(
            key="ends",
            ru="Конец",
            en="Ends",
            also=("окончание", "конец урока", "окончание урока", "до", "end"),
            read=cells.clock,
            example=("9:15", "9:15"),
        ),
        Column(
            key="time",
            ru="Время",
            en="Time",
            also=("время урока",),
            read=cells.span,
            tells=gettext_lazy("Instead of two columns: 8:30–9:15."),
        ),
        Column(key="shift", ru="Смена", en="Shift", read=cells.whole(1, 2)),
        Column(
            key="weekday",
            ru="День недели",
            en="Weekday",
            also=("день", "day"),
            read=readers.weekday,
            tells=gettext_lazy("Where these bells ring on one weekday only."),
        ),
    ),
)
