"""Enrollments of OneRoster: who is in which group, and who teaches it."""

from __future__ import annotations

from datetime import date

from core.imports.batch import Batch
from core.imports.plan import Entry
from core.imports.sheets import Row
from school.imports.leading import wish_to_lead
from school.imports.oneroster.groups import lost_reference
from school.imports.oneroster.package import Package
from school.imports.oneroster.people import Users
from school.imports.registers import Registers, course_key, group_key
from school.imports.staff import Staff
from school.imports.students import Students, enrol, move
from school.models import (
    Course,
    CourseTeacher,
    Employee,
    Group,
    GroupKind,
    Membership,
    Student,
)


def plan_enrollments(
    batch: Batch, package: Package, users: Users, courses: dict[str, Course]
) -> None:
    """Plan memberships and teachers. People and classes of earlier packages are found by their
    numbers; a number nobody explains is a fault."""
    students, staff = batch.part(Students), batch.part(Staff)
    classes = {row["sourcedId"]: row for row in package.of("classes")}
    homerooms = {key for key, row in classes.items() if row["classType"] == "homeroom"}
    rows = package.of("enrollments")
    for row in sorted(rows, key=lambda one: one["classSourcedId"] not in homerooms):
        number, in_class = row["userSourcedId"], row["classSourcedId"]
        if in_class not in courses:
            if in_class not in classes and row.get("status") != "tobedeleted":
                lost_reference(batch, row, "classSourcedId", "classes")
            continue
        course = courses[in_class]
        student = users.students.get(number) or students.sourced(number)
        employee = users.staff.get(number) or staff.sourced(number)
        if row["role"] == "student" and student is not None:
            _plan_member(batch, row, student, course.group)
        elif row["role"] in ("teacher", "aide") and employee is not None:
            _plan_teacher(batch, row, employee, course)
            if in_class in homerooms and row.get("primary"):
                _plan_leader(batch, row, employee, course.group)


def _plan_member(batch: Batch, row: Row, student: Student, group: Group) -> None:
    registers, students = batch.part(Registers), batch.part(Students)
    label = f"{student.person.name.in_class}, {group.name}"
    entry = batch.plan.entry("memberships", label, row.place)
    current = next((one for one in students.of(student) if _is(one.group, group)), None)
    if row.get("status") == "tobedeleted" or row.get("endDate"):
        last = row.get("endDate") or registers.day_before
        if current is not None and (current.until is None or current.until > last):
            entry.change(current, until=max(last, current.since))
        return
    left = students.last_day_of(student, registers.year.last_day)
    if current is not None or left is not None:
        return
    since = max(row.get("beginDate") or registers.first_day, registers.year.first_day)
    if group.kind == GroupKind.WHOLE_CLASS:
        _put_into_class(batch, entry, student, group, since=since)
        return
    made = entry.add(
        Membership(school=registers.school, group=group, student=student, since=since), group.name
    )
    if student.pk:
        students.memberships[student.pk].append(made)


def _put_into_class(
    batch: Batch, entry: Entry, student: Student, group: Group, *, since: date
) -> None:
    act = move if batch.part(Students).class_membership(student) else enrol
    act(batch, entry, student, group_key(group)[0], since=since)


def _plan_teacher(batch: Batch, row: Row, employee: Employee, course: Course) -> None:
    """The teacher has the course from the enrollment's day to its end."""
    registers = batch.part(Registers)
    links = registers.course_teachers[course_key(course)]
    label = f"{course.group.name} {course.subject.name}: {employee.person.name.short}"
    entry = batch.plan.entry("teaching", label, row.place)
    link = next((one for one in links if _same(one.employee, employee)), None)
    if row.get("status") == "tobedeleted" or row.get("endDate"):
        last = row.get("endDate") or registers.day_before
        if link is not None and (link.until is None or link.until > last):
            entry.change(link, until=max(last, link.since))
    elif link is None:
        since = registers.first_day_of_teacher(course, employee)
        if since == registers.first_day:
            since = max(row.get("beginDate") or since, registers.year.first_day)
        made = CourseTeacher(school=registers.school, course=course, employee=employee, since=since)
        links.append(entry.new(made))


def _plan_leader(batch: Batch, row: Row, employee: Employee, group: Group) -> None:
    if row.get("status") != "tobedeleted" and not row.get("endDate"):
        wish_to_lead(batch, group_key(group)[0], employee, row.at("userSourcedId"))


def _is(one: Group, other: Group) -> bool:
    return one is other or (one.pk is not None and one.pk == other.pk)


def _same(one: Employee, other: Employee) -> bool:
    return one is other or (one.pk is not None and one.pk == other.pk)
