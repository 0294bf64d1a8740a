"""A day of the whole school, and who could stand in for an absent teacher."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from schedule.models import Lesson
from schedule.queries.entries import Entry, entry_of, with_names
from school.models import CourseTeacher, Employee, SchoolClass


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassRow:
    """A class's day: one cell for each lesson number."""

    pk: int | None
    name: str
    shift: int
    cells: tuple[tuple[int, tuple[Entry, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Absentee:
    """A teacher who may be said to be absent: has lessons that day."""

    pk: int
    name: str
    lessons: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPage:
    day: date
    previous: date
    next: date
    is_today: bool
    numbers: tuple[int, ...]
    rows: tuple[ClassRow, ...]
    changes: tuple[Entry, ...]
    teachers: tuple[Absentee, ...]

    @property
    def is_empty(self) -> bool:
        return not any(entries for row in self.rows for _number, entries in row.cells)


def school_day(school_id: int, *, day: date, today: date) -> DayPage:
    """Every class's lessons of the day with the day's changes. Two SQL."""
    lessons = with_names(Lesson.objects.of_day(day).filter(school_id=school_id))
    entries = [entry_of(lesson) for lesson in lessons]
    numbers = _numbers(entries)
    classes = SchoolClass.objects.filter(
        school_id=school_id, year__first_day__lte=day, year__last_day__gte=day
    ).order_by("shift", "grade", "letter")
    return DayPage(
        day=day,
        previous=_working(day, -1),
        next=_working(day, 1),
        is_today=day == today,
        numbers=numbers,
        rows=tuple(_class_rows(classes, entries, numbers)),
        changes=tuple(entry for entry in entries if entry.is_unusual),
        teachers=_absentees(entries),
    )


def _working(day: date, step: int) -> date:
    """The day before or after, Sundays left out."""
    other = day + timedelta(days=step)
    return other + timedelta(days=step) if other.isoweekday() == 7 else other


def _numbers(entries: list[Entry]) -> tuple[int, ...]:
    found = [entry.number for entry in entries]
    return tuple(range(min(1, *found), max(found) + 1)) if found else ()


def _class_rows(
    classes: Iterable[SchoolClass], entries: list[Entry], numbers: tuple[int, ...]
) -> Iterable[ClassRow]:
    cells: dict[str, dict[int, list[Entry]]] = defaultdict(lambda: defaultdict(list))
    for entry in entries:
        cells[entry.whom][entry.number].append(entry)
    known = {one.name: one for one in classes}
    names = [*known, *sorted(name for name in cells if name not in known)]
    for name in names:
        yield ClassRow(
            pk=known[name].pk if name in known else None,
            name=name,
            shift=known[name].shift if name in known else 1,
            cells=tuple((number, tuple(cells[name][number])) for number in numbers),
        )


def _absentees(entries: list[Entry]) -> tuple[Absentee, ...]:
    count: dict[tuple[str, int], int] = defaultdict(int)
    for entry in entries:
        if entry.is_cancelled:
            continue
        if entry.absent_id:
            count[entry.replaces, entry.absent_id] += 1
        elif entry.teacher_id:
            count[entry.teacher, entry.teacher_id] += 1
    return tuple(
        Absentee(pk=pk, name=name, lessons=lessons) for (name, pk), lessons in sorted(count.items())
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Free:
    """A colleague without a lesson at that time; `why` says what speaks for them."""

    pk: int
    name: str
    teaches_subject: bool
    teaches_class: bool
    is_in_school: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ToReplace:
    """A lesson of the absent teacher with those who could take it, the best first."""

    entry: Entry
    seen: str
    best: tuple[Free, ...]
    others: tuple[Free, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsencePage:
    day: date
    employee: Employee
    lessons: tuple[ToReplace, ...]


def absence_page(employee: Employee, *, day: date) -> AbsencePage:
    """The absent teacher's lessons with free substitutes. Three SQL."""
    lessons = list(
        with_names(Lesson.objects.of_day(day).filter(school_id=employee.school_id)).exclude(
            state="cancelled"
        )
    )
    mine = [
        lesson
        for lesson in lessons
        if employee.pk in (lesson.teacher_id, entry_of(lesson).absent_id)
        and lesson.held_with_id is None
    ]
    staff = _staff(employee.school_id, day)
    taught = list(
        CourseTeacher.objects.filter(school_id=employee.school_id)
        .on(day)
        .values_list("employee_id", "course__subject_id", "course__group__school_class_id")
    )
    return AbsencePage(
        day=day,
        employee=employee,
        lessons=tuple(
            _to_replace(lesson, lessons, staff, taught, absent_id=employee.pk) for lesson in mine
        ),
    )


def _staff(school_id: int, day: date) -> list[Employee]:
    """Who may be asked: whoever teaches here."""
    return list(
        Employee.objects.filter(school_id=school_id)
        .filter(Q(left_on=None) | Q(left_on__gte=day))
        .filter(
            Q(person__duties__role="teacher", person__duties__school_id=school_id)
            | Q(courses__isnull=False)
        )
        .select_related("person")
        .order_by("person__sort_key")
        .distinct()
    )


def _to_replace(
    lesson: Lesson,
    lessons: list[Lesson],
    staff: list[Employee],
    taught: list[tuple[int, int, int | None]],
    *,
    absent_id: int,
) -> ToReplace:
    busy = {
        one.teacher_id
        for one in lessons
        if one.starts_at < lesson.ends_at and lesson.starts_at < one.ends_at
    }
    at_work = {one.teacher_id for one in lessons}
    subject_id = lesson.course.subject_id
    class_id = lesson.course.group.school_class_id
    free = [
        Free(
            pk=one.pk,
            name=one.person.name.short,
            teaches_subject=any(row[0] == one.pk and row[1] == subject_id for row in taught),
            teaches_class=any(row[0] == one.pk and row[2] == class_id for row in taught),
            is_in_school=one.pk in at_work,
        )
        for one in staff
        if one.pk not in busy and one.pk != absent_id
    ]
    free.sort(
        key=lambda one: (not one.teaches_subject, not one.teaches_class, not one.is_in_school)
    )
    return ToReplace(
        entry=entry_of(lesson), seen=lesson.stamp, best=tuple(free[:4]), others=tuple(free[4:])
    )
