"""The timetable of a class as it is made: the lines that hold from a day on."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max
from django.utils.dates import WEEKDAYS

from core.models import Job
from schedule.models import Lesson, TimetableSlot, Weeks
from schedule.queries.entries import part_of
from schedule.queries.lesson import Choices
from schedule.queries.week import Other
from schedule.report import course_name
from school.models import Course, SchoolClass

GENERATE = "generate_lessons"


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotEntry:
    pk: int
    subject: str
    part: str
    teacher: str
    room: str
    weeks: str
    since: date
    until: date | None
    is_to_come: bool
    is_joined: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotDay:
    weekday: int
    name: str
    cells: tuple[tuple[int, tuple[SlotEntry, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseHours:
    """Lines a week against the hours of the plan; an A-week or B-week line counts half."""

    course: str
    a_week: str
    planned: str
    differs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotsPage:
    pk: int
    title: str
    day: date
    days: tuple[SlotDay, ...]
    hours: tuple[CourseHours, ...]
    others: tuple[Other, ...]
    is_behind: bool


def slots_page(school_class: SchoolClass, *, day: date) -> SlotsPage:
    """Lines of the class that hold on the day or later. Five SQL."""
    slots = list(
        TimetableSlot.objects.filter(course__group__school_class_id=school_class.pk)
        .within(day, school_class.year.last_day)
        .select_related("course__subject", "course__group__school_class", "teacher__person", "room")
        .prefetch_related("course__teachers__employee__person")
        .order_by("number", "course__group__name", "since")
    )
    return SlotsPage(
        pk=school_class.pk,
        title=school_class.name,
        day=day,
        days=tuple(_days(slots, day, school_class.calendar.days_a_week)),
        hours=tuple(_hours(school_class, slots, day)),
        others=tuple(
            Other(pk=one.pk, label=one.name, is_here=one.pk == school_class.pk)
            for one in SchoolClass.objects.filter(year_id=school_class.year_id)
        ),
        is_behind=is_behind(school_class.school_id),
    )


def _days(slots: list[TimetableSlot], day: date, days_a_week: int) -> list[SlotDay]:
    found: dict[tuple[int, int], list[SlotEntry]] = defaultdict(list)
    for slot in slots:
        found[slot.weekday, slot.number].append(_entry(slot, day))
    numbers = range(1, max([7, *(slot.number + 1 for slot in slots)]) + 1)
    last = max([days_a_week, *(slot.weekday for slot in slots)])
    return [
        SlotDay(
            weekday=weekday,
            name=str(WEEKDAYS[weekday - 1]),
            cells=tuple((number, tuple(found[weekday, number])) for number in numbers),
        )
        for weekday in range(1, last + 1)
    ]


def _entry(slot: TimetableSlot, day: date) -> SlotEntry:
    teacher = slot.teacher
    if teacher is None:
        held = [row for row in slot.course.teachers.all() if row.holds_on(max(day, slot.since))]
        teacher = min(held, key=lambda row: (row.since, row.pk)).employee if held else None
    return SlotEntry(
        pk=slot.pk,
        subject=slot.course.subject.name,
        part=part_of(slot.course),
        teacher=teacher.person.name.short if teacher else "",
        room=slot.room.name if slot.room else "",
        weeks="" if slot.weeks == Weeks.EVERY else str(slot.get_weeks_display()),
        since=slot.since,
        until=slot.until,
        is_to_come=slot.since > day,
        is_joined=slot.held_with_id is not None,
    )


def _hours(school_class: SchoolClass, slots: list[TimetableSlot], day: date) -> list[CourseHours]:
    halves: dict[int, int] = defaultdict(int)
    for slot in slots:
        if slot.holds_on(max(day, school_class.year.first_day)):
            halves[slot.course_id] += 2 if slot.weeks == Weeks.EVERY else 1
    courses = Course.objects.filter(group__school_class_id=school_class.pk).select_related(
        "subject", "group__school_class"
    )
    weeks = 33 if school_class.grade == 1 else 34
    return [
        CourseHours(
            course=course_name(course),
            a_week=_half(halves[course.pk]),
            planned=_half(round(2 * course.hours_a_year / weeks)),
            differs=halves[course.pk] != round(2 * course.hours_a_year / weeks),
        )
        for course in courses.order_by("subject__name", "group__name")
    ]


def _half(halves: int) -> str:
    whole, half = divmod(halves, 2)
    return f"{whole},5" if half else str(whole)


def is_behind(school_id: int) -> bool:
    """Whether a line was changed after the lessons were generated the last time: on a page, or,
    where that never happened, by any other way. Three SQL at most."""
    changed = _newest(TimetableSlot, school_id)
    if changed is None:
        return False
    made = Job.objects.filter(school_id=school_id, kind=GENERATE, state=Job.State.DONE).aggregate(
        at=Max("started_at")
    )["at"] or _newest(Lesson, school_id)
    return made is None or changed > made


def _newest(model: type[Lesson | TimetableSlot], school_id: int) -> datetime | None:
    events = model.pgh_event_model.objects.filter(school_id=school_id).order_by("-pgh_id")
    return events.values_list("pgh_created_at", flat=True).first()


def leader_choices(slot_course: Course, weekday: int, day: date) -> Choices:
    """Lines another one may be held together with: same weekday, standing by themselves."""
    slots = (
        TimetableSlot.objects.filter(
            school_id=slot_course.school_id, weekday=weekday, held_with=None
        )
        .on(day)
        .exclude(course_id=slot_course.pk)
        .select_related("course__subject", "course__group__school_class")
        .order_by("number", "pk")
    )
    return [(one.pk, f"{one.number}. {course_name(one.course)}") for one in slots]
