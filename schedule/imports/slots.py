"""From wishes to lines of the timetable: what is new, what ends, who would be in two places."""

from __future__ import annotations

from collections import defaultdict

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from core.imports.batch import Batch
from core.imports.faults import Place
from schedule.imports.wishes import Timetable, Wish
from schedule.models import TimetableSlot, Weeks
from school.imports.registers import Registers, course_key, name_of
from school.models import Course, Employee, GroupKind

_SlotKey = tuple[object, ...]


def plan_slots(batch: Batch) -> None:
    """Compare the wishes with the stored timetable of their classes; a class in the files gets
    the timetable of the files whole."""
    wishes = _once(batch)
    slots = _Slots(batch)
    together = _held_together(batch, slots, wishes)
    _refuse_children_twice(batch, wishes)
    made: dict[int, TimetableSlot] = {}
    for wish in wishes:
        leader = together.get(id(wish))
        made[id(wish)] = slots.settle(wish, made[id(leader)] if leader else None)
    slots.end_unwanted()


def _once(batch: Batch) -> list[Wish]:
    """Each line once; the same line in two cells is a fault."""
    seen: dict[_SlotKey, Wish] = {}
    for wish in batch.part(Timetable).wishes:
        key = _key(wish.course, wish.weekday, wish.number, wish.weeks)
        if key in seen:
            batch.faults.add(
                wish.place,
                "twice",
                _("It already stands in %(place)s. Keep one.") % {"place": seen[key].place.text},
            )
        else:
            seen[key] = wish
    return list(seen.values())


def _key(course: Course, weekday: int, number: int, weeks: str) -> _SlotKey:
    return (*course_key(course), weekday, number, weeks)


class _Slots:
    """The stored timetable of the year, and who holds each line."""

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self.registers = batch.part(Registers)
        day = self.registers.move_day
        rows = (
            TimetableSlot.objects.filter(school=self.registers.school)
            .exclude(until__lt=day)
            .select_related("teacher__person", "room")
        )
        courses = {one.pk: one for one in self.registers.courses.values() if one.pk}
        self.stored: dict[_SlotKey, TimetableSlot] = {}
        for row in rows:
            if row.course_id in courses:
                row.course = courses[row.course_id]
                self.stored[_key(row.course, row.weekday, row.number, row.weeks)] = row
        self.is_first = not self.stored
        self.wanted: set[_SlotKey] = set()

    def teacher_of(self, course: Course, teacher: Employee | None) -> Employee | None:
        """Who holds the line: the one named, else the course's only teacher."""
        if teacher is not None:
            return teacher
        links = [
            link
            for link in self.registers.course_teachers[course_key(course)]
            if link.until is None or link.until > self.registers.move_day
        ]
        return links[0].employee if len(links) == 1 else None

    def settle(self, wish: Wish, leader: TimetableSlot | None) -> TimetableSlot:
        """The line of a wish: stored already, changed, or new."""
        key = _key(wish.course, wish.weekday, wish.number, wish.weeks)
        self.wanted.add(key)
        entry = self.batch.plan.entry("timetable", _label(wish), wish.place)
        stored = self.stored.get(key)
        teacher = self._own_teacher(wish)
        if stored is not None and self._is_equal(stored, wish, leader):
            return stored
        if stored is not None and stored.since >= self.registers.move_day:
            entry.change(stored, teacher=teacher, room=wish.room, held_with=leader)
            return stored
        since = self.registers.first_day if self.is_first else self.registers.move_day
        if stored is not None:
            entry.change(stored, until=self.registers.day_before)
        made = TimetableSlot(
            school=self.registers.school,
            course=wish.course,
            weekday=wish.weekday,
            number=wish.number,
            weeks=wish.weeks,
            teacher=teacher,
            room=wish.room,
            held_with=leader,
            since=since,
        )
        return entry.add(made) if stored is not None else entry.new(made)

    def _own_teacher(self, wish: Wish) -> Employee | None:
        """Written into the line only where the course alone does not say who it is."""
        if self.teacher_of(wish.course, None) is not None:
            return None
        return wish.teacher

    def _is_equal(self, stored: TimetableSlot, wish: Wish, leader: TimetableSlot | None) -> bool:
        holder = self.teacher_of(wish.course, stored.teacher)
        wanted = self.teacher_of(wish.course, wish.teacher)
        same_teacher = wanted is None or (holder is not None and holder.pk == wanted.pk)
        same_room = stored.room_id == (wish.room.pk if wish.room else None)
        return same_teacher and same_room and stored.held_with_id == (leader and leader.pk)

    def end_unwanted(self) -> None:
        """Lines of the files' classes that the files do not have."""
        classes = self.batch.part(Timetable).classes
        for key, slot in self.stored.items():
            own = slot.course.group.school_class
            if key in self.wanted or own is None or name_of(own) not in classes:
                continue
            label = (
                f"{own} {WEEKDAYS_ABBR[slot.weekday - 1]} {slot.number}: {slot.course.subject.name}"
            )
            entry = self.batch.plan.entry("timetable", label, Place())
            if slot.since < self.registers.move_day:
                entry.change(slot, until=self.registers.day_before)
            else:
                entry.drop(slot, _("not in the timetable any more"))


