"""Who leads which class: said on the sheet of staff or of classes, done when both are read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from core.imports.batch import Batch
from core.imports.faults import Place
from school.imports.readers import ClassName
from school.imports.registers import Registers, name_of
from school.models import Employee, HomeroomTeacher


@dataclass(frozen=True, slots=True)
class Wish:
    """A cell that gives a class its homeroom teacher."""

    name: ClassName
    employee: Employee
    place: Place


class Leading:
    """The homeroom teachers of the school's year, and the wishes of the files."""

    def __init__(self, batch: Batch) -> None:
        self.registers = batch.part(Registers)
        self.wishes: list[Wish] = []
        self.led_before: set[ClassName] = set()

    @cached_property
    def current(self) -> dict[ClassName, HomeroomTeacher]:
        """Those who lead on the day of the move or later, by class."""
        rows = (
            HomeroomTeacher.objects.filter(school_class__year_id=self.registers.year.pk)
            .select_related("school_class", "employee__person")
            .order_by("-since")
        )
        found = {}
        for row in rows:
            name = name_of(row.school_class)
            self.led_before.add(name)
            if row.until is None or row.until >= self.registers.move_day:
                found[name] = row
        return found


def wish_to_lead(batch: Batch, name: ClassName, employee: Employee, place: Place) -> None:
    batch.part(Leading).wishes.append(Wish(name, employee, place))
    batch.at_the_end(lead_classes)


def lead_classes(batch: Batch) -> None:
    """Give classes their homeroom teachers; two for one class are a fault."""
    leading = batch.part(Leading)
    taken: dict[ClassName, Wish] = {}
    for wish in leading.wishes:
        other = taken.setdefault(wish.name, wish)
        if wish.name not in leading.registers.classes:
            batch.faults.add(
                wish.place,
                "unknown_class",
                _("There is no class %(name)s. Add it to the sheet “Classes”.")
                % {"name": wish.name},
            )
        elif other.employee is not wish.employee:
            batch.faults.add(
                wish.place,
                "class_led_twice",
                _("Another homeroom teacher is given to %(name)s in %(place)s.")
                % {"name": wish.name, "place": other.place.text},
            )
        elif other is wish:
            _lead(batch, leading, wish)


def _lead(batch: Batch, leading: Leading, wish: Wish) -> None:
    registers = leading.registers
    current = leading.current.get(wish.name)
    label = f"{wish.name}: {wish.employee.person.name.short}"
    entry = batch.plan.entry("homeroom", label, wish.place)
    if current is not None and current.employee_id == wish.employee.pk:
        return
    since = registers.move_day if wish.name in leading.led_before else registers.role_day
    if current is not None and current.since < registers.move_day:
        entry.change(current, until=registers.day_before)
        since = registers.move_day
    elif current is not None:
        entry.change(current, employee=wish.employee)
        return
    made = HomeroomTeacher(
        school=registers.school,
        school_class=registers.classes[wish.name],
        employee=wish.employee,
        since=since,
    )
    entry.new(made)
