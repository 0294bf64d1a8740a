"""The sheet of subjects with their hours."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from core.imports import cells
from core.imports.batch import Batch
from core.imports.cells import folded
from core.imports.sheets import Row, Sheet
from school.imports import readers
from school.imports.courses import (
    CLASSES_COLUMN,
    GROUP_COLUMN,
    HOURS_COLUMNS,
    SUBJECT_COLUMN,
    Taught,
    a_column,
    classes_of,
    course_label,
    course_of,
    fill_course,
    hours_in,
    no_hours,
    said_twice,
)
from school.imports.readers import ClassName, GroupLabel
from school.imports.registers import Registers, course_key, registers_of
from school.models import Subject


def plan_hours(batch: Batch, rows: list[Row]) -> None:
    """Subjects, and the courses of the classes named beside them."""
    registers = registers_of(batch)
    if registers is None:
        return
    for row in rows:
        if not row.get("subject"):
            continue
        subject = _subject(batch, registers, row)
        for name in classes_of(batch, registers, row):
            _plan_course_hours(batch, registers, row, subject, name)


def _subject(batch: Batch, registers: Registers, row: Row) -> Subject:
    """The subject of the row, made when it is new; its short name is taken over."""
    subject = registers.subjects.get(folded(row["subject"]))
    if subject is None:
        entry = batch.plan.entry("subjects", row["subject"], row.place)
        subject = entry.new(
            Subject(
                school=registers.school,
                name=row["subject"],
                short_name=row.get("short_name", ""),
                position=row.get("position", 100),
            )
        )
        registers.index_subject(subject)
        return subject
    wanted = {key: row[key] for key in ("short_name", "position") if row.get(key)}
    if any(getattr(subject, key) != value for key, value in wanted.items()):
        batch.plan.entry("subjects", subject.name, row.place).change(subject, **wanted)
        registers.index_subject(subject)
    return subject


def _plan_course_hours(
    batch: Batch, registers: Registers, row: Row, subject: Subject, name: ClassName
) -> None:
    hours = hours_in(row, name.grade)
    if hours is None:
        if not row.broken:
            no_hours(batch, row)
        return
    for label in row.get("group") or (GroupLabel(""),):
        if label.is_whole and _fill_parts(batch, registers, row, subject, name, hours):
            continue
        entry = batch.plan.entry("courses", course_label(subject, name, label), row.place)
        course = course_of(batch, entry, row, subject, name, label, hours=hours)
        first = batch.part(Taught).hours.setdefault(course_key(course), row)
        if first is not row:
            said_twice(batch, row, first)
            continue
        fill_course(entry, course, row, hours)


def _fill_parts(
    batch: Batch, registers: Registers, row: Row, subject: Subject, name: ClassName, hours: int
) -> bool:
    """The hours of a class that learns the subject in parts only are those of each part."""
    if (name, "", folded(subject.name)) in registers.courses:
        return False
    parts = registers.parts_of(name, subject)
    for course in parts:
        label = f"{name} {course.group.name}"
        fill_course(batch.plan.entry("courses", label, row.place), course, row, hours)
    return bool(parts)


HOURS = Sheet(
    key="hours",
    ru="Предметы и часы",
    en="Subjects and hours",
    also=("учебный план", "предметы", "часы", "curriculum", "subjects"),
    order=40,
    needs=(("subject", "classes"), ("subject", "short_name")),
    named_needs=(("subject",),),
    plan=plan_hours,
    tells=gettext_lazy(
        "A row for a subject in one class or several. Subjects are found again by name."
    ),
    columns=(
        SUBJECT_COLUMN,
        a_column(
            "short_name", "Краткое название", "Short name", "сокращение", "кратко",
            "сокращённое название", "abbreviation",
            read=cells.text(30), example=("Рус. яз.", "Rus."),
        ),
        CLASSES_COLUMN,
        *HOURS_COLUMNS,
        GROUP_COLUMN,
        a_column(
            "scale", "Шкала", "Scale", "система оценивания", "отметки", "marks",
            read=readers.scale, example=("2-5", "2-5"),
            tells=gettext_lazy("2-5, 1-5, зачёт, 100, без отметок. Blank: 2-5, none in grade 1."),
        ),
        a_column(
            "asks_homework", "Домашние задания", "Homework", "дз", "задаётся на дом",
            read=cells.yes_no, example=("да", "yes"),
        ),
        a_column("position", "Порядок", "Position", "№ в списке", read=cells.whole(1, 999)),
    ),
)  # fmt: skip
