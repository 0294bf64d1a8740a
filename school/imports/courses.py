"""What the sheets of hours and of teaching share: courses, their groups and their columns."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.imports import cells
from core.imports.batch import Batch
from core.imports.cells import folded
from core.imports.plan import Entry
from core.imports.sheets import Column, Row
from school.imports import readers
from school.imports.readers import ClassName, GroupLabel
from school.imports.registers import Registers, is_labelled
from school.models import Course, Employee, Group, GroupKind, Scale, Subject

_WEEKS = {1: 33}


_WITHOUT_MARKS = (GroupKind.CLUB, GroupKind.EXTENDED_DAY, GroupKind.ELECTIVE)


class Taught:
    """Where each course of the files was spoken of first, to say when it stands there twice."""

    def __init__(self, batch: Batch) -> None:
        self.hours: dict[tuple[ClassName | None, str, str], Row] = {}
        self.teaching: dict[tuple[ClassName | None, str, str, str], Row] = {}
        self.named: dict[tuple[ClassName | None, str, str], list[Employee]] = {}


def hours_in(row: Row, grade: int) -> int | None:
    """Hours a year; hours a week are multiplied by the year's weeks (34; 33 in grade 1)."""
    if row.get("hours_a_year"):
        return row["hours_a_year"]
    if row.get("hours_a_week"):
        weeks = Decimal(_WEEKS.get(grade, 34))
        return int((row["hours_a_week"] * weeks).to_integral_value(ROUND_HALF_UP))
    return None


def classes_of(batch: Batch, registers: Registers, row: Row) -> list[ClassName]:
    """Classes the row names, grades unfolded; a class that is not there is a fault."""
    if not row.get("classes"):
        return []
    named = row["classes"]
    found = [*named.names, *registers.classes_of_grades(named.grades)]
    unknown = [name for name in named.names if name not in registers.classes]
    for grade in named.grades:
        if not registers.classes_of_grades([grade]):
            unknown.append(ClassName(grade, ""))
    for name in unknown:
        batch.faults.add(
            row.at("classes"),
            "unknown_class",
            _("There is no class %(name)s. Add it to the sheet “Classes”.") % {"name": name},
        )
    return [] if unknown else found


def course_of(
    batch: Batch,
    entry: Entry,
    row: Row,
    subject: Subject,
    name: ClassName,
    label: GroupLabel,
    *,
    hours: int,
) -> Course:
    """The class's course of the subject, whole or in the part so labelled; made when new."""
    registers = batch.part(Registers)
    if label.is_whole:
        group = registers.groups[(name, "")]
        found = registers.courses.get((name, "", folded(subject.name)))
    else:
        found = registers.divided(name, subject, label)
        group = found.group if found else part_of(registers, entry, row, subject, name, label)
    return found or new_course(registers, entry, subject, group, hours)


def new_course(
    registers: Registers, entry: Entry, subject: Subject, group: Group, hours: int
) -> Course:
    first_grade = group.school_class is not None and group.school_class.grade == 1
    marked = not first_grade and group.kind not in _WITHOUT_MARKS
    course = entry.new(
        Course(
            school=registers.school,
            year=registers.year,
            subject=subject,
            group=group,
            hours_a_year=hours,
            scale=Scale.TWO_TO_FIVE if marked else Scale.NONE,
            asks_homework=marked,
        )
    )
    registers.add_course(course)
    return course


def part_of(
    registers: Registers,
    entry: Entry,
    row: Row,
    subject: Subject,
    name: ClassName,
    label: GroupLabel,
) -> Group:
    """The part of the class: one of the subject's own, so English and informatics may be divided
    differently."""
    kind = row.get("kind") or GroupKind.SUBGROUP
    title = f"{subject.label}, {label.text}"[:80]
    for (own, key), group in registers.groups.items():
        if own == name and key and is_labelled(group, subject, GroupLabel(title)):
            return group
    group = entry.plan.add(
        Group(
            school=registers.school,
            year=registers.year,
            kind=kind if kind != GroupKind.WHOLE_CLASS else GroupKind.SUBGROUP,
            name=title,
            school_class=registers.classes[name],
        )
    )
    registers.groups[(name, folded(title))] = group
    return group


def fill_course(entry: Entry, course: Course, row: Row, hours: int | None) -> None:
    wanted: dict[str, object] = {"hours_a_year": hours} if hours else {}
    if row.get("scale"):
        wanted["scale"] = row["scale"]
    if row.get("asks_homework") is not None:
        wanted["asks_homework"] = row["asks_homework"]
    entry.change(course, **wanted)


def course_label(subject: Subject, name: ClassName, label: GroupLabel) -> str:
    return f"{name} {subject.name}" + (f" ({label.text})" if label.text else "")


def no_hours(batch: Batch, row: Row) -> None:
    batch.faults.add(
        row.at("hours_a_year", "hours_a_week", "subject"),
        "no_hours",
        _("The hours are not known. Write them here, a year or a week."),
    )


def said_twice(batch: Batch, row: Row, first: Row) -> None:
    batch.faults.add(
        row.at("subject"),
        "twice",
        _("It already stands in %(place)s. Keep one.") % {"place": first.place.text},
    )


def a_column(key: str, ru: str, en: str, *also: str, **more: object) -> Column:
    return Column(key=key, ru=ru, en=en, also=also, **more)


SUBJECT_COLUMN = a_column(
    "subject", "Предмет", "Subject", "название предмета", "дисциплина", "учебный предмет",
    "наименование предмета", "курс",
    read=cells.text(120), required=True, example=("Русский язык", "Russian"),
)  # fmt: skip


CLASSES_COLUMN = a_column(
    "classes", "Классы", "Classes", "класс", "class", "параллель", "grade",
    read=readers.classes, example=("5А, 5Б", "5А, 5Б"),
    tells=gettext_lazy("5А, 5Б; a grade alone (5, or 5-7) means all its classes."),
)  # fmt: skip


HOURS_COLUMNS = (
    a_column(
        "hours_a_year", "Часов в год", "Hours a year", "часы в год", "часов за год", "ч/год",
        "количество часов в год", "годовые часы",
        read=cells.whole(1, 1200), example=("170", "170"),
    ),
    a_column(
        "hours_a_week", "Часов в неделю", "Hours a week", "часы в неделю", "ч/нед", "ч/неделю",
        "нагрузка", "часы", "часов", "недельные часы",
        read=cells.number(Decimal("0.25"), 40),
        tells=gettext_lazy("Instead of hours a year; multiplied by 34 weeks, 33 in grade 1."),
    ),
)  # fmt: skip


GROUP_COLUMN = a_column(
    "group", "Группа", "Group", "подгруппа", "подгруппы", "группы", "subgroup", "деление",
    read=cells.listing(readers.group_label), example=("", ""),
    tells=gettext_lazy("1, 2, «девочки»: a part of the class. Blank: the class whole."),
)  # fmt: skip
