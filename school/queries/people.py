"""Lists of people, and all that the registers say about one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from allauth.usersessions.models import UserSession
from django.db.models import Exists, OuterRef, Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.text import sort_key
from school.models import (
    AccessCode,
    Appointment,
    CourseTeacher,
    Duty,
    Employee,
    Enrolment,
    GroupKind,
    Guardianship,
    HomeroomTeacher,
    Membership,
    Person,
    Student,
)
from school.queries.rights import governed_elsewhere, people_of

PAGE_SIZE = 50


class PeopleKind(TextChoices):
    """Which people the list shows."""

    ALL = "", _("everybody")
    STUDENTS = "students", _("students")
    STAFF = "staff", _("staff")
    GUARDIANS = "guardians", pgettext_lazy("registers", "guardians")
    NO_CLASS = "no_class", _("students in no class")
    NO_KIN = "no_kin", _("students without a guardian")


@dataclass(slots=True, kw_only=True)
class PersonRow:
    """One person in the list: name, login and what the person is here."""

    person: Person
    classes: list[str] = field(default_factory=list)
    positions: list[str] = field(default_factory=list)
    children: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplePage:
    """Fifty people of a list, by name."""

    rows: list[PersonRow]
    total: int
    number: int
    pages: int
    kind: str
    q: str
    may_change: bool

    @property
    def is_search(self) -> bool:
        return bool(self.q or self.kind)

    @property
    def before(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        return self.number + 1 if self.number < self.pages else None


def people_page(
    school_id: int, *, kind: str, q: str, number: int, day: date, may_change: bool
) -> PeoplePage:
    """A page of the list; the number of statements does not depend on the size of the school."""
    found = _narrowed(people_of(school_id), school_id, kind, day)
    if q.strip():
        start = sort_key(q).split("\x01")[0]
        found = found.filter(Q(sort_key__startswith=start) | Q(login__istartswith=q.strip()))
    total = found.count()
    pages = max(1, -(-total // PAGE_SIZE))
    number = min(max(1, number), pages)
    people = list(found.order_by("sort_key", "pk")[(number - 1) * PAGE_SIZE : number * PAGE_SIZE])
    return PeoplePage(
        rows=_described(people, school_id, day),
        total=total,
        number=number,
        pages=pages,
        kind=kind,
        q=q,
        may_change=may_change,
    )


def _narrowed(people: QuerySet[Person], school_id: int, kind: str, day: date) -> QuerySet[Person]:
    student = Student.objects.filter(school_id=school_id, person=OuterRef("pk"))
    in_class = Membership.objects.on(day).filter(
        student__person=OuterRef("pk"), school_id=school_id, group__kind=GroupKind.WHOLE_CLASS
    )
    kin = Guardianship.objects.on(day).filter(student__person=OuterRef("pk"), school_id=school_id)
    match kind:
        case PeopleKind.STUDENTS:
            return people.filter(Exists(student))
        case PeopleKind.NO_CLASS:
            return people.filter(Exists(student), ~Exists(in_class))
        case PeopleKind.NO_KIN:
            return people.filter(Exists(in_class), ~Exists(kin))
        case PeopleKind.STAFF:
            employee = Employee.objects.filter(
                school_id=school_id, person=OuterRef("pk"), left_on=None
            )
            return people.filter(Exists(employee))
        case PeopleKind.GUARDIANS:
            guardian = Guardianship.objects.on(day).filter(
                guardian=OuterRef("pk"), school_id=school_id
            )
            return people.filter(Exists(guardian))
        case _:
            return people


def _described(people: list[Person], school_id: int, day: date) -> list[PersonRow]:
    rows = {person.pk: PersonRow(person=person) for person in people}
    for membership in (
        Membership.objects.on(day)
        .filter(school_id=school_id, student__person__in=rows, group__kind=GroupKind.WHOLE_CLASS)
        .select_related("group", "student")
    ):
        rows[membership.student.person_id].classes.append(membership.group.name)
    for employee in Employee.objects.filter(school_id=school_id, person__in=rows, left_on=None):
        rows[employee.person_id].positions.append(employee.position)
    for link in (
        Guardianship.objects.on(day)
        .filter(school_id=school_id, guardian__in=rows)
        .select_related("student__person")
        .order_by("student__person__sort_key")
    ):
        rows[link.guardian_id].children.append(link.student.person.name.in_class)
    return list(rows.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyCard:
    """A person as a student of the school."""

    student: Student
    current: Membership | None
    memberships: list[Membership]
    movements: list[Enrolment]
    guardians: list[Guardianship]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkCard:
    """A person as an employee of the school."""

    employee: Employee
    homerooms: list[HomeroomTeacher]
    courses: list[CourseTeacher]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPage:
    """All that this school's registers say of one person."""

    person: Person
    study: StudyCard | None
    work: WorkCard | None
    duties: list[Duty]
    appointments: list[Appointment]
    children: list[Guardianship]
    code: AccessCode | None
    sessions: int
    led_elsewhere: bool
    may_change: bool
    today: date


def person_page(
    person: Person, *, school_id: int, day: date, now: datetime, may_change: bool
) -> PersonPage:
    """Read the card whole; a fixed number of statements."""
    mine = {"person": person, "school_id": school_id}
    return PersonPage(
        person=person,
        study=_study(person, school_id, day),
        work=_work(person, school_id),
        duties=list(Duty.objects.filter(**mine).order_by("-since")),
        appointments=list(Appointment.objects.filter(**mine).order_by("-since")),
        children=list(
            Guardianship.objects.filter(guardian=person, school_id=school_id)
            .select_related("student__person")
            .order_by("student__person__sort_key", "since")
        ),
        code=AccessCode.objects.filter(
            person=person, used_at=None, void_at=None, expires_at__gt=now
        ).first(),
        sessions=UserSession.objects.filter(user=person).count(),
        led_elsewhere=bool(governed_elsewhere([person.pk], school_id=school_id, day=day)),
        may_change=may_change,
        today=day,
    )


def standing_rows(person: Person, school_id: int) -> tuple[Student | None, Employee | None]:
    """The person as a student and as an employee of this school, where it is one."""
    mine = {"school_id": school_id, "person": person}
    return Student.objects.filter(**mine).first(), Employee.objects.filter(**mine).first()


def _study(person: Person, school_id: int, day: date) -> StudyCard | None:
    student = Student.objects.filter(person=person, school_id=school_id).first()
    if student is None:
        return None
    memberships = list(
        student.memberships.select_related("group__school_class", "group__year").order_by(
            "-since", "group__name"
        )
    )
    whole = [row for row in memberships if row.group.kind == GroupKind.WHOLE_CLASS]
    current = [row for row in whole if row.holds_on(day)] or [
        row for row in whole if row.since > day
    ]
    return StudyCard(
        student=student,
        current=next(iter(current), None),
        memberships=memberships,
        movements=list(student.enrolments.select_related("to_class")),
        guardians=list(
            student.guardianships.select_related("guardian").order_by("until", "guardian__sort_key")
        ),
    )


def _work(person: Person, school_id: int) -> WorkCard | None:
    employee = Employee.objects.filter(person=person, school_id=school_id).first()
    if employee is None:
        return None
    return WorkCard(
        employee=employee,
        homerooms=list(employee.homerooms.select_related("school_class__year").order_by("-since")),
        courses=list(
            employee.courses.select_related(
                "course__subject", "course__group", "course__year"
            ).order_by(
                "-course__year__first_day", "course__subject__position", "course__group__name"
            )
        ),
    )
