"""The sheet of students with their guardians: planning the students."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from django.utils.translation import gettext as _

from core.imports.batch import Batch
from core.imports.faults import BadCell
from core.imports.plan import Entry
from core.imports.sheets import Row
from core.text import Name
from school.imports.guardians import plan_guardians
from school.imports.identity import (
    Identity,
    People,
    fill,
    identity_of,
    name_or_fault,
    new_person,
    rename,
)
from school.imports.logins import give_logins
from school.imports.parts import join_parts
from school.imports.readers import ClassName
from school.imports.registers import Registers, group_key, registers_of
from school.models import Enrolment, EnrolmentKind, GroupKind, Membership, Student


class Students(People[Student]):
    """Students of the school, with the groups they are in."""

    def __init__(self, batch: Batch) -> None:
        super().__init__(number_of=lambda student: student.file_number)
        registers = batch.part(Registers)
        self.memberships: dict[int, list[Membership]] = defaultdict(list)
        self.left_open: dict[int, list[Membership]] = defaultdict(list)
        self.enrolments: dict[int, list[Enrolment]] = defaultdict(list)
        rows = Student.objects.filter(school=registers.school).select_related("person")
        for student in rows:
            self.add(student)
        self._read_memberships(registers)

    def _read_memberships(self, registers: Registers) -> None:
        """Memberships of the year, the ended ones too, and those that another year left open;
        groups come from the registers, not anew."""
        groups = {group.pk: group for group in registers.groups.values()}
        for row in Membership.objects.filter(group__year_id=registers.year.pk):
            row.group = groups[row.group_id]
            self.memberships[row.student_id].append(row)
        rows = Membership.objects.filter(
            school=registers.school, until=None, group__year__last_day__lt=registers.first_day
        ).select_related("group__year")
        for row in rows:
            self.left_open[row.student_id].append(row)
        for enrolment in Enrolment.objects.filter(school=registers.school):
            self.enrolments[enrolment.student_id].append(enrolment)

    def of(self, student: Student) -> list[Membership]:
        return self.memberships[student.pk] if student.pk else []

    def class_membership(self, student: Student) -> Membership | None:
        """The last membership of a whole class this year."""
        rows = [row for row in self.of(student) if row.group.kind == GroupKind.WHOLE_CLASS]
        return max(rows, key=lambda row: row.since, default=None)

    def last_day_of(self, student: Student, year_ends: date) -> date | None:
        """The last day in the school of who left; None: is here, or was never."""
        row = self.class_membership(student)
        if row is not None:
            return row.until if row.until and row.until < year_ends else None
        moves = self.enrolments[student.pk] if student.pk else []
        last = max(moves, key=lambda one: (one.day, one.pk or 0), default=None)
        return last.day if last and last.kind == EnrolmentKind.WITHDRAWN else None

    def class_of(self, student: Student) -> ClassName | None:
        row = self.class_membership(student)
        return group_key(row.group)[0] if row else None


def plan_students(batch: Batch, rows: list[Row]) -> None:
    registers = registers_of(batch)
    if registers is None:
        return
    batch.at_the_end(give_logins)
    students = batch.part(Students)
    for row in rows:
        name = name_or_fault(row, batch.faults)
        student = _plan_student(batch, students, row, name) if name else None
        plan_guardians(batch, row, student)


def _plan_student(batch: Batch, students: Students, row: Row, name: Name) -> Student | None:
    registers = batch.part(Registers)
    own_class = row.get("class")
    if own_class is not None and own_class not in registers.classes:
        batch.faults.add(
            row.at("class"),
            "unknown_class",
            _("There is no class %(name)s. Add it to the sheet “Classes”.") % {"name": own_class},
        )
        own_class = None
    who = identity_of(row, name)
    try:
        student = students.match(who, among=lambda one: _near(students, one, own_class))
        _refuse_changed_birth(students, who, student, own_class)
    except BadCell as bad:
        batch.faults.add(row.at("full_name", "last_name"), bad.code, bad.message)
        return None
    label = f"{name.full}, {own_class}" if own_class else name.full
    entry = batch.plan.entry("students", label, row.place)
    student = _known(entry, student, name) if student else _new(batch, entry, students, who)
    _fill_student(entry, student, row, who)
    if students.meant_once(student, row, batch.faults) and own_class:
        _place_student(batch, entry, students, student, own_class, row)
    return student


def _near(students: Students, one: Student, own_class: ClassName | None) -> bool:
    """Without a date of birth a namesake is meant only in the same class, or in none."""
    return own_class is None or students.class_of(one) in (own_class, None)


def _refuse_changed_birth(
    students: Students, who: Identity, found: Student | None, own_class: ClassName | None
) -> None:
    """The same name in the same class with another date of birth: a slip, or a namesake?"""
    if found is not None or not who.birth_day or who.number or who.source_id:
        return
    for one in students.everyone:
        if one.person.name == who.name and own_class and students.class_of(one) == own_class:
            raise BadCell(
                "other_birth_day",
                _(
                    "%(name)s is already in this class with another date of birth. Give the"
                    " personal file number to say who is meant."
                )
                % {"name": who.name.in_class},
            )


def _known(entry: Entry, student: Student, name: Name) -> Student:
    rename(entry, student.person, name)
    return student


def _new(batch: Batch, entry: Entry, students: Students, who: Identity) -> Student:
    person = new_person(entry, who.name)
    student = Student(school=batch.part(Registers).school, person=person, source_id=who.source_id)
    student.file_number = who.number
    return students.add(entry.new(student))


def _fill_student(entry: Entry, student: Student, row: Row, who: Identity) -> None:
    fill(entry, student, file_number=who.number, source_id=who.source_id)
    fill(entry, student.person, birth_day=who.birth_day, sex=row.get("sex"))


def _place_student(
    batch: Batch,
    entry: Entry,
    students: Students,
    student: Student,
    own_class: ClassName,
    row: Row,
) -> None:
    """Put the student into the class of the row: enrolled, moved there, or there already."""
    registers = batch.part(Registers)
    current, since = students.class_membership(student), row.get("since")
    if row.get("left_on"):
        withdraw(batch, entry, student, last_day=row["left_on"])
        return
    left = students.last_day_of(student, registers.year.last_day)
    if left is not None:
        if since is None or since <= left:
            _say_left(batch, row, left)
            return
        enrol(batch, entry, student, own_class, since=since)
    elif current is None:
        enrol(batch, entry, student, own_class, since=since or registers.first_day)
    elif group_key(current.group)[0] != own_class:
        move(batch, entry, student, own_class, since=since or registers.move_day)
    if row.get("parts"):
        join_parts(batch, entry, student, own_class, row, students.of(student))


def _say_left(batch: Batch, row: Row, left: date) -> None:
    """An old list must not bring back who has left."""
    batch.faults.add(
        row.at("class"),
        "left_before",
        _(
            "The student left on %(day)s. If the child is back, give the date of enrolment after"
            " that; else delete the row."
        )
        % {"day": f"{left:%d.%m.%Y}"},
    )


def enrol(batch: Batch, entry: Entry, student: Student, name: ClassName, *, since: date) -> None:
    """Membership of the whole class and the movement that says so; who comes from last year's
    class leaves it with its year."""
    registers = batch.part(Registers)
    students = batch.part(Students)
    kind = EnrolmentKind.ENROLLED
    for row in students.left_open[student.pk] if student.pk else ():
        kind = EnrolmentKind.TRANSFERRED
        entry.change(row, until=max(row.since, row.group.year.last_day))
    made = entry.add(
        Membership(
            school=registers.school,
            group=registers.groups[(name, "")],
            student=student,
            since=since,
        ),
        str(name),
    )
    if student.pk:
        students.memberships[student.pk].append(made)
    _note_movement(batch, entry, student, kind, since, name)


def move(batch: Batch, entry: Entry, student: Student, name: ClassName, *, since: date) -> None:
    """To another class: out of the old class and of its parts, into the new one. A placing that
    begins on the same day was a slip, and is corrected in place."""
    registers = batch.part(Registers)
    students = batch.part(Students)
    current = students.class_membership(student)
    old = group_key(current.group)[0]
    if current.since >= since:
        entry.change(current, what=_("class"), group=registers.groups[(name, "")])
        for enrolment in students.enrolments[student.pk]:
            if enrolment.day >= since and enrolment.kind != EnrolmentKind.WITHDRAWN:
                entry.plan.change(enrolment, {"to_class": registers.classes[name]})
        return
    _leave_groups(entry, students.of(student), of_class=old, last=since - timedelta(days=1))
    entry.add(
        Membership(
            school=registers.school,
            group=registers.groups[(name, "")],
            student=student,
            since=since,
        ),
        f"{old} → {name}",
    )
    _note_movement(batch, entry, student, EnrolmentKind.TRANSFERRED, since, name)


def withdraw(batch: Batch, entry: Entry, student: Student, *, last_day: date) -> None:
    """Out of the school after this day; everything written stays (A4 1.1)."""
    students = batch.part(Students)
    if not student.pk:
        return
    _leave_groups(entry, students.of(student), of_class=None, last=last_day)
    gone = (EnrolmentKind.WITHDRAWN, last_day)
    if gone not in [(one.kind, one.day) for one in students.enrolments[student.pk]]:
        _note_movement(batch, entry, student, EnrolmentKind.WITHDRAWN, last_day, None)


def _leave_groups(
    entry: Entry, rows: list[Membership], *, of_class: ClassName | None, last: date
) -> None:
    for row in rows:
        belongs = of_class is None or group_key(row.group)[0] == of_class
        if belongs and (row.until is None or row.until > last):
            entry.change(row, until=max(last, row.since))


def _note_movement(
    batch: Batch,
    entry: Entry,
    student: Student,
    kind: str,
    day: date,
    name: ClassName | None,
) -> None:
    registers = batch.part(Registers)
    made = Enrolment(
        school=registers.school,
        student=student,
        kind=kind,
        day=day,
        to_class=registers.classes[name] if name else None,
    )
    entry.plan.add(made)
    if entry.outcome != "new":
        entry.outcome = "changed"
        entry.changes.append(made.get_kind_display())
