"""The municipality sees figures of each school, never a child (order 1, 3)."""

from __future__ import annotations

from datetime import date

import pytest

from control.queries.monitoring_live import live_page
from control.regulation import monitoring_due, responsible_due
from core.regulation import State
from journal.queries.states import lesson_states
from school.models import Appointment, AppointmentKind
from tests import builders as b
from tests.control.test_today import record

pytestmark = pytest.mark.django_db
FRIDAY = b.moscow(date(2025, 9, 12), "18:00")


def page_of(school, *, now=FRIDAY, day=b.MONDAY):
    return live_page(school.municipality_id, day, now=now, zone=b.MOSCOW)


@pytest.fixture
def school():
    return b.a_school()


@pytest.fixture
def anna(school):
    return b.an_employee(school, last="Иванова", first="Анна")


@pytest.mark.clause("3")
@pytest.mark.clause("2.4")
def test_figures_of_the_week_are_counted_by_school(school, anna):
    course = b.a_course(school, teacher=anna)
    morning, evening = b.moscow(b.MONDAY, "08:40"), b.moscow(b.MONDAY, "09:10")
    record(b.a_lesson(course), at=morning, homework_at=evening)
    record(b.a_lesson(course, number=2), at=b.moscow(b.MONDAY, "10:00"))
    b.a_lesson(course, number=3)
    b.a_lesson(course, number=4, state="cancelled")
    b.a_lesson(course, day=date(2025, 9, 15))

    [row] = page_of(school).rows

    assert (row.held, row.in_time, row.complete) == (3, 2, 1)
    assert (row.in_time_percent, row.complete_percent) == (66, 33)


@pytest.mark.clause("2.3.1")
@pytest.mark.parametrize(("clock", "in_time"), [("23:59:59", 1), ("00:00", 0)])
def test_the_figure_and_the_rule_agree_at_midnight(school, anna, clock, in_time):
    day = b.MONDAY if clock != "00:00" else date(2025, 9, 9)
    lesson = b.a_lesson(b.a_course(school, teacher=anna))
    record(lesson, at=b.moscow(day, clock))

    [row] = page_of(school).rows
    facts = lesson_states([lesson], now=FRIDAY, zone=b.MOSCOW)[lesson.pk]

    assert row.in_time == in_time
    assert facts.register.state == (State.DONE if in_time else State.LATE)


@pytest.mark.clause("2.6")
def test_a_family_has_access_with_both_papers_in_force(school):
    student = b.students_of(b.whole(b.a_class(school, students=1)))[0]
    administrator = b.an_employee(school, role="administrator").person
    b.sign_papers(b.a_guardian(student), by=administrator)
    b.sign_papers(b.a_guardian(student, first="Анна"), by=administrator, consent=False)
    b.a_guardian(student, first="Ольга")

    [row] = page_of(school).rows

    assert (row.guardians, row.with_access, row.access_percent) == (3, 1, 33)


@pytest.mark.clause("2.1")
def test_a_school_without_a_responsible_person_is_listed_from_the_first_of_october(school):
    b.a_year(school)

    before = page_of(school, now=b.moscow(date(2025, 9, 30), "23:59:59"))
    after = page_of(school, now=b.moscow(date(2025, 10, 1), "00:00"), day=date(2025, 10, 1))

    assert before.rows[0].responsible == State.DUE
    assert after.rows[0].responsible == State.MISSING
    assert (before.without_responsible, after.without_responsible) == (0, 1)


@pytest.mark.clause("2.1")
def test_the_order_that_names_the_responsible_person_is_shown(school, anna):
    b.a_year(school)
    Appointment.objects.create(
        school=school,
        person=anna.person,
        kind=AppointmentKind.RESPONSIBLE,
        since=b.FIRST_DAY,
        order_number="81-о",
        order_day=date(2025, 8, 28),
    )

    [row] = page_of(school, now=b.moscow(date(2025, 10, 2), "10:00"), day=b.MONDAY).rows

    assert (row.order_number, row.responsible, row.sent_on) == ("81-о", State.DONE, None)


@pytest.mark.clause("1")
def test_the_page_names_no_child_and_no_other_municipality(school, anna):
    student = b.students_of(b.whole(b.a_class(school, students=1)))[0]
    other = b.a_school(
        name="Чужая",
        municipality=type(school.municipality).objects.create(name="Другой округ"),
    )
    coordinator = b.a_coordinator(school.municipality)

    text = b.logged_in(coordinator).get(f"/m/{school.municipality_id}/").content.decode()

    assert school.short_name in text
    assert student.person.last_name not in text
    assert other.short_name not in text


@pytest.mark.parametrize("schools", [1, 5])
def test_the_running_week_costs_the_same(schools, django_assert_num_queries):
    for number in range(schools):
        one = b.a_school(name=f"Школа № {number}")
        b.a_year(one)
    coordinator = b.a_coordinator(one.municipality)
    client = b.logged_in(coordinator)
    client.get("/empty/")

    with django_assert_num_queries(5):
        answer = client.get(f"/m/{one.municipality_id}/?week=2099-01-01")

    assert len(answer.context["page"].rows) == schools


@pytest.mark.clause("3")
def test_the_weeks_figures_are_due_on_the_monday_after_it():
    assert monitoring_due(date(2025, 9, 14), zone=b.MOSCOW) == b.moscow(date(2025, 9, 16), "00:00")
    assert responsible_due(date(2025, 9, 1), zone=b.MOSCOW) == b.moscow(date(2025, 10, 1), "00:00")