def _label(wish: Wish) -> str:
    part = "" if wish.course.group.kind == GroupKind.WHOLE_CLASS else f" ({wish.course.group.name})"
    day = WEEKDAYS_ABBR[wish.weekday - 1]
    return f"{wish.name} {day} {wish.number}: {wish.course.subject.name}{part}"


def _overlap(one: Wish, other: Wish) -> bool:
    """Whether the weeks of two lines meet."""
    return Weeks.EVERY in (one.weeks, other.weeks) or one.weeks == other.weeks


def _hours(wishes: list[Wish]) -> dict[tuple[int, int], list[Wish]]:
    hours: dict[tuple[int, int], list[Wish]] = defaultdict(list)
    for wish in wishes:
        hours[wish.weekday, wish.number].append(wish)
    return hours


def _held_together(batch: Batch, slots: _Slots, wishes: list[Wish]) -> dict[int, Wish]:
    """Lines that are held with an earlier one (one teacher, one subject, one room, several
    classes), by line. A teacher or a room in two other places at once is a fault."""
    leaders: dict[int, Wish] = {}
    shifts = {name: one.shift for name, one in slots.registers.classes.items()}
    for hour in _hours(wishes).values():
        for index, wish in enumerate(hour):
            for other in hour[:index]:
                if not _overlap(wish, other) or shifts[wish.name] != shifts[other.name]:
                    continue
                if _is_together(slots, wish, other):
                    leaders.setdefault(id(wish), leaders.get(id(other), other))
                else:
                    _refuse_two_places(batch, slots, wish, other)
    return leaders


def _is_together(slots: _Slots, wish: Wish, other: Wish) -> bool:
    return (
        wish.name != other.name
        and wish.course.subject.name == other.course.subject.name
        and wish.room is not None
        and wish.room is other.room
        and wish.weeks == other.weeks
        and _same(slots.teacher_of(wish.course, wish.teacher),
                  slots.teacher_of(other.course, other.teacher))
    )  # fmt: skip


def _same(one: Employee | None, other: Employee | None) -> bool:
    if one is None or other is None:
        return False
    return one is other or (one.pk is not None and one.pk == other.pk)


def _refuse_two_places(batch: Batch, slots: _Slots, wish: Wish, other: Wish) -> None:
    teacher = slots.teacher_of(wish.course, wish.teacher)
    if _same(teacher, slots.teacher_of(other.course, other.teacher)):
        batch.faults.add(
            wish.place,
            "teacher_twice",
            _("%(name)s has another lesson at this time: %(place)s.")
            % {"name": teacher.person.name.short, "place": other.place.text},
        )
    elif wish.room is not None and wish.room is other.room and not wish.room.is_shared:
        batch.faults.add(
            wish.place,
            "room_twice",
            _("Room %(name)s is taken at this time: %(place)s.")
            % {"name": wish.room.name, "place": other.place.text},
        )


def _refuse_children_twice(batch: Batch, wishes: list[Wish]) -> None:
    """A class has one lesson at a time, or one for each of its parts."""
    for hour in _hours(wishes).values():
        for index, wish in enumerate(hour):
            for other in hour[:index]:
                if wish.name == other.name and _overlap(wish, other) and _share(wish, other):
                    batch.faults.add(
                        wish.place,
                        "class_twice",
                        _("Class %(name)s has two lessons for the same children at this time.")
                        % {"name": wish.name},
                    )


def _share(wish: Wish, other: Wish) -> bool:
    """Whether two lessons of one class have the same children for certain."""
    groups = (wish.course.group, other.course.group)
    if all(group.kind == GroupKind.WHOLE_CLASS for group in groups):
        return True
    kinds = {group.kind for group in groups}
    if kinds == {GroupKind.WHOLE_CLASS, GroupKind.SUBGROUP}:
        return True
    return groups[0] is groups[1]
