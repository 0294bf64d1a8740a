"""A week of a class, a teacher or a room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from schedule.models import Lesson
from schedule.queries.entries import Entry, entry_of, with_names
from school.calendar import CalendarRules, DayStatus, day_status, read_calendars, week_letter
from school.models import Employee, Room, SchoolClass

RowKey = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """A timetable one may turn to."""

    pk: int
    label: str
    is_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekCell:
    """One lesson number of one day: nothing, a lesson, or several side by side."""

    number: int
    shift: int
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekDay:
    day: date
    cells: tuple[WeekCell, ...]
    is_today: bool
    why_off: str = ""
    as_weekday: date | None = None
    is_distance: bool = False

    @property
    def is_empty(self) -> bool:
        return not any(cell.entries for cell in self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekPage:
    """`kind` is class, teacher or room; times are shown in the school's zone."""

    kind: str
    pk: int
    title: str
    monday: date
    sunday: date
    previous: date
    next: date
    letter: str
    days: tuple[WeekDay, ...]
    rows: int
    others: tuple[Other, ...]
    has_two_shifts: bool

    @property
    def is_empty(self) -> bool:
        return all(day.is_empty for day in self.days)


def monday_of(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def class_week(school_class: SchoolClass, *, day: date, today: date) -> WeekPage:
    """The class's lessons of the week, its subgroups and electives among them. Three SQL."""
    rules = read_calendars([school_class.calendar_id])[school_class.calendar_id]
    classes = SchoolClass.objects.filter(year_id=school_class.year_id).order_by("grade", "letter")
    lessons = Lesson.objects.filter(course__group__school_class_id=school_class.pk)
    return _week(
        kind="class",
        pk=school_class.pk,
        title=school_class.name,
        lessons=lessons,
        span=(day, today),
        rules=rules,
        others=[(one.pk, one.name) for one in classes],
    )


def teacher_week(employee: Employee, *, day: date, today: date) -> WeekPage:
    """The lessons the teacher gives, and those in which the teacher is replaced. Two SQL."""
    colleagues = (
        Employee.objects.filter(school_id=employee.school_id)
        .filter(Q(left_on=None) | Q(left_on__gte=day))
        .filter(Q(courses__isnull=False) | Q(pk=employee.pk))
        .select_related("person")
        .order_by("person__sort_key")
        .distinct()
    )
    lessons = Lesson.objects.filter(
        Q(teacher_id=employee.pk) | Q(substitution__absent_id=employee.pk),
        school_id=employee.school_id,
    )
    return _week(
        kind="teacher",
        pk=employee.pk,
        title=employee.person.name.full,
        lessons=lessons,
        span=(day, today),
        rules=None,
        others=[(one.pk, one.person.name.short) for one in colleagues],
    )


def room_week(room: Room, *, day: date, today: date) -> WeekPage:
    """The lessons in the room. Two SQL."""
    rooms = Room.objects.filter(school_id=room.school_id).order_by("name")
    return _week(
        kind="room",
        pk=room.pk,
        title=room.name,
        lessons=Lesson.objects.filter(room_id=room.pk, school_id=room.school_id),
        span=(day, today),
        rules=None,
        others=[(one.pk, one.name) for one in rooms],
    )


def _week(
    *,
    kind: str,
    pk: int,
    title: str,
    lessons: QuerySet[Lesson],
    span: tuple[date, date],
    rules: CalendarRules | None,
    others: list[tuple[int, str]],
) -> WeekPage:
    day, today = span
    monday = monday_of(day)
    sunday = monday + timedelta(days=6)
    rules = rules or _of_nobody(monday)
    entries = [entry_of(one) for one in with_names(lessons.filter(day__range=(monday, sunday)))]
    rows = _rows(entries)
    days = [
        _day(day_status(rules, monday + timedelta(days=shift)), entries, rows, today)
        for shift in range(7)
    ]
    return WeekPage(
        kind=kind,
        pk=pk,
        title=title,
        monday=monday,
        sunday=sunday,
        previous=monday - timedelta(days=7),
        next=monday + timedelta(days=7),
        letter=week_letter(rules.first_day, monday) if rules.terms else "",
        days=tuple(one for one in days if _is_shown(one, rules)),
        rows=max(len(rows), 1),
        others=tuple(Other(pk=key, label=label, is_here=key == pk) for key, label in others),
        has_two_shifts=len({shift for shift, _number in rows}) > 1,
    )


def _of_nobody(monday: date) -> CalendarRules:
    """For a teacher or a room only public holidays are days off for sure."""
    return CalendarRules(first_day=monday, last_day=monday + timedelta(days=6), days_a_week=6)


def _rows(entries: list[Entry]) -> list[RowKey]:
    """Lesson numbers from the first to the last, of each shift that has lessons."""
    keys: list[RowKey] = []
    for shift in sorted({entry.shift for entry in entries}):
        numbers = [entry.number for entry in entries if entry.shift == shift]
        keys += [(shift, number) for number in range(min(1, *numbers), max(numbers) + 1)]
    return keys


def _day(status: DayStatus, entries: list[Entry], rows: list[RowKey], today: date) -> WeekDay:
    cells = tuple(
        WeekCell(
            number=number,
            shift=shift,
            entries=tuple(
                one
                for one in entries
                if (one.day, one.shift, one.number) == (status.day, shift, number)
            ),
        )
        for shift, number in rows
    )
    other = status.day - timedelta(days=status.day.isoweekday() - (status.weekday or 0))
    return WeekDay(
        day=status.day,
        cells=cells,
        is_today=status.day == today,
        why_off=str(status.why_off.label) if status.why_off else "",
        as_weekday=other if status.is_by_another_weekday else None,
        is_distance=status.is_distance,
    )


def _is_shown(day: WeekDay, rules: CalendarRules) -> bool:
    """Saturday where there is school on it, Sunday only with a lesson."""
    weekday = day.day.isoweekday()
    usual = rules.days_a_week if rules.terms else 5
    return weekday <= usual or not day.is_empty


def first_of(school_id: int, kind: str, *, day: date) -> int | None:
    """The first class, teacher or room of the school, to begin with; one SQL."""
    match kind:
        case "class" | "slots":
            found = SchoolClass.objects.filter(
                school_id=school_id, year__first_day__lte=day + timedelta(days=92)
            ).order_by("-year__first_day", "grade", "letter")
        case "teacher":
            found = Employee.objects.filter(school_id=school_id, left_on=None).order_by(
                "person__sort_key"
            )
        case _:
            found = Room.objects.filter(school_id=school_id).order_by("name")
    return found.values_list("pk", flat=True).first()
