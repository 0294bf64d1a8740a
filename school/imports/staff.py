"""The sheet of staff: people, their roles, the classes they lead."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.imports import cells
from core.imports.batch import Batch
from core.imports.faults import BadCell
from core.imports.plan import Entry
from core.imports.sheets import Column, Row, Sheet
from school.imports import readers
from school.imports.identity import (
    Identity,
    People,
    fill,
    identity_of,
    name_or_fault,
    new_person,
    rename,
)
from school.imports.leading import wish_to_lead
from school.imports.logins import give_logins
from school.imports.registers import Registers, registers_of
from school.models import Duty, Employee, Person, Role


class Staff(People[Employee]):
    """Employees of the school, with the roles they hold."""

    def __init__(self, batch: Batch) -> None:
        super().__init__()
        registers = batch.part(Registers)
        rows = Employee.objects.filter(school=registers.school).select_related("person")
        for employee in rows:
            self.add(employee)
        self.duties: dict[int, list[Duty]] = {}
        day = registers.move_day if registers.year else registers.today
        for duty in Duty.objects.filter(school=registers.school).exclude(until__lt=day):
            self.duties.setdefault(duty.person_id, []).append(duty)
        self.day = day

    def called(self, written: str) -> list[Employee]:
        """Those who still work here; who has left is named no more."""
        return [
            one for one in super().called(written) if one.left_on is None or one.left_on >= self.day
        ]


def plan_staff(batch: Batch, rows: list[Row]) -> None:
    registers = registers_of(batch)
    if registers is None:
        return
    batch.at_the_end(give_logins)
    staff = batch.part(Staff)
    for row in rows:
        name = name_or_fault(row, batch.faults)
        if name is None:
            continue
        try:
            _plan_employee(batch, staff, row, identity_of(row, name))
        except BadCell as bad:
            batch.faults.add(row.at("full_name", "last_name"), bad.code, bad.message)


def _plan_employee(batch: Batch, staff: Staff, row: Row, who: Identity) -> None:
    employee = staff.match(who)
    entry = batch.plan.entry("staff", who.name.full, row.place)
    if employee is None:
        person = _person_of_login(who) or new_person(entry, who.name, login=who.login)
        registers = batch.part(Registers)
        employee = Employee(school=registers.school, person=person, source_id=who.source_id)
        _fill_employee(entry, employee, row, who)
        staff.add(entry.new(employee))
    else:
        rename(entry, employee.person, who.name)
        _fill_employee(entry, employee, row, who)
    if not staff.meant_once(employee, row, batch.faults):
        return
    if row.get("left_on"):
        end_duties(staff, entry, employee)
    else:
        give_roles(batch, staff, entry, employee, _roles_in(row))
        for led in [*row.get("leads", ()), *_classes_in(row)]:
            wish_to_lead(batch, led, employee, row.at("leads", "roles"))


def end_duties(staff: Staff, entry: Entry, employee: Employee) -> None:
    """Who leaves keeps no role after the last day."""
    for duty in staff.duties.get(employee.person.pk, []):
        if duty.until is None or duty.until > employee.left_on:
            entry.change(duty, until=max(employee.left_on, duty.since))


def _person_of_login(who: Identity) -> Person | None:
    """Somebody who already logs in, in this school or another, and now also works here."""
    if not who.login:
        return None
    person = Person.objects.filter(login__iexact=who.login).first()
    if person is not None and cells.folded(person.name.full) != cells.folded(who.name.full):
        raise BadCell("login_taken", _("This login name belongs to somebody else. Leave it blank."))
    return person


def _fill_employee(entry: Entry, employee: Employee, row: Row, who: Identity) -> None:
    fill(
        entry,
        employee,
        position=row.get("position"),
        left_on=row.get("left_on"),
        source_id=who.source_id,
    )
    fill(
        entry,
        employee.person,
        birth_day=who.birth_day,
        sex=row.get("sex"),
        email=next(iter(row.get("email", ())), ""),
    )


def _roles_in(row: Row) -> set[str]:
    """The roles written; without any, a position of a teacher makes a teacher."""
    written = {role for role in row.get("roles", ()) if isinstance(role, Role)}
    if written or "roles" in row.broken or row.get("roles"):
        return written
    position = cells.folded(row.get("position", ""))
    return {Role.TEACHER} if "учител" in position or "teacher" in position else set()


def _classes_in(row: Row) -> list[readers.ClassName]:
    return [role for role in row.get("roles", ()) if isinstance(role, readers.ClassName)]


def give_roles(
    batch: Batch, staff: Staff, entry: Entry, employee: Employee, roles: set[str]
) -> None:
    """Give the roles that the person does not hold yet; an import takes no role away."""
    registers = batch.part(Registers)
    person = employee.person
    held = {duty.role for duty in staff.duties.get(person.pk, [])} if person.pk else set()
    for role in sorted(roles - held):
        duty = Duty(school=registers.school, person=person, role=role, since=registers.role_day)
        entry.add(duty, duty.get_role_display())


def _column(key: str, ru: str, en: str, *also: str, **more: object) -> Column:
    return Column(key=key, ru=ru, en=en, also=also, **more)


NAME_COLUMNS = (
    _column(
        "last_name", "Фамилия", "Last name", "surname", "family name",
        read=cells.name_part, example=("Соколова", "Sokolova"),
    ),
    _column(
        "first_name", "Имя", "First name", "given name",
        read=cells.name_part, example=("Анна", "Anna"),
    ),
    _column(
        "patronymic", "Отчество", "Patronymic", "middle name",
        read=cells.name_part, example=("Игоревна", "Igorevna"),
    ),
    _column(
        "full_name", "ФИО", "Full name", "ф.и.о.", "фамилия имя отчество",
        "фамилия, имя, отчество", "фио полностью", "name",
        read=cells.full_name,
        tells=gettext_lazy("Instead of the three columns: last name, first name, patronymic."),
    ),
)  # fmt: skip
BIRTH_COLUMN = _column(
    "birth_day", "Дата рождения", "Date of birth", "день рождения", "д.р.", "др", "birthday",
    "birth date", "родился",
    read=cells.birth_day, example=("12.04.1985", "12.04.1985"),
    tells=gettext_lazy("Tells namesakes apart: 01.09.2015 or an Excel date."),
)  # fmt: skip
SEX_COLUMN = _column(
    "sex", "Пол", "Sex", "gender", read=readers.sex, example=("ж", "f")
)  # fmt: skip
LOGIN_COLUMN = _column(
    "login", "Логин", "Login", "имя для входа", "login name", "username",
    read=cells.text(60),
    tells=gettext_lazy("Who has a login name already. Blank: one is made from the name."),
)  # fmt: skip

STAFF = Sheet(
    key="staff",
    ru="Сотрудники",
    en="Staff",
    also=("учителя", "педагоги", "кадры", "работники", "employees", "teachers", "педсостав"),
    order=20,
    needs=tuple(
        (*name, told)
        for name in (("full_name",), ("last_name", "first_name"))
        for told in ("position", "roles", "leads")
    ),
    named_needs=(("full_name",), ("last_name", "first_name")),
    plan=plan_staff,
    hidden_in_template=("full_name",),
    tells=gettext_lazy(
        "A row for a person. Found again by number, login name, or name and date of birth. Roles"
        " are added; an import takes none away. Blank cells change nothing."
    ),
    columns=(
        *NAME_COLUMNS,
        BIRTH_COLUMN,
        SEX_COLUMN,
        _column(
            "position", "Должность", "Position", "job title",
            read=cells.text(120), example=("учитель математики", "mathematics teacher"),
        ),
        _column(
            "roles", "Роль", "Role", "роли", "roles", "права", "роль в журнале",
            read=readers.roles, example=("учитель, завуч", "teacher, deputy"),
            tells=gettext_lazy(
                "Teacher, deputy, director, administrator; «классный руководитель 5А» too."
            ),
        ),
        _column(
            "leads", "Классное руководство", "Homeroom of", "кл. рук.", "классный руководитель",
            "руководит классом", "homeroom", "кл. руководство",
            read=cells.listing(readers.class_name), example=("5А", "5А"),
            tells=gettext_lazy("The class this person leads."),
        ),
        _column(
            "email", "Эл. почта", "E-mail", "email", "электронная почта", "почта", "e mail",
            read=cells.emails, example=("sokolova@school.example", "sokolova@school.example"),
        ),
        _column(
            "source_id", "Табельный номер", "Staff number", "код", "id", "таб. №", "таб. номер",
            "source id",
            read=cells.text(80), example=("0117", "0117"),
            tells=gettext_lazy("The number in another system: the surest way to be found again."),
        ),
        LOGIN_COLUMN,
        _column(
            "left_on", "Дата увольнения", "Left on", "уволен", "уволена",
            read=cells.day, tells=gettext_lazy("The last day at work."),
        ),
    ),
)  # fmt: skip
