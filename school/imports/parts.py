"""Which parts of the class a student is in: «Английский язык 1; Информатика 2», or just «1»."""

from __future__ import annotations

from django.utils.translation import gettext as _

from core.imports.batch import Batch
from core.imports.cells import folded
from core.imports.plan import Entry
from core.imports.sheets import Row
from school.imports.readers import ClassName, group_label
from school.imports.registers import Registers, group_key, is_labelled
from school.models import Course, Group, GroupKind, Membership, Student


def join_parts(
    batch: Batch,
    entry: Entry,
    student: Student,
    name: ClassName,
    row: Row,
    current: list[Membership],
) -> None:
    """Put the student into the named parts, out of the others of the same subjects."""
    registers = batch.part(Registers)
    for written in row["parts"]:
        found = _parts(registers, name, written)
        if not found:
            batch.faults.add(
                row.at("parts"),
                "unknown_group",
                _(
                    "Class %(class)s has no group “%(group)s”. Write it as in the sheet"
                    " “Teaching”: subject and group."
                )
                % {"class": name, "group": written},
            )
        for group in found:
            _join(registers, entry, student, group, current)


def _parts(registers: Registers, name: ClassName, written: str) -> list[Group]:
    """The groups meant: of a named subject, or of every subject that has such a part; else a club
    or an elective of that name."""
    found: dict[int, Group] = {}
    for course in registers.courses_of_class[name]:
        if course.group.kind != GroupKind.WHOLE_CLASS and _is_meant(course, written):
            found[id(course.group)] = course.group
    if not found:
        for (own, key), group in registers.groups.items():
            if own in (name, None) and key and key == folded(written):
                found[id(group)] = group
    return list(found.values())


def _is_meant(course: Course, written: str) -> bool:
    rest = folded(written)
    for title in (course.subject.name, course.subject.short_name):
        if title and rest.startswith(folded(title)):
            label = group_label(rest.removeprefix(folded(title)).strip(" :,.-()"))
            return is_labelled(course.group, course.subject, label)
    return is_labelled(course.group, course.subject, group_label(written))


def _join(
    registers: Registers,
    entry: Entry,
    student: Student,
    group: Group,
    current: list[Membership],
) -> None:
    if any(_is_group(row.group, group) and row.until is None for row in current):
        return
    began = False
    for row in current:
        if row.until is None and _is_other_part(registers, row.group, group):
            if row.since >= registers.move_day:
                entry.change(row, what=_("group"), group=group)
                return
            entry.change(row, until=registers.day_before)
            began = True
    was_there = any(_is_group(row.group, group) for row in current)
    since = registers.move_day if began or was_there else registers.first_day
    made = Membership(school=registers.school, group=group, student=student, since=since)
    current.append(entry.add(made, group.name))


def _is_group(one: Group, other: Group) -> bool:
    return one is other or (one.pk is not None and one.pk == other.pk)


def _is_other_part(registers: Registers, one: Group, other: Group) -> bool:
    """Two parts of one class that divide the same subject."""
    if one.kind != GroupKind.SUBGROUP or other.kind != GroupKind.SUBGROUP:
        return False
    if group_key(one)[0] != group_key(other)[0] or _is_group(one, other):
        return False
    return not _taught(registers, one).isdisjoint(_taught(registers, other))


def _taught(registers: Registers, group: Group) -> set[str]:
    return {
        course.subject.name
        for course in registers.courses_of_class[group_key(group)[0]]
        if _is_group(course.group, group)
    }
