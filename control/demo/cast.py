"""The people of the demo who log in under easy names, and the families that show something."""

from __future__ import annotations

from collections.abc import Callable

from control.demo.papers import NOTHING, ON_PAPER, SIGNED, WITHDRAWN
from control.demo.world import Family, Klass, Teacher, World
from school.models import Person

Login = dict[str, str]


def special_families(world: World) -> dict[str, Family]:
    """One family for each way a family can stand; the first has two children here."""
    found: dict[str, Family] = {}
    shown = shown_class(world)
    mine = [pupil.family for pupil in shown.pupils if pupil.until is None]

    def take(kind: str, fits: Callable[[Family], bool]) -> None:
        for family in [*mine, *world.families]:
            if fits(family) and not any(family is one for one in found.values()):
                found[kind] = family
                return

    take(SIGNED, lambda one: len(one.pupils) > 1 and all(p.until is None for p in one.pupils))
    if SIGNED not in found:
        take(SIGNED, lambda one: True)
    for kind in (NOTHING, ON_PAPER, WITHDRAWN):
        take(kind or "none", lambda one: len(one.pupils) == 1 and one.pupils[0].until is None)
    return found


def shown_class(world: World) -> Klass:
    """The class that the demo's logins belong to: the lowest one with subject teachers."""
    upper = [one for one in world.classes if one.row.grade >= 5]
    return (upper or world.classes)[0]


def make_logins(world: World, special: dict[str, Family]) -> list[Login]:
    """Give the demo's people their easy login names. Returns the table of logins."""
    shown = shown_class(world)
    teacher = _teacher(world, shown)
    pupil = next(one for one in shown.pupils if one.until is None and one.since < world.wish.today)
    names = [f"{one.student.person.name.in_class}" for one in special[SIGNED].pupils]
    rows = [
        ("administrator", "administrator", world.administrator, "registers, access, consents"),
        ("director", "director", world.leaders["director"], "sees the whole school"),
        ("deputy", "deputy", world.leaders["deputy"], "timetable, substitutions, control"),
        ("teacher", "teacher", teacher.employee.person, f"teaches {shown.row.name}"),
        ("homeroom teacher", "homeroom", shown.homeroom.employee.person, f"leads {shown.row.name}"),
        ("guardian", "parent", _parent(special[SIGNED]), f"children: {', '.join(names)}"),
        ("student", "student", pupil.student.person, shown.row.name),
    ]
    for kind, login, note in (
        ("none", "parent-new", "no papers yet: the diary is closed"),
        (ON_PAPER, "parent-paper", "gets the report on paper"),
        (WITHDRAWN, "parent-withdrawn", "consent taken back"),
    ):
        if kind in special:
            rows.append(("guardian", login, _parent(special[kind]), note))
    return [_rename(world, *row) for row in rows]


def coordinator_login(world: World, person: Person) -> Login:
    return _rename(world, "coordinator", "coordinator", person, world.municipality.name)


def _rename(world: World, role: str, login: str, person: Person, note: str) -> Login:
    if person.login != login:
        person.login = login
        Person.objects.filter(pk=person.pk).update(login=login)
    return {
        "role": role,
        "login": login,
        "password": world.wish.password,
        "name": person.name.full,
        "note": note,
    }


def _parent(family: Family) -> Person:
    return family.parents[0]


def _teacher(world: World, shown: Klass) -> Teacher:
    """Who has most lessons today of the class's teachers, rather one without a class."""
    leading = {one.homeroom.employee.pk for one in world.classes}
    today = world.wish.today.isoweekday()
    hours: dict[int, int] = {}
    own = {one.teacher.employee.pk for p in shown.lessons for one in p.taught if p.plan}
    for klass in world.classes:
        for piece in klass.lessons:
            for pk in piece.teacher_ids:
                day = piece.place[0] if piece.place else 0
                hours[pk] = hours.get(pk, 0) + (10 if day == today else 1)
    by_pk = {one.employee.pk: one for one in world.teachers}
    return by_pk[max(own, key=lambda pk: (pk not in leading, hours[pk], -pk))]
