"""Classes of a year, and one class whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from school.models import (
    AcademicYear,
    Course,
    CourseTeacher,
    Group,
    GroupKind,
    Guardianship,
    HomeroomTeacher,
    Membership,
    SchoolClass,
    Student,
)
from school.queries.years import clamp, year_on
from school.standing import InSchool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassRow:
    school_class: SchoolClass
    students: int
    homeroom: str
    calendar: str
    room: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassesPage:
    """Classes of one year; for a homeroom teacher only the own ones."""

    year: AcademicYear | None
    years: list[AcademicYear]
    rows: list[ClassRow]
    clubs: list[Group]
    may_change: bool
    leads: bool


def classes_page(here: InSchool, *, year_id: int | None, day: date) -> ClassesPage:
    """The classes of the chosen year (else the running one); sizes are of that day."""
    school_id = here.school.pk
    years = list(AcademicYear.objects.filter(school_id=school_id).order_by("-first_day"))
    year = next((one for one in years if one.pk == year_id), None) or year_on(school_id, day)
    rows = _class_rows(here, year, clamp(year, day)) if year else []
    clubs = (
        list(
            Group.objects.filter(year=year, school_class=None)
            .annotate(size=Count("memberships", filter=Q(memberships__until=None)))
            .order_by("name")
        )
        if year and here.leads
        else []
    )
    return ClassesPage(
        year=year,
        years=years,
        rows=rows,
        clubs=clubs,
        may_change=here.has("administrator"),
        leads=here.leads,
    )


def _class_rows(here: InSchool, year: AcademicYear, day: date) -> list[ClassRow]:
    size = (
        Membership.objects.on(day)
        .filter(group__school_class=OuterRef("pk"), group__kind=GroupKind.WHOLE_CLASS)
        .order_by()
        .values("group__school_class")
        .annotate(size=Count("pk"))
        .values("size")
    )
    classes = SchoolClass.objects.filter(year=year).select_related("calendar", "room")
    if not here.leads:
        classes = classes.filter(pk__in=here.class_ids)
    leads = {
        row.school_class_id: row.employee.person.name.short
        for row in HomeroomTeacher.objects.on(day)
        .filter(school_class__year=year)
        .select_related("employee__person")
    }
    return [
        ClassRow(
            school_class=one,
            students=one.size,
            homeroom=leads.get(one.pk, ""),
            calendar=one.calendar.name,
            room=one.room.name if one.room else "",
        )
        for one in classes.annotate(size=Coalesce(Subquery(size), 0))
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRow:
    """A student in the class list."""

    student: Student
    since: date
    until: date | None
    guardians: list[str]
    subgroups: list[str]
    has_password: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRow:
    group: Group
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseLine:
    course: Course
    teachers: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassPage:
    """One class: who leads it, who is in it, its groups and courses."""

    school_class: SchoolClass
    day: date
    homeroom: list[HomeroomTeacher]
    rows: list[MemberRow]
    gone: list[MemberRow]
    groups: list[GroupRow]
    courses: list[CourseLine]
    may_change: bool
    may_print_codes: bool


def class_page(school_class: SchoolClass, here: InSchool, *, day: date) -> ClassPage:
    """The number of statements does not depend on the size of the class."""
    day = clamp(school_class.year, day)
    memberships = list(
        Membership.objects.filter(group__school_class=school_class)
        .select_related("group", "student__person")
        .order_by("student__person__sort_key", "student_id", "since")
    )
    whole = [row for row in memberships if row.group.kind == GroupKind.WHOLE_CLASS]
    present = [row for row in whole if row.holds_on(day)]
    ids = {row.student_id for row in present}
    kin = _kin(ids, day)
    subgroups: dict[int, list[str]] = {}
    for row in memberships:
        if row.group.kind != GroupKind.WHOLE_CLASS and row.holds_on(day):
            subgroups.setdefault(row.student_id, []).append(row.group.name)
    return ClassPage(
        school_class=school_class,
        day=day,
        homeroom=list(school_class.homeroom.select_related("employee__person").order_by("-since")),
        rows=[_member(row, kin, subgroups) for row in present],
        gone=[_member(row, {}, {}) for row in whole if row.student_id not in ids],
        groups=_groups(school_class, memberships, day),
        courses=_courses(school_class, day),
        may_change=here.has("administrator"),
        may_print_codes=here.has("administrator") or school_class.pk in here.class_ids,
    )


def _member(
    row: Membership, kin: dict[int, list[str]], subgroups: dict[int, list[str]]
) -> MemberRow:
    return MemberRow(
        student=row.student,
        since=row.since,
        until=row.until,
        guardians=kin.get(row.student_id, []),
        subgroups=subgroups.get(row.student_id, []),
        has_password=row.student.person.has_usable_password(),
    )


def _kin(student_ids: set[int], day: date) -> dict[int, list[str]]:
    kin: dict[int, list[str]] = {}
    links = Guardianship.objects.on(day).filter(student__in=student_ids)
    for link in links.select_related("guardian").order_by("guardian__sort_key"):
        kin.setdefault(link.student_id, []).append(link.guardian.name.full)
    return kin


def _groups(school_class: SchoolClass, memberships: list[Membership], day: date) -> list[GroupRow]:
    sizes: dict[int, int] = {}
    for row in memberships:
        if row.holds_on(day):
            sizes[row.group_id] = sizes.get(row.group_id, 0) + 1
    groups = school_class.groups.exclude(kind=GroupKind.WHOLE_CLASS).order_by("name")
    return [GroupRow(group=group, size=sizes.get(group.pk, 0)) for group in groups]


def _courses(school_class: SchoolClass, day: date) -> list[CourseLine]:
    courses = (
        Course.objects.filter(group__school_class=school_class)
        .select_related("subject", "group")
        .order_by("subject__position", "subject__name", "group__name")
    )
    teachers: dict[int, list[str]] = {}
    for row in (
        CourseTeacher.objects.on(day)
        .filter(course__group__school_class=school_class)
        .select_related("employee__person")
    ):
        teachers.setdefault(row.course_id, []).append(row.employee.person.name.short)
    return [CourseLine(course=one, teachers=teachers.get(one.pk, [])) for one in courses]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A student who may be put into a group."""

    student_id: int
    name: str
    class_name: str
    is_in: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupPage:
    """One group and everybody who could be in it."""

    group: Group
    day: date
    ticks: list[Tick]
    courses: list[Course]
    may_change: bool

    @property
    def size(self) -> int:
        return sum(tick.is_in for tick in self.ticks)


