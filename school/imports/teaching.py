"""The sheet that says who teaches what to whom."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.imports import cells
from core.imports.batch import Batch
from core.imports.cells import folded
from core.imports.faults import Place
from core.imports.plan import Entry
from core.imports.sheets import Row, Sheet
from school.imports import readers
from school.imports.classes import one_employee
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
    new_course,
    no_hours,
    part_of,
    said_twice,
)
from school.imports.readers import ClassName, GroupLabel
from school.imports.registers import Registers, course_key, registers_of
from school.models import Course, CourseTeacher, Employee, Group, GroupKind, Subject

_CLASS_KINDS = (GroupKind.WHOLE_CLASS, GroupKind.SUBGROUP)


def plan_teaching(batch: Batch, rows: list[Row]) -> None:
    """Who teaches what to whom; a course that is not there yet needs its hours here."""
    registers = registers_of(batch)
    if registers is None:
        return
    for row in rows:
        if not (row.get("teacher") and row.get("subject")):
            continue
        subject = registers.subjects.get(folded(row["subject"]))
        teacher = one_employee(batch, row, "teacher")
        names = classes_of(batch, registers, row)
        if subject is None:
            batch.faults.add(
                row.at("subject"),
                "unknown_subject",
                _("There is no subject “%(name)s”. Add it to the sheet “Subjects and hours”.")
                % {"name": row["subject"]},
            )
        elif teacher is not None:
            _plan_teacher(batch, registers, row, subject, teacher, names)


def _plan_teacher(
    batch: Batch,
    registers: Registers,
    row: Row,
    subject: Subject,
    teacher: Employee,
    names: list[ClassName],
) -> None:
    kind = row.get("kind") or GroupKind.SUBGROUP
    if kind not in _CLASS_KINDS:
        _plan_circle(batch, registers, row, subject, teacher, names)
        return
    for name in names:
        for label in row.get("group") or (GroupLabel(""),):
            _plan_course_teacher(batch, registers, row, subject, teacher, name, label)


def _plan_course_teacher(
    batch: Batch,
    registers: Registers,
    row: Row,
    subject: Subject,
    teacher: Employee,
    name: ClassName,
    label: GroupLabel,
) -> None:
    if label.is_whole:
        known = registers.courses.get((name, "", folded(subject.name)))
    else:
        known = registers.divided(name, subject, label)
    hours = hours_in(row, name.grade)
    if known is None and hours is None:
        hours = _hours_of_whole(registers, name, subject)
    if known is None and hours is None:
        no_hours(batch, row)
        return
    title = f"{course_label(subject, name, label)}: {teacher.person.name.short}"
    entry = batch.plan.entry("teaching", title, row.place)
    if known is None and not label.is_whole:
        known = _divide(batch, entry, row, subject, name, label)
    course = known or course_of(batch, entry, row, subject, name, label, hours=hours)
    fill_course(entry, course, row, hours if known else None)
    give_teacher(batch, entry, row, course, teacher)


def _divide(
    batch: Batch, entry: Entry, row: Row, subject: Subject, name: ClassName, label: GroupLabel
) -> Course | None:
    """The class's course that the hours sheet has just planned becomes that of its first part:
    nobody teaches the class whole."""
    registers = batch.part(Registers)
    whole = registers.courses.get((name, "", folded(subject.name)))
    if whole is None or whole.pk or course_key(whole) in batch.part(Taught).named:
        return None
    part = part_of(registers, entry, row, subject, name, label)
    registers.regroup(whole, part)
    return whole


def _hours_of_whole(registers: Registers, name: ClassName, subject: Subject) -> int | None:
    """A part of the class has the hours the class has."""
    whole = registers.courses.get((name, "", folded(subject.name)))
    parts = [
        course for course in registers.courses_of_class[name] if course.subject.name == subject.name
    ]
    return next((course.hours_a_year for course in (whole, *parts) if course), None)


def give_teacher(batch: Batch, entry: Entry, row: Row, course: Course, teacher: Employee) -> None:
    """Let the teacher have the course; who had it and is named no more loses it at the end."""
    registers = batch.part(Registers)
    key = course_key(course)
    first = batch.part(Taught).teaching.setdefault((*key, teacher.person.name.full), row)
    if first is not row:
        said_twice(batch, row, first)
        return
    batch.part(Taught).named.setdefault(key, []).append(teacher)
    batch.at_the_end(end_replaced_teachers)
    links = registers.course_teachers[key]
    if any(_same(link.employee, teacher) for link in links):
        return
    since = registers.first_day_of_teacher(course, teacher)
    made = CourseTeacher(school=registers.school, course=course, employee=teacher, since=since)
    links.append(entry.add(made, teacher.person.name.short))


def end_replaced_teachers(batch: Batch) -> None:
    """A course has the teachers that the files name; the others had it until the day before."""
    registers = batch.part(Registers)
    for key, named in batch.part(Taught).named.items():
        for link in registers.course_teachers[key]:
            if link.pk is None or any(_same(link.employee, teacher) for teacher in named):
                continue
            label = f"{link.course}: {link.employee.person.name.short}"
            entry = batch.plan.entry("teaching", label, Place())
            if link.since < registers.move_day:
                entry.change(link, until=registers.day_before)
            else:
                entry.drop(link, _("no longer teaches the course"))


def _same(one: Employee, other: Employee) -> bool:
    return one is other or (one.pk is not None and one.pk == other.pk)


def _plan_circle(
    batch: Batch,
    registers: Registers,
    row: Row,
    subject: Subject,
    teacher: Employee,
    names: list[ClassName],
) -> None:
    """A club, an elective, an extended-day group: one group, of one class or of several."""
    label = next(iter(row.get("group") or ()), None)
    title = label.text if label and label.text else subject.name
    own = names[0] if len(names) == 1 else None
    hours = hours_in(row, names[0].grade if names else 5)
    group = registers.groups.get((own, folded(title)))
    entry = batch.plan.entry("teaching", f"{title}: {teacher.person.name.short}", row.place)
    if group is None:
        group = entry.plan.add(
            Group(
                school=registers.school,
                year=registers.year,
                kind=row["kind"],
                name=title,
                school_class=registers.classes[own] if own else None,
            )
        )
        registers.groups[(own, folded(title))] = group
    course = registers.courses.get((own, folded(title), folded(subject.name)))
    if course is None and hours is None:
        no_hours(batch, row)
        return
    course = course or new_course(registers, entry, subject, group, hours)
    give_teacher(batch, entry, row, course, teacher)


TEACHING = Sheet(
    key="teaching",
    ru="Нагрузка",
    en="Teaching",
    also=("кто кого учит", "педагогическая нагрузка", "тарификация", "учебная нагрузка", "load"),
    order=50,
    needs=(("teacher", "subject", "classes"), ("teacher", "subject", "group")),
    plan=plan_teaching,
    tells=gettext_lazy(
        "A row for a teacher, a subject and a class (or a part of it). A course has the teachers"
        " that the files name; who is named no more has it until the day before."
    ),
    columns=(
        a_column(
            "teacher", "Учитель", "Teacher", "фио учителя", "преподаватель", "педагог", "сотрудник",
            "фио",
            read=cells.text(200), required=True,
            example=("Соколова Анна Игоревна", "Sokolova Anna Igorevna"),
            tells=gettext_lazy("Somebody of the staff; full name, or last name with initials."),
        ),
        SUBJECT_COLUMN,
        CLASSES_COLUMN,
        GROUP_COLUMN,
        *HOURS_COLUMNS,
        a_column(
            "kind", "Вид", "Kind", "вид занятий", "тип группы",
            read=readers.group_kind, example=("", ""),
            tells=gettext_lazy("Класс, подгруппа, факультатив, кружок, ГПД, надомное."),
        ),
    ),
)  # fmt: skip
