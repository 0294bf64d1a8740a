"""The year's lessons from slots, calendars and bells; the ill replaced, some lessons cancelled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from control.demo.bulk import copy, take_keys
from control.demo.world import Taught, Teacher, World
from schedule.meant import meant_lessons, read_ground
from schedule.models import Lesson, LessonState, Substitution

COLUMNS = (
    "id school_id year_id course_id slot_id slot_day day number starts_at ends_at teacher_id"
    " room_id room_is_shared state state_reason held_with_id is_changed"
).split()
ILL_AT_ONCE = 0.02  # of the teachers, on a usual day
CANCEL_REASON = "Учитель заболел, замены нет"


@dataclass(slots=True, eq=False)
class Held:
    """A lesson in the making. `order` is its number among the lessons of its course."""

    pk: int
    taught: Taught
    slot_id: int
    day: date
    number: int
    starts: datetime
    ends: datetime
    teacher: Teacher
    order: int
    instead_of: Teacher | None = None
    is_cancelled: bool = False


def make_lessons(world: World) -> dict[int, list[Held]]:
    """All lessons of the year by course, in order; written by COPY."""
    held = list(_meant(world))
    held.sort(key=lambda one: (one.starts, one.slot_id))
    keys = take_keys(Lesson, len(held))
    by_course: dict[int, list[Held]] = defaultdict(list)
    for key, one in zip(keys, held, strict=True):
        one.pk = key
        lessons = by_course[one.taught.course.pk]
        one.order = len(lessons)
        lessons.append(one)
    _replace_the_ill(world, held)
    copy(
        Lesson,
        COLUMNS,
        (_row(world, one) for one in held),
        author_id=world.administrator.pk,
    )
    _write_substitutions(world, held)
    return by_course


def _meant(world: World) -> Iterator[Held]:
    """What the timetable calls for, as the generator of a real school's lessons sees it."""
    first, last = world.year.first_day, world.year.last_day
    taught = {one.course.pk: one for one in world.taught}
    meant, _silent = meant_lessons(read_ground(world.school.pk, first, last, zone=world.zone))
    for lesson in meant:
        place, one = lesson.place, taught[lesson.slot.course_id]
        yield Held(
            0,
            one,
            lesson.slot.pk,
            place.day,
            place.number,
            place.starts_at,
            place.ends_at,
            one.teacher,
            0,
        )


def _row(world: World, one: Held) -> tuple[object, ...]:
    return (
        one.pk,
        world.school.pk,
        world.year.pk,
        one.taught.course.pk,
        one.slot_id,
        one.day,
        one.day,
        one.number,
        one.starts,
        one.ends,
        one.teacher.employee.pk,
        one.taught.room.pk,
        one.taught.room.is_shared,
        LessonState.CANCELLED if one.is_cancelled else LessonState.PLANNED,
        CANCEL_REASON if one.is_cancelled else "",
        None,
        one.instead_of is not None or one.is_cancelled,
    )


def _replace_the_ill(world: World, held: list[Held]) -> None:
    """Teachers fall ill for three to five days; a colleague of the area who is free takes the
    lesson, or any colleague in three of four cases, else it is cancelled."""
    by_day: dict[date, list[Held]] = defaultdict(list)
    for one in held:
        if one.day <= world.wish.today + timedelta(days=2):
            by_day[one.day].append(one)
    ill: dict[int, date] = {}
    for day in sorted(by_day):
        for teacher in world.teachers:
            if teacher.employee.pk not in ill and world.rng.random() < ILL_AT_ONCE / 4:
                ill[teacher.employee.pk] = day + timedelta(days=world.rng.randrange(2, 5))
        ill = {pk: until for pk, until in ill.items() if until >= day}
        if ill or day == world.wish.today:
            _replace_on(world, by_day[day], set(ill) or {_someone_of(world, by_day[day])})


def _someone_of(world: World, lessons: list[Held]) -> int:
    """On the demo's own day somebody is always replaced."""
    return world.rng.choice(lessons).teacher.employee.pk


def _replace_on(world: World, lessons: list[Held], ill: set[int]) -> None:
    busy: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    for one in lessons:
        busy[one.teacher.employee.pk].append((one.starts, one.ends))
    for one in lessons:
        if one.teacher.employee.pk not in ill:
            continue
        free = [
            other
            for other in world.teachers
            if other.employee.pk not in ill
            and all(e <= one.starts or s >= one.ends for s, e in busy[other.employee.pk])
        ]
        same = [other for other in free if other.area == one.teacher.area]
        if not same and world.rng.random() < 0.25:
            same, free = [], []
        substitute = min(same or free, key=lambda other: len(busy[other.employee.pk]), default=None)
        if substitute is None:
            one.is_cancelled = True
            continue
        busy[substitute.employee.pk].append((one.starts, one.ends))
        one.instead_of, one.teacher = one.teacher, substitute


def _write_substitutions(world: World, held: list[Held]) -> None:
    columns = (
        "school_id",
        "lesson_id",
        "absent_id",
        "substitute_id",
        "reason",
        "decided_by_id",
        "decided_at",
    )
    deputy = world.leaders["deputy"]
    copy(
        Substitution,
        columns,
        (
            (
                world.school.pk,
                one.pk,
                one.instead_of.employee.pk,
                one.teacher.employee.pk,
                "Больничный лист",
                deputy.pk,
                min(world.moment(one.day, 7, 40), world.wish.now),
            )
            for one in held
            if one.instead_of is not None
        ),
        author_id=deputy.pk,
    )
