"""Two sheets: subjects with their hours, and who teaches what to whom."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.imports import cells
from core.imports.batch import Batch
from core.imports.cells import folded
from core.imports.faults import Place
from core.imports.plan import Entry
from core.imports.sheets import Column, Row, Sheet
from school.imports import readers
from school.imports.classes import one_employee
from school.imports.readers import ClassName, GroupLabel
from school.imports.registers import Registers, course_key, is_labelled, registers_of
from school.models import Course, CourseTeacher, Employee, Group, GroupKind, Scale, Subject

# Weeks of lessons in a year: 33 in grade 1, 34 in the others.
_WEEKS = {1: 33}
_CLASS_KINDS = (GroupKind.WHOLE_CLASS, GroupKind.SUBGROUP)
_WITHOUT_MARKS = (GroupKind.CLUB, GroupKind.EXTENDED_DAY, GroupKind.ELECTIVE)


class Taught:
    """Where each course of the files was spoken of first, to say when it stands there twice."""

    def __init__(self, batch: Batch) -> None:
        self.hours: dict[tuple[ClassName | None, str, str], Row] = {}
        self.teaching: dict[tuple[ClassName | None, str, str, str], Row] = {}
        self.named: dict[tuple[ClassName | None, str, str], list[Employee]] = {}


def plan_hours(batch: Batch, rows: list[Row]) -> None:
    """Subjects, and the courses of the classes named beside them."""
    registers = registers_of(batch)
    if registers is None:
        return
    for row in rows:
        if not row.get("subject"):
            continue
        subject = _subject(batch, registers, row)
        for name in _classes_of(batch, registers, row):
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


def _classes_of(batch: Batch, registers: Registers, row: Row) -> list[ClassName]:
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


def hours_in(row: Row, grade: int) -> int | None:
    """Hours a year; hours a week are multiplied by the year's weeks (34; 33 in grade 1)."""
    if row.get("hours_a_year"):
        return row["hours_a_year"]
    if row.get("hours_a_week"):
        weeks = Decimal(_WEEKS.get(grade, 34))
        return int((row["hours_a_week"] * weeks).to_integral_value(ROUND_HALF_UP))
    return None


def _plan_course_hours(
    batch: Batch, registers: Registers, row: Row, subject: Subject, name: ClassName
) -> None:
    hours = hours_in(row, name.grade)
    if hours is None:
        if not row.broken:
            _no_hours(batch, row)
        return
    for label in row.get("group") or (GroupLabel(""),):
        if label.is_whole and _fill_parts(batch, registers, row, subject, name, hours):
            continue
        entry = batch.plan.entry("courses", _course_label(subject, name, label), row.place)
        course = course_of(batch, entry, row, subject, name, label, hours=hours)
        first = batch.part(Taught).hours.setdefault(course_key(course), row)
        if first is not row:
            _twice(batch, row, first)
            continue
        _fill_course(entry, course, row, hours)


def _fill_parts(
    batch: Batch, registers: Registers, row: Row, subject: Subject, name: ClassName, hours: int
) -> bool:
    """The hours of a class that learns the subject in parts only are those of each part."""
    if (name, "", folded(subject.name)) in registers.courses:
        return False
    parts = registers.parts_of(name, subject)
    for course in parts:
        label = f"{name} {course.group.name}"
        _fill_course(batch.plan.entry("courses", label, row.place), course, row, hours)
    return bool(parts)


def _fill_course(entry: Entry, course: Course, row: Row, hours: int | None) -> None:
    wanted: dict[str, object] = {"hours_a_year": hours} if hours else {}
    if row.get("scale"):
        wanted["scale"] = row["scale"]
    if row.get("asks_homework") is not None:
        wanted["asks_homework"] = row["asks_homework"]
    entry.change(course, **wanted)


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
        group = found.group if found else _part_of(registers, entry, row, subject, name, label)
    return found or _new_course(registers, entry, subject, group, hours)


