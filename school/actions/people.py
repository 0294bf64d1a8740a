"""People enter the registers, change their names, get duties and lose them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.utils import timezone
from django.utils.translation import gettext as _

from core.names import sex_of
from core.refusal import Refused
from core.text import Name
from school.actions.movements import Order, enrol
from school.actions.writing import end_row, keep, once, writing
from school.logins import free_login
from school.models import Duty, Employee, Guardianship, Person, SchoolClass, Student
from school.queries.rights import governed_elsewhere


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What the school knows of a person himself."""

    last_name: str
    first_name: str = ""
    patronymic: str = ""
    sex: str = ""
    birth_day: date | None = None
    email: str = ""

    @property
    def name(self) -> Name:
        return Name(self.last_name, self.first_name, self.patronymic)


def new_person(identity: Identity) -> Person:
    """A person with a free login name and no password yet. Call inside a transaction."""
    return keep(
        Person.objects.build(
            login=free_login(identity.name),
            last_name=identity.last_name,
            first_name=identity.first_name,
            patronymic=identity.patronymic,
            sex=identity.sex or sex_of(identity.name),
            birth_day=identity.birth_day,
            email=identity.email,
        )
    )


def enter_student(
    *,
    actor: Person,
    school_id: int,
    identity: Identity,
    file_number: str,
    to_class: SchoolClass | None,
    day: date,
    order: Order,
    now: datetime,
    key: UUID | None,
) -> Student:
    """A child enters the school's register, and a class at once if one is given."""
    with writing(actor=actor, field="last_name"):
        once(key=key, actor=actor, now=now)
        person = new_person(identity)
        student = keep(Student(school_id=school_id, person=person, file_number=file_number))
        if to_class:
            enrol(actor=actor, student=student, to_class=to_class, day=day, order=order, now=now)
        return student


def enter_employee(
    *,
    actor: Person,
    school_id: int,
    identity: Identity,
    position: str,
    roles: list[str],
    since: date,
    now: datetime,
    key: UUID | None,
) -> Employee:
    """Somebody begins to work in the school, with these roles from a day on."""
    with writing(actor=actor, field="last_name"):
        once(key=key, actor=actor, now=now)
        person = new_person(identity)
        employee = keep(Employee(school_id=school_id, person=person, position=position))
        for role in roles:
            keep(Duty(school_id=school_id, person=person, role=role, since=since))
        return employee


def correct_person(
    *,
    actor: Person,
    school_id: int,
    person: Person,
    identity: Identity,
    student: Student | None = None,
    file_number: str = "",
    employee: Employee | None = None,
    position: str = "",
) -> Person:
    """Correct a name or add what was missing.

    Raises Refused when the e-mail of somebody of another school is changed: whoever
    changes it could set a new password."""
    with writing(actor=actor, field="last_name"):
        kept = Person.objects.select_for_update().get(pk=person.pk)
        if kept.email != identity.email:
            _refuse_foreign_leader(kept, school_id)
        kept.rename(
            last=identity.last_name, first=identity.first_name, patronymic=identity.patronymic
        )
        kept.sex, kept.birth_day, kept.email = identity.sex, identity.birth_day, identity.email
        if student:
            student.file_number = file_number
            keep(student)
        if employee:
            employee.position = position
            keep(employee)
        return keep(kept)


def _refuse_foreign_leader(person: Person, school_id: int) -> None:
    if governed_elsewhere([person.pk], school_id=school_id, day=timezone.localdate()):
        raise Refused(
            "leads_elsewhere",
            _("Who belongs to another school or to the municipality changes the e-mail himself."),
            field="email",
        )


def employ(*, actor: Person, school_id: int, person: Person, position: str) -> Employee:
    """A person known here already (a parent, say) begins to work in the school, or again.

    Raises Refused for who belongs to another school or a municipality: working here would let us
    print a code for a login that opens what is theirs."""
    with writing(actor=actor, field="position"):
        if governed_elsewhere([person.pk], school_id=school_id, day=timezone.localdate()):
            raise Refused(
                "belongs_elsewhere",
                _("This login belongs to another school: enter a new employee instead."),
                field="position",
            )
        employee = Employee.objects.filter(school_id=school_id, person=person).first()
        employee = employee or Employee(school_id=school_id, person=person)
        employee.position, employee.left_on = position, None
        return keep(employee)


def employee_leaves(*, actor: Person, employee: Employee, last_day: date) -> Employee:
    """The last day at work: duties, classes led and courses taught end with it."""
    with writing(actor=actor, field="last_day"):
        employee.left_on = last_day
        keep(employee)
        dated = (
            Duty.objects.filter(school_id=employee.school_id, person=employee.person_id),
            employee.homerooms.all(),
            employee.courses.all(),
        )
        for rows in dated:
            for row in rows.within(last_day, date.max).filter(until=None):
                end_row(row, until=last_day)
        return employee


def give_duty(
    *,
    actor: Person,
    school_id: int,
    person: Person,
    role: str,
    since: date,
    now: datetime,
    key: UUID,
) -> Duty:
    """A role in the school from a day on.

    Raises Refused when the person already has it then."""
    with writing(actor=actor, field="since"):
        once(key=key, actor=actor, now=now)
        same = Duty.objects.filter(school_id=school_id, person=person, role=role)
        if same.within(since, date.max).exists():
            raise Refused("has_duty", _("The person already has this role then."), field="role")
        return keep(Duty(school_id=school_id, person=person, role=role, since=since))


def end_duty(*, actor: Person, duty: Duty, last_day: date) -> None:
    """The role ends with this day.

    Raises Refused when an administrator would take the own last right to administer."""
    with writing(actor=actor, field="last_day"):
        others = Duty.objects.filter(school_id=duty.school_id, role="administrator", until=None)
        if duty.role == "administrator" and not others.exclude(pk=duty.pk).exists():
            raise Refused(
                "last_administrator", _("The school would be left without an administrator.")
            )
        end_row(duty, until=last_day)


def link_guardian(
    *,
    actor: Person,
    student: Student,
    guardian: Person | Identity,
    kinship: str,
    since: date,
    now: datetime,
    key: UUID | None,
) -> Guardianship:
    """Enter who represents the child. Access to the diary is another matter (order 2.6)."""
    with writing(actor=actor, field="since"):
        once(key=key, actor=actor, now=now)
        person = new_person(guardian) if isinstance(guardian, Identity) else guardian
        if person.pk == student.person_id:
            raise Refused("own_guardian", _("A child cannot be the own guardian."))
        return keep(
            Guardianship(
                school_id=student.school_id,
                guardian=person,
                student=student,
                kinship=kinship,
                since=since,
            )
        )


def end_guardianship(*, actor: Person, guardianship: Guardianship, last_day: date) -> None:
    """From the next day on this person represents the child no more."""
    with writing(actor=actor, field="last_day"):
        end_row(guardianship, until=last_day)


def end_sessions(*, actor: Person, person: Person) -> int:
    """Log the person out everywhere; says of how many devices."""
    with writing(actor=actor):
        sessions = list(UserSession.objects.filter(user=person))
        for session in sessions:
            session.end()
        return len(sessions)
