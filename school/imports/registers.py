"""What the school has, and what this import is about to give it, found by name.

Planned things stand beside stored ones, so that a sheet may speak of what another brings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cached_property
from typing import TypeVar

from django.db import models

from core.imports.batch import Batch
from core.imports.cells import folded
from core.imports.faults import Place
from school.actions.founding import first_grade_calendar
from school.imports.readers import ClassName, GroupLabel, group_label
from school.models import (
    AcademicYear,
    Calendar,
    Course,
    CourseTeacher,
    Employee,
    Group,
    GroupKind,
    Room,
    School,
    SchoolClass,
    Subject,
)

M = TypeVar("M", bound=models.Model)


class Registers:
    """The registers of the batch's school, read when first asked for."""

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self.taught_before: set[tuple[tuple[ClassName | None, str, str], int | None]] = set()

    @cached_property
    def school(self) -> School:
        return School.objects.get(pk=self.batch.school_id)

    @cached_property
    def today(self) -> date:
        return self.batch.now.astimezone(self.school.zone).date()

    @cached_property
    def year(self) -> AcademicYear | None:
        """The year of the given day (today where none is given); between years, the next one."""
        day = self.batch.day or self.today
        years = list(AcademicYear.objects.filter(school=self.school))
        current = [year for year in years if year.first_day <= day <= year.last_day]
        coming = [year for year in years if year.first_day > day]
        return next(iter([*current, *coming, *reversed(years)]), None)

    def _of_year(self, model: type[M]) -> models.QuerySet[M]:
        """Rows of the year; a year that is only planned has none yet."""
        if self.year is None or self.year.pk is None:
            return model.objects.none()
        return model.objects.filter(year=self.year)

    @property
    def first_day(self) -> date:
        """From when what is new holds: the given day, else the year's first."""
        return self.batch.day or self.year.first_day

    @property
    def role_day(self) -> date:
        """From when roles, homeroom teachers and guardians hold: people prepare before the year."""
        return self.batch.day or min(self.year.first_day, self.today)

    @property
    def move_day(self) -> date:
        """From when what moves holds: the given day, else today, within the year."""
        return min(max(self.batch.day or self.today, self.year.first_day), self.year.last_day)

    @property
    def day_before(self) -> date:
        return self.move_day - timedelta(days=1)

    # ---- rooms and subjects ------------------------------------------------------------------
    @cached_property
    def rooms(self) -> dict[str, Room]:
        return {room_key(room.name): room for room in Room.objects.filter(school=self.school)}

    @cached_property
    def subjects(self) -> dict[str, Subject]:
        """By full and by short name."""
        found: dict[str, Subject] = {}
        for subject in Subject.objects.filter(school=self.school):
            self.index_subject(subject, found)
        return found

    def index_subject(self, subject: Subject, found: dict[str, Subject] | None = None) -> None:
        found = self.subjects if found is None else found
        found[folded(subject.name)] = subject
        if subject.short_name:
            found.setdefault(folded(subject.short_name), subject)

    # ---- classes and groups ------------------------------------------------------------------
    @cached_property
    def calendars(self) -> list[Calendar]:
        return list(self._of_year(Calendar).order_by("pk"))

    def calendar_for(self, grade: int, name: str = "") -> Calendar | None:
        """The named calendar; without a name grade 1's own for grade 1, else the first."""
        if name:
            return next((one for one in self.calendars if folded(one.name) == folded(name)), None)
        own = [one for one in self.calendars if one.name == first_grade_calendar()]
        others = [one for one in self.calendars if one not in own]
        fitting = own + others if grade == 1 else others + own
        return next(iter(fitting), None)

    @cached_property
    def classes(self) -> dict[ClassName, SchoolClass]:
        rows = self._of_year(SchoolClass).select_related("room", "calendar")
        return {name_of(row): row for row in rows}

    def classes_of_grades(self, grades: Iterable[int]) -> list[ClassName]:
        wanted = set(grades)
        return sorted(name for name in self.classes if name.grade in wanted)

    @cached_property
    def groups(self) -> dict[tuple[ClassName | None, str], Group]:
        """By class and folded name; the whole class by its class and an empty name."""
        rows = self._of_year(Group).select_related("school_class")
        return {group_key(row): row for row in rows}

    @cached_property
    def courses(self) -> dict[tuple[ClassName | None, str, str], Course]:
        """By class, group's folded name and subject's folded name."""
        rows = self._of_year(Course).select_related("subject", "group__school_class")
        return {course_key(row): row for row in rows}

    @cached_property
    def courses_of_class(self) -> dict[ClassName | None, list[Course]]:
        found: dict[ClassName | None, list[Course]] = defaultdict(list)
        for key, course in self.courses.items():
            found[key[0]].append(course)
        return found

    def add_course(self, course: Course) -> None:
        self.courses_of_class[course_key(course)[0]].append(course)
        self.courses[course_key(course)] = course

    @cached_property
    def course_teachers(
        self,
    ) -> dict[tuple[ClassName | None, str, str], list[CourseTeacher]]:
        """Who teaches each course now or later. Who taught it before is in `taught_before`."""
        found: dict[tuple[ClassName | None, str, str], list[CourseTeacher]] = defaultdict(list)
        rows = CourseTeacher.objects.filter(course__year_id=self.year.pk).select_related(
            "course__subject", "course__group__school_class", "employee__person"
        )
        for row in rows:
            if row.until is None or row.until >= self.move_day:
                found[course_key(row.course)].append(row)
            else:
                self.taught_before.add((course_key(row.course), row.employee_id))
        return found

    def first_day_of_teacher(self, course: Course, employee: Employee) -> date:
        """From when a teacher gets a course: the first day, unless it was somebody's before."""
        key = course_key(course)
        links = self.course_teachers[key]
        had = (key, employee.pk) in self.taught_before or any(link.pk for link in links)
        return self.move_day if had else self.first_day

    def regroup(self, course: Course, group: Group) -> None:
        """A planned course goes to another group."""
        del self.courses[course_key(course)]
        course.group = group
        self.courses[course_key(course)] = course

    def parts_of(self, name: ClassName, subject: Subject) -> list[Course]:
        """The class's courses of the subject that are taught in parts."""
        return [
            course
            for course in self.courses_of_class[name]
            if course.subject.name == subject.name and course.group.kind == GroupKind.SUBGROUP
        ]

    def divided(self, name: ClassName, subject: Subject, label: GroupLabel) -> Course | None:
        """The class's course of the subject in the part of that label."""
        for course in self.courses_of_class[name]:
            if (
                course.subject.name == subject.name
                and course.group.kind != GroupKind.WHOLE_CLASS
                and is_labelled(course.group, subject, label)
            ):
                return course
        return None


