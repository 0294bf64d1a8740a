"""Classes of OneRoster: our classes with their groups, and the courses taught to them."""

from __future__ import annotations

import re
from collections import Counter

from django.utils.translation import gettext as _

from core.imports.batch import Batch
from core.imports.cells import folded
from core.imports.faults import BadCell
from core.imports.plan import Entry
from core.imports.sheets import Row
from school.imports.classes import add_class
from school.imports.oneroster.package import Package
from school.imports.readers import ClassName, class_name
from school.imports.registers import Registers, group_key
from school.imports.source_keys import SourceKeys
from school.models import Course, Group, GroupKind, Scale, Subject

CLASS = "or_class"
# A package carries no hours: two a week, until the school writes its own.
_HOURS = 68
_NAMED = re.compile(r"(\d{1,2}\s*[-«\"]?\s*[А-ЯЁа-яёA-Za-z])(?=[\s»\"\-,.]|$)[»\"]?")
_PART = re.compile(r"групп|гр\.|\bгр\b|group|\d", re.IGNORECASE)


def plan_classes(
    batch: Batch, package: Package, org: str, subjects: dict[str, Subject]
) -> dict[str, Course]:
    """Plan groups and courses; a class of OneRoster is one course here. Returns the courses by
    number, those of earlier packages too."""
    registers, keys = batch.part(Registers), batch.part(SourceKeys)
    stored = {one.pk: one for one in registers.courses.values() if one.pk}
    courses = {
        source_id: stored[pk] for source_id, pk in keys.of_kind(CLASS).items() if pk in stored
    }
    rows = [
        row
        for row in package.of("classes")
        if row["schoolSourcedId"] == (org or row["schoolSourcedId"])
        and row.get("status") != "tobedeleted"
    ]
    alone = Counter((_name_in(row), row["courseSourcedId"]) for row in rows)
    for row in sorted(rows, key=lambda one: one["classType"] != "homeroom"):
        subject = subjects.get(row["courseSourcedId"])
        if subject is None:
            lost_reference(batch, row, "courseSourcedId", "courses")
            continue
        entry = batch.plan.entry("courses", row["title"], row.place)
        if row["sourcedId"] not in courses:
            is_alone = alone[_name_in(row), row["courseSourcedId"]] == 1
            group = _group(registers, entry, row, subject, is_alone=is_alone)
            course = _course(batch, registers, entry, subject, group)
            courses[row["sourcedId"]] = course
            keys.keep(CLASS, row["sourcedId"], course)
    return courses


def lost_reference(batch: Batch, row: Row, heading: str, table: str) -> None:
    """A number that neither this package nor an earlier one explains."""
    batch.faults.add(
        row.at(heading),
        "lost_reference",
        _("There is no %(number)s in %(file)s.csv.") % {"number": row[heading], "file": table},
    )


def _name_in(row: Row) -> ClassName | None:
    """The class that a title or a code begins with: «5А английский, 1-я подгруппа»."""
    for written in (row["title"], row.get("classCode", "")):
        found = _NAMED.match(written.strip())
        if found:
            try:
                return class_name(found[1])
            except BadCell:
                continue
    return None


def _group(
    registers: Registers, entry: Entry, row: Row, subject: Subject, *, is_alone: bool
) -> Group:
    """The whole class, a part of it, or a group of its own where the title names no class."""
    name = _name_in(row)
    if name is None:
        return _own_group(registers, entry, row, GroupKind.ELECTIVE, None)
    if name not in registers.classes:
        calendar = registers.calendar_for(name.grade)
        add_class(
            entry.plan.entry("classes", str(name), row.place), registers, name, calendar=calendar
        )
    rest = row["title"].strip()[len(str(name)) :]
    whole = row["classType"] == "homeroom" or (
        is_alone and (folded(rest.strip(" ,-")) == folded(subject.name) or not _PART.search(rest))
    )
    if whole:
        return registers.groups[(name, "")]
    return _own_group(registers, entry, row, GroupKind.SUBGROUP, name)


def _own_group(
    registers: Registers, entry: Entry, row: Row, kind: str, name: ClassName | None
) -> Group:
    key = (name, folded(row["title"][:80]))
    if key not in registers.groups:
        registers.groups[key] = entry.new(
            Group(
                school=registers.school,
                year=registers.year,
                kind=kind,
                name=row["title"][:80],
                school_class=registers.classes[name] if name else None,
            )
        )
    return registers.groups[key]


def _course(
    batch: Batch, registers: Registers, entry: Entry, subject: Subject, group: Group
) -> Course:
    key = (*group_key(group), folded(subject.name))
    if key in registers.courses:
        return registers.courses[key]
    first_grade = group.school_class is not None and group.school_class.grade == 1
    made = Course(
        school=registers.school,
        year=registers.year,
        subject=subject,
        group=group,
        hours_a_year=_HOURS,
        scale=Scale.NONE if first_grade else Scale.TWO_TO_FIVE,
        asks_homework=not first_grade,
    )
    registers.add_course(entry.new(made))
    said = _("OneRoster carries no hours: new courses get %(hours)s a year. Correct them.")
    if (notice := said % {"hours": _HOURS}) not in batch.notices:
        batch.notices.append(notice)
    return made
