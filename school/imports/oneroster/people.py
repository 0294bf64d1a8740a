"""Users of OneRoster: students, staff, guardians."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from core.imports import cells
from core.imports.batch import Batch
from core.imports.faults import BadCell
from core.imports.plan import Entry
from core.imports.sheets import Row
from core.text import Name
from school.imports.guardians import Families, Kin, plan_guardian
from school.imports.identity import Identity, fill, new_person, rename
from school.imports.oneroster.package import Package
from school.imports.registers import Registers
from school.imports.staff import Staff, end_duties, give_roles
from school.imports.students import Students, withdraw
from school.models import Employee, Kinship, Role, Sex, Student

_ROLES = {
    "teacher": Role.TEACHER,
    "aide": Role.TEACHER,
    "administrator": Role.ADMINISTRATOR,
    "siteAdministrator": Role.ADMINISTRATOR,
    "systemAdministrator": Role.ADMINISTRATOR,
    "principal": Role.DIRECTOR,
}
_KIN = {"parent", "guardian", "relative"}
_NOT_HERE = {"districtAdministrator"}
_SEXES = {"male": Sex.MALE, "female": Sex.FEMALE}
_MALE, _FEMALE = ("ович", "евич", "ьич", "мич", "кич", "оглы"), ("овна", "евна", "ична", "кызы")


@dataclass(slots=True)
class Users:
    """The package's people by number, and what they are here."""

    students: dict[str, Student] = field(default_factory=dict)
    staff: dict[str, Employee] = field(default_factory=dict)


def plan_users(batch: Batch, package: Package, org: str) -> Users:
    """Plan everybody who belongs to the school; guardians last, with their children."""
    people = _People(batch, package)
    users = Users()
    rows = [row for row in package.of("users") if people.belongs(row, org)]
    for row in rows:
        roles = people.roles_of(row, org)
        try:
            if "student" in roles:
                users.students[row["sourcedId"]] = people.plan_student(row)
            if roles - _KIN - _NOT_HERE - {"student"}:
                users.staff[row["sourcedId"]] = people.plan_employee(row, roles)
            if roles & _KIN and row.get("status") == "tobedeleted":
                people.end_kinship(row)
        except BadCell as bad:
            batch.faults.add(row.at("familyName"), bad.code, bad.message)
    people.plan_kin(rows, users, org)
    return users


