"""What the timetable means: every lesson that slots, calendars and bells call for in a span."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import connection

from schedule.bells import Bells, read_bells
from schedule.clashes import Place
from schedule.models import TimetableSlot, Weeks
from school.calendar import CalendarRules, DayStatus, read_calendars, school_days
from school.models import Calendar, CourseTeacher

SlotDay = tuple[int, date]


@dataclass(slots=True, kw_only=True, eq=False)
class Meant:
    """A lesson the timetable calls for. `leader` is the slot it is held together with."""

    slot: TimetableSlot
    year_id: int
    place: Place
    leader: SlotDay | None = None

    @property
    def key(self) -> SlotDay:
        return (self.slot.pk, self.place.day)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoBell:
    """A slot's lesson that cannot be placed: its bells have no lesson of this number."""

    slot: TimetableSlot
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """All that decides which lessons there are, read in a fixed number of statements."""

    zone: ZoneInfo
    slots: tuple[TimetableSlot, ...]
    days: dict[int, list[DayStatus]]
    calendar_of_group: dict[int, int]
    bells: Bells
    teachers: dict[int, list[CourseTeacher]]

    def calendar_id(self, slot: TimetableSlot) -> int | None:
        group = slot.course.group
        if group.school_class_id:
            return group.school_class.calendar_id
        return self.calendar_of_group.get(group.pk)


def read_ground(school_id: int, first: date, last: date, *, zone: ZoneInfo) -> Ground:
    slots = tuple(
        TimetableSlot.objects.filter(school_id=school_id)
        .within(first, last)
        .filter(course__year__first_day__lte=last, course__year__last_day__gte=first)
        .select_related("course__group__school_class", "course__year", "room")
        .order_by("pk")
    )
    year_ids = {slot.course.year_id for slot in slots}
    calendar_ids = list(Calendar.objects.filter(year_id__in=year_ids).values_list("pk", flat=True))
    teachers = defaultdict(list)
    for row in (
        CourseTeacher.objects.filter(course__in={slot.course_id for slot in slots})
        .within(first, last)
        .order_by("since", "pk")
    ):
        teachers[row.course_id].append(row)
    return Ground(
        zone=zone,
        slots=slots,
        days=_days(read_calendars(calendar_ids), first, last),
        calendar_of_group=_calendars_of_mixed_groups(slots),
        bells=read_bells(school_id, first, last),
        teachers=teachers,
    )


def _days(
    calendars: dict[int, CalendarRules], first: date, last: date
) -> dict[int, list[DayStatus]]:
    return {pk: school_days(rules, first, last) for pk, rules in calendars.items()}


# A club draws on several classes: it keeps the calendar that most of its members' classes have.
_MIXED = """
SELECT DISTINCT ON (group_id) group_id, calendar_id FROM (
    SELECT m.group_id, k.calendar_id, count(*) AS members
      FROM school_membership m
      JOIN school_membership n ON n.student_id = m.student_id
      JOIN school_group g ON g.id = n.group_id AND g.kind = 'class'
      JOIN school_schoolclass k ON k.id = g.school_class_id
      JOIN school_group mixed ON mixed.id = m.group_id AND mixed.year_id = k.year_id
     WHERE m.group_id = ANY(%s)
     GROUP BY m.group_id, k.calendar_id
) AS counted ORDER BY group_id, members DESC, calendar_id
"""


def _calendars_of_mixed_groups(slots: Iterable[TimetableSlot]) -> dict[int, int]:
    mixed = {slot.course.group for slot in slots if slot.course.group.school_class_id is None}
    if not mixed:
        return {}
    fallback = dict(
        Calendar.objects.filter(year_id__in={group.year_id for group in mixed})
        .order_by("-pk")
        .values_list("year_id", "pk")
    )
    found = {group.pk: fallback[group.year_id] for group in mixed if group.year_id in fallback}
    with connection.cursor() as cursor:
        cursor.execute(_MIXED, [[group.pk for group in mixed]])
        found.update(cursor.fetchall())
    return found


def meant_lessons(ground: Ground) -> tuple[list[Meant], list[NoBell]]:
    """All lessons the timetable calls for in the ground's span, leaders before those held with
    them, and the ones for which no bell rings."""
    meant: dict[SlotDay, Meant] = {}
    silent: list[NoBell] = []
    for slot in sorted(ground.slots, key=lambda one: (one.held_with_id is not None, one.pk)):
        for status in _days_of_slot(ground, slot):
            one = _meant(ground, slot, status)
            if one is None:
                silent.append(NoBell(slot=slot, day=status.day))
                continue
            _join(one, meant.get((slot.held_with_id, status.day)))
            meant[one.key] = one
    return list(meant.values()), silent


def _days_of_slot(ground: Ground, slot: TimetableSlot) -> Iterator[DayStatus]:
    year = slot.course.year
    for status in ground.days.get(ground.calendar_id(slot), ()):
        if (
            status.weekday == slot.weekday
            and slot.weeks in (Weeks.EVERY, status.week)
            and slot.holds_on(status.day)
            and year.first_day <= status.day <= year.last_day
        ):
            yield status


def _meant(ground: Ground, slot: TimetableSlot, status: DayStatus) -> Meant | None:
    group = slot.course.group
    bells = ground.bells.of_day(group.school_class, status.day, status.weekday)
    if slot.number not in bells:
        return None
    starts, ends = (
        datetime.combine(status.day, clock, tzinfo=ground.zone) for clock in bells[slot.number]
    )
    place = Place(
        day=status.day,
        number=slot.number,
        starts_at=starts,
        ends_at=ends,
        course_id=slot.course_id,
        group_id=group.pk,
        teacher_id=slot.teacher_id or teacher_on(ground.teachers[slot.course_id], status.day),
        room_id=slot.room_id,
        room_is_shared=bool(slot.room and slot.room.is_shared),
        together=(slot.pk, status.day),
    )
    return Meant(slot=slot, year_id=slot.course.year_id, place=place)


def teacher_on(teachers: Iterable[CourseTeacher], day: date) -> int | None:
    """Who teaches the course that day; of two at once, who began first."""
    return next((row.employee_id for row in teachers if row.holds_on(day)), None)


def _join(one: Meant, leader: Meant | None) -> None:
    """Held together: teacher, room and time are the leader's."""
    if leader is None:
        return
    one.leader = leader.key
    for name in ("starts_at", "ends_at", "teacher_id", "room_id", "room_is_shared", "together"):
        setattr(one.place, name, getattr(leader.place, name))