def is_labelled(group: Group, subject: Subject, label: GroupLabel) -> bool:
    """Whether the group is the part of its class that this label means: «1» means both «1 гр.» and
    «Английский язык, 1»."""
    bare = group.name
    if group.school_class is not None:
        bare = _without(bare, group.school_class.name)
    for title in (subject.name, subject.short_name):
        bare = _without(bare, title)
    wanted = folded(label.text)
    return wanted in (folded(group.name), folded(group_label(bare.strip(" ,:-")).text))


def _without(written: str, part: str) -> str:
    if part and folded(written).startswith(folded(part)):
        return written[len(part) :].strip(" ,:-()")
    return written


def room_key(name: str) -> str:
    """«каб. 12», «Кабинет 12» and «12» are one room."""
    bare = folded(name)
    for word in ("кабинет", "каб.", "каб", "аудитория", "ауд.", "room"):
        if bare.startswith(word):
            bare = bare.removeprefix(word).strip(" .№")
            break
    return bare.replace(" ", "") or folded(name)


def name_of(school_class: SchoolClass) -> ClassName:
    return ClassName(school_class.grade, school_class.letter.upper())


def group_key(group: Group) -> tuple[ClassName | None, str]:
    own = name_of(group.school_class) if group.school_class else None
    return own, "" if group.kind == GroupKind.WHOLE_CLASS else folded(group.name)


def course_key(course: Course) -> tuple[ClassName | None, str, str]:
    return (*group_key(course.group), folded(course.subject.name))


def registers_of(batch: Batch) -> Registers | None:
    """The registers, or None with the fault said where the school has no year yet."""
    from django.utils.translation import gettext as _

    registers = batch.part(Registers)
    if registers.year is None:
        batch.faults.add(
            Place(), "no_year", _("The school has no academic year yet. Enter one first.")
        )
        return None
    return registers
