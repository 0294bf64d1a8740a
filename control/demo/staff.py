"""Who works in the school: leaders with their orders, and as many teachers as the plan needs."""

from __future__ import annotations

from collections import Counter
from datetime import date
from math import ceil

from control.demo.curriculum import COMPUTING, ENGLISH, POSITIONS, PRIMARY, SPORT, SUBJECTS
from control.demo.names import Named
from control.demo.world import Teacher, World
from school.models import (
    Appointment,
    AppointmentKind,
    Duty,
    Employee,
    Person,
    Role,
    Room,
)

HOURS_OF_A_TEACHER = 25
SPLIT_FROM = 20

LEADERS = (
    ("director", Role.DIRECTOR, "директор"),
    ("deputy", Role.DEPUTY, "заместитель директора по учебно-воспитательной работе"),
    ("deputy2", Role.DEPUTY, "заместитель директора по воспитательной работе"),
    ("administrator", Role.ADMINISTRATOR, "методист, администратор электронного журнала"),
)


def person(world: World, named: Named, *, login: str = "") -> Person:
    """An unsaved person of this school's demo."""
    return Person.objects.build(
        login=login or world.names.login(named, prefix=_prefix(world)),
        last_name=named.last,
        first_name=named.first,
        patronymic=named.patronymic,
        sex=named.sex,
        birth_day=named.birth_day,
        password=world.wish.password_hash,
    )


def _prefix(world: World) -> str:
    """Schools after the first have their number in login names."""
    return f"s{world.number}." if world.number > 1 else ""


def grown_up(world: World, *, man: float = 0.12) -> Named:
    """A teacher: nine of ten are women."""
    surname = world.names.surname()
    return world.names.man(surname) if world.rng.random() < man else world.names.woman(surname)


def make_leaders(world: World) -> None:
    """Director, deputies, administrator, with their duties and the orders that name them."""
    people = [
        person(world, grown_up(world, man=0.3), login=key if world.number == 1 else "")
        for key, _role, _position in LEADERS
    ]
    Person.objects.bulk_create(people)
    world.leaders = {key: one for (key, *_), one in zip(LEADERS, people, strict=True)}
    Employee.objects.bulk_create(
        Employee(school=world.school, person=one, position=position)
        for (_key, _role, position), one in zip(LEADERS, people, strict=True)
    )
    Duty.objects.bulk_create(
        Duty(school=world.school, person=one, role=role, since=world.year.first_day)
        for (_key, role, _position), one in zip(LEADERS, people, strict=True)
    )


def make_orders(world: World) -> None:
    """The director's orders (order 2.1, App. 2 4–8). One school in eight has not named anybody
    responsible, so that monitoring has something to show; the first school always has."""
    year = world.year.first_day.year
    named = [
        (AppointmentKind.ROLLOUT, "deputy"),
        (AppointmentKind.ACADEMIC, "deputy"),
        (AppointmentKind.TECHNICAL, "administrator"),
        (AppointmentKind.HELP_DESK, "administrator"),
    ]
    if world.number == 1 or world.rng.random() > 0.125:
        named.append((AppointmentKind.RESPONSIBLE, "administrator"))
    Appointment.objects.bulk_create(
        Appointment(
            school=world.school,
            person=world.leaders[key],
            kind=kind,
            since=world.year.first_day,
            order_number=f"{80 + world.number}-о",
            order_day=date(year, 8, 28),
            sent_on=date(year, 9, 10) if kind == AppointmentKind.RESPONSIBLE else None,
        )
        for kind, key in named
    )


def teachers_wanted(world: World) -> Counter[str]:
    """How many teachers of each area the classes need."""
    hours: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    for klass in world.classes:
        grade = klass.row.grade
        wanted[PRIMARY] += grade <= 4
        for plan in SUBJECTS:
            groups = 2 if plan.in_subgroups and len(klass.pupils) >= SPLIT_FROM else 1
            if plan.area_in(grade) != PRIMARY:
                weekly = plan.in_grade(grade, year=world.year.first_day.year)
                hours[plan.area] += weekly * groups
    for area, total in hours.items():
        pairs = 2 if area in (ENGLISH, COMPUTING) else 1
        wanted[area] = max(ceil(total / HOURS_OF_A_TEACHER), pairs) if total else 0
    return wanted


def make_teachers(world: World) -> None:
    """Teachers with a room each; all lessons of sport share the gym."""
    wanted = teachers_wanted(world)
    areas = [area for area in POSITIONS for _ in range(wanted[area])]
    people = [person(world, grown_up(world, man=0.5 if a == SPORT else 0.1)) for a in areas]
    Person.objects.bulk_create(people)
    employees = Employee.objects.bulk_create(
        Employee(school=world.school, person=one, position=POSITIONS[area])
        for area, one in zip(areas, people, strict=True)
    )
    Duty.objects.bulk_create(
        Duty(school=world.school, person=one, role=Role.TEACHER, since=world.year.first_day)
        for one in people
    )
    gym = Room.objects.create(school=world.school, name="Спортзал", seats=60, is_shared=True)
    rooms = Room.objects.bulk_create(
        Room(school=world.school, name=str(100 * (1 + i // 14) + 1 + i % 14), seats=34)
        for i in range(len(areas))
    )
    world.teachers = [
        Teacher(employee=employee, area=area, room=gym if area == SPORT else room)
        for area, employee, room in zip(areas, employees, rooms, strict=True)
    ]