def _new_course(
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


def _part_of(
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
        names = _classes_of(batch, registers, row)
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
        _no_hours(batch, row)
        return
    title = f"{_course_label(subject, name, label)}: {teacher.person.name.short}"
    entry = batch.plan.entry("teaching", title, row.place)
    if known is None and not label.is_whole:
        known = _divide(batch, entry, row, subject, name, label)
    course = known or course_of(batch, entry, row, subject, name, label, hours=hours)
    _fill_course(entry, course, row, hours if known else None)
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
    part = _part_of(registers, entry, row, subject, name, label)
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
        _twice(batch, row, first)
        return
    batch.part(Taught).named.setdefault(key, []).append(teacher)
    batch.at_the_end(end_replaced_teachers)
    links = registers.course_teachers[key]
    if any(_same(link.employee, teacher) for link in links):
        return
    since = registers.move_day if any(link.pk for link in links) else registers.first_day
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
        _no_hours(batch, row)
        return
    course = course or _new_course(registers, entry, subject, group, hours)
    give_teacher(batch, entry, row, course, teacher)


def _course_label(subject: Subject, name: ClassName, label: GroupLabel) -> str:
    return f"{name} {subject.name}" + (f" ({label.text})" if label.text else "")


def _no_hours(batch: Batch, row: Row) -> None:
    batch.faults.add(
        row.at("hours_a_year", "hours_a_week", "subject"),
        "no_hours",
        _("The hours are not known. Write them here, a year or a week."),
    )


def _twice(batch: Batch, row: Row, first: Row) -> None:
    batch.faults.add(
        row.at("subject"),
        "twice",
        _("It already stands in %(place)s. Keep one.") % {"place": first.place.text},
    )


def _column(key: str, ru: str, en: str, *also: str, **more: object) -> Column:
    return Column(key=key, ru=ru, en=en, also=also, **more)


_SUBJECT = _column(
    "subject", "Предмет", "Subject", "название предмета", "дисциплина", "учебный предмет",
    "наименование предмета", "курс",
    read=cells.text(120), required=True, example=("Русский язык", "Russian"),
)  # fmt: skip
_CLASSES = _column(
    "classes", "Классы", "Classes", "класс", "class", "параллель", "grade",
    read=readers.classes, example=("5А, 5Б", "5А, 5Б"),
    tells=gettext_lazy("5А, 5Б; a grade alone (5, or 5-7) means all its classes."),
)  # fmt: skip
_HOURS = (
    _column(
        "hours_a_year", "Часов в год", "Hours a year", "часы в год", "часов за год", "ч/год",
        "количество часов в год", "годовые часы",
        read=cells.whole(1, 1200), example=("170", "170"),
    ),
    _column(
        "hours_a_week", "Часов в неделю", "Hours a week", "часы в неделю", "ч/нед", "ч/неделю",
        "нагрузка", "часы", "часов", "недельные часы",
        read=cells.number(Decimal("0.25"), 40),
        tells=gettext_lazy("Instead of hours a year; multiplied by 34 weeks, 33 in grade 1."),
    ),
)  # fmt: skip
_GROUP = _column(
    "group", "Группа", "Group", "подгруппа", "подгруппы", "группы", "subgroup", "деление",
    read=cells.listing(readers.group_label), example=("", ""),
    tells=gettext_lazy("1, 2, «девочки»: a part of the class. Blank: the class whole."),
)  # fmt: skip

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
        _SUBJECT,
        _column(
            "short_name", "Краткое название", "Short name", "сокращение", "кратко",
            "сокращённое название", "abbreviation",
            read=cells.text(30), example=("Рус. яз.", "Rus."),
        ),
        _CLASSES,
        *_HOURS,
        _GROUP,
        _column(
            "scale", "Шкала", "Scale", "система оценивания", "отметки", "marks",
            read=readers.scale, example=("2-5", "2-5"),
            tells=gettext_lazy("2-5, 1-5, зачёт, 100, без отметок. Blank: 2-5, none in grade 1."),
        ),
        _column(
            "asks_homework", "Домашние задания", "Homework", "дз", "задаётся на дом",
            read=cells.yes_no, example=("да", "yes"),
        ),
        _column("position", "Порядок", "Position", "№ в списке", read=cells.whole(1, 999)),
    ),
)  # fmt: skip

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
        _column(
            "teacher", "Учитель", "Teacher", "фио учителя", "преподаватель", "педагог", "сотрудник",
            "фио",
            read=cells.text(200), required=True,
            example=("Соколова Анна Игоревна", "Sokolova Anna Igorevna"),
            tells=gettext_lazy("Somebody of the staff; full name, or last name with initials."),
        ),
        _SUBJECT,
        _CLASSES,
        _GROUP,
        *_HOURS,
        _column(
            "kind", "Вид", "Kind", "вид занятий", "тип группы",
            read=readers.group_kind, example=("", ""),
            tells=gettext_lazy("Класс, подгруппа, факультатив, кружок, ГПД, надомное."),
        ),
    ),
)  # fmt: skip
