"""Build one school after the other, each in one transaction: a school is there whole or not."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from zoneinfo import ZoneInfo

import pghistory
from django.db import connection, transaction

from control.demo import (
    class_life,
    courses,
    ground,
    lessons,
    opening,
    papers,
    people,
    plans,
    reasons,
    records,
    staff,
)
from control.demo.attachments import attach_files
from control.demo.cast import Login, coordinator_login, make_logins, special_families
from control.demo.history import make_second_thoughts
from control.demo.names import Names
from control.demo.paper_reports import make_paper_reports
from control.demo.reminders import make_reminders
from control.demo.term_marks import make_term_marks
from control.demo.timetable import make_timetable
from control.demo.weeks import make_weeks
from control.demo.world import Wish, World
from core.refusal import Refused
from school.models import (
    AcademicYear,
    MunicipalDuty,
    Municipality,
    Person,
    School,
)

MUNICIPALITY = "Заречный муниципальный округ"
TOWN = "г. Заречинск"
STREETS = "Школьная Лесная Садовая Молодёжная Центральная Речная Полевая Новая Зелёная".split()


def build_schools(wish: Wish, say: Callable[[str], None]) -> list[Login]:
    """Invent everything. Returns the logins of the demo's people. Refuses a database with data."""
    if School.objects.exists():
        raise Refused("not_empty", "There are schools in this database already; nothing was added.")
    logins: list[Login] = []
    municipality = Municipality.objects.create(name=MUNICIPALITY)
    for number in range(1, wish.schools + 1):
        prefix = f"School {number} of {wish.schools}: " if wish.schools > 1 else ""
        world = _world(wish, number, municipality, lambda text, p=prefix: say(f"{p}{text}"))
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            special = build_school(world)
            if number == 1:
                logins = make_logins(world, special)
                logins.append(coordinator_login(world, _coordinator(world)))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return logins


def _world(
    wish: Wish, number: int, municipality: Municipality, say: Callable[[str], None]
) -> World:
    rng = Random(f"{wish.seed}-{number}")
    zone = ZoneInfo("Europe/Moscow")
    first, last = ground.year_span(wish.today)
    school = School(
        municipality=municipality,
        name=f"Муниципальное бюджетное общеобразовательное учреждение «Школа № {number}»",
        short_name=f"Школа № {number}",
        address=f"{TOWN}, ул. {STREETS[number % len(STREETS)]}, д. {3 + number * 2}",
        phone=f"+7 000 555-{number:02}-00",
        time_zone=zone.key,
    )
    year = AcademicYear(
        school=school, name=f"{first.year}/{last.year % 100:02}", first_day=first, last_day=last
    )
    return World(
        wish=wish,
        number=number,
        rng=rng,
        names=Names(rng),
        zone=zone,
        say=say,
        municipality=municipality,
        school=school,
        year=year,
    )


def build_school(world: World) -> dict[str, object]:
    """One school with its year up to today. Returns the families that show something."""
    with pghistory.context(route="demo_data"):
        world.school.save()
        world.year.save()
        staff.make_leaders(world)
    with pghistory.context(user=world.administrator.pk, route="demo_data"):
        _enter_registers(world)
        special = special_families(world)
    papers.make_papers(world, special)
    world.say("timetable")
    with pghistory.context(user=world.leaders["deputy"].pk, route="demo_data"):
        make_timetable(world)
    world.say("lessons of the year")
    by_course = lessons.make_lessons(world)
    world.say(f"journal of {sum(map(len, by_course.values()))} lessons")
    plans.make_plans(world)
    records.plan_absences(world)
    counts = records.make_records(world, by_course)
    reasons.make_reasons(world)
    attach_files(world)
    make_second_thoughts(world)
    _tell_sizes()
    counts["marks of periods"] = make_term_marks(world)
    class_life.make_class_life(world)
    counts["paper reports"] = make_paper_reports(world)
    counts["weeks with fixed figures"] = make_weeks(world)
    counts["reminders"] = make_reminders(world)
    world.say(", ".join(f"{count} {name}" for name, count in counts.items()))
    return special


def _tell_sizes() -> None:
    """What follows reads much of what was just written, of which the planner knows nothing yet:
    it would go through large tables row by row. Who does not own the tables may not analyse
    them, so nested loops are put last, too."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE; SET LOCAL enable_nestloop = off")


def _enter_registers(world: World) -> None:
    ground.make_calendars(world)
    ground.make_subjects(world)
    ground.make_choices(world)
    ground.make_bells(world)
    world.say("classes, pupils, families")
    people.make_classes(world)
    ground.make_bells_of_grade_one(world)
    people.make_movements(world)
    people.make_families(world)
    staff.make_orders(world)
    opening.open_the_year(world)
    opening.make_local_papers(world)
    staff.make_teachers(world)
    world.say("courses")
    courses.make_courses(world)


def _coordinator(world: World) -> Person:
    """The municipality's coordinator for the year, named by an order (order 1)."""
    person = staff.person(world, staff.grown_up(world), login="coordinator")
    person.save()
    MunicipalDuty.objects.create(
        municipality=world.municipality,
        person=person,
        since=world.year.first_day,
        order_number="1373",
        order_day=world.year.first_day,
    )
    return person