def group_page(group: Group, here: InSchool, *, day: date) -> GroupPage:
    """Candidates are the class's students; for a group of no class, all students of the year."""
    day = clamp(group.year, day)
    inside = set(group.memberships.on(day).values_list("student_id", flat=True))
    return GroupPage(
        group=group,
        day=day,
        ticks=[
            Tick(
                student_id=row.student_id,
                name=row.student.person.name.in_class,
                class_name=row.group.name,
                is_in=row.student_id in inside,
            )
            for row in _candidates(group, day)
        ],
        courses=list(group.courses.select_related("subject").order_by("subject__name")),
        may_change=here.has("administrator"),
    )


def _candidates(group: Group, day: date) -> list[Membership]:
    rows = Membership.objects.on(day).filter(
        group__year=group.year_id, group__kind=GroupKind.WHOLE_CLASS
    )
    if group.school_class_id:
        rows = rows.filter(group__school_class=group.school_class_id)
    return list(
        rows.select_related("student__person", "group").order_by(
            "group__school_class__grade", "group__school_class__letter", "student__person__sort_key"
        )
    )


def class_ticks(school_class: SchoolClass, *, day: date) -> list[Tick]:
    """The class list, for splitting it: the first half ticked."""
    whole = school_class.groups.get(kind=GroupKind.WHOLE_CLASS)
    rows = _candidates(whole, clamp(school_class.year, day))
    return [
        Tick(
            student_id=row.student_id,
            name=row.student.person.name.in_class,
            class_name=school_class.name,
            is_in=position < (len(rows) + 1) // 2,
        )
        for position, row in enumerate(rows)
    ]