class _People:
    """Plans users one by one."""

    def __init__(self, batch: Batch, package: Package) -> None:
        self.batch = batch
        self.registers = batch.part(Registers)
        self.package = package
        self.by_id = {row["sourcedId"]: row for row in package.of("users")}
        self.born = {row["sourcedId"]: row for row in package.of("demographics")}
        self.roles: dict[str, list[Row]] = {}
        for row in package.of("roles"):
            self.roles.setdefault(row["userSourcedId"], []).append(row)

    def belongs(self, row: Row, org: str) -> bool:
        """Whether the user is of this school; who names no organisation is."""
        orgs = {part.strip() for part in row.get("orgSourcedIds", "").split(",")}
        orgs |= {row.get("primaryOrgSourcedId", "")}
        orgs |= {one["orgSourcedId"] for one in self.roles.get(row["sourcedId"], [])}
        orgs.discard("")
        return not orgs or not org or org in orgs

    def roles_of(self, row: Row, org: str) -> set[str]:
        """1.1 writes the role beside the user, 1.2 in a table of its own."""
        found = {
            one["role"]
            for one in self.roles.get(row["sourcedId"], [])
            if one["orgSourcedId"] == org and one.get("status") != "tobedeleted"
        }
        return found | ({row["role"]} if row.get("role") else set())

    def plan_student(self, row: Row) -> Student:
        students = self.batch.part(Students)
        who = self._identity(row)
        student = students.match(who)
        entry = self.batch.plan.entry("students", who.name.full, row.place)
        if student is None:
            made = Student(
                school=self.registers.school,
                person=new_person(entry, who.name),
                source_id=who.source_id,
            )
            student = students.add(entry.new(made))
        self._fill(entry, student, row, who)
        if row.get("status") == "tobedeleted":
            withdraw(self.batch, entry, student, last_day=self.registers.day_before)
        return student

    def plan_employee(self, row: Row, roles: set[str]) -> Employee:
        staff = self.batch.part(Staff)
        who = self._identity(row)
        employee = staff.match(who)
        entry = self.batch.plan.entry("staff", who.name.full, row.place)
        if employee is None:
            made = Employee(
                school=self.registers.school,
                person=new_person(entry, who.name),
                source_id=who.source_id,
            )
            employee = staff.add(entry.new(made))
        self._fill(entry, employee, row, who)
        fill(entry, employee.person, email=_email(row))
        if row.get("status") == "tobedeleted":
            if employee.left_on is None:
                entry.change(employee, left_on=self.registers.day_before)
            end_duties(staff, entry, employee)
        else:
            wanted = {_ROLES[role] for role in roles if role in _ROLES}
            give_roles(self.batch, staff, entry, employee, wanted)
        return employee

    def _identity(self, row: Row) -> Identity:
        source_id = row["sourcedId"]
        if len(source_id) > 80:
            raise BadCell("too_long", _("The number is longer than 80 characters."))
        return Identity(name=_name(row), source_id=source_id, birth_day=self._birth(row))

    def _birth(self, row: Row) -> date | None:
        born = self.born.get(row["sourcedId"])
        return born.get("birthDate") if born else None

    def _fill(self, entry: Entry, thing: Student | Employee, row: Row, who: Identity) -> None:
        rename(entry, thing.person, who.name)
        born = self.born.get(row["sourcedId"])
        fill(entry, thing, source_id=who.source_id)
        fill(
            entry,
            thing.person,
            birth_day=who.birth_day,
            sex=_SEXES.get(born.get("sex", "")) if born else None,
        )

    def plan_kin(self, rows: list[Row], users: Users, org: str) -> None:
        """Guardians with their children: the agents of each student."""
        for row in rows:
            student = users.students.get(row["sourcedId"])
            if student is None or row.get("status") == "tobedeleted":
                continue
            for number in row.get("agentSourcedIds", "").split(","):
                agent = self.by_id.get(number.strip())
                if agent is None or agent.get("status") == "tobedeleted":
                    continue
                roles = self.roles_of(agent, org) & _KIN
                if roles:
                    self._plan_agent(agent, student, roles)

    def _plan_agent(self, agent: Row, student: Student, roles: set[str]) -> None:
        try:
            kin = Kin(
                name=_name(agent),
                kinship=_kinship(agent, roles),
                phones=_phones(agent),
                emails=(_email(agent),) if agent.get("email") else (),
                source_id=agent["sourcedId"],
            )
        except BadCell as bad:
            self.batch.faults.add(agent.at("phone", "sms", "email"), bad.code, bad.message)
            return
        plan_guardian(self.batch, agent, student, kin)

    def end_kinship(self, row: Row) -> None:
        """A guardian who is deleted in the source is one no longer, from today."""
        families = self.batch.part(Families)
        person = families.by_source.get(row["sourcedId"])
        last = self.registers.day_before
        for links in families.of_child.values():
            for link in links:
                if link.guardian is person and (link.until is None or link.until > last):
                    entry = self.batch.plan.entry("guardians", person.name.full, row.place)
                    entry.change(link, until=max(last, link.since))


def _name(row: Row) -> Name:
    short = cells.text(80)
    return Name(short(row["familyName"]), short(row["givenName"]), short(row.get("middleName")))


def _email(row: Row) -> str:
    return next(iter(cells.emails(row["email"])), "") if row.get("email") else ""


def _phones(row: Row) -> tuple[str, ...]:
    found = [one for key in ("phone", "sms") if row.get(key) for one in cells.phones(row[key])]
    return tuple(dict.fromkeys(found))


def _kinship(row: Row, roles: set[str]) -> str:
    """A parent is mother or father by the patronymic, where it tells."""
    patronymic = row.get("middleName", "").lower()
    if "parent" in roles and patronymic.endswith(_FEMALE):
        return Kinship.MOTHER
    if "parent" in roles and patronymic.endswith(_MALE):
        return Kinship.FATHER
    return Kinship.GUARDIAN if "guardian" in roles else Kinship.OTHER
