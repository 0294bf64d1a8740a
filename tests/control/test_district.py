"""The coordinator compares the schools of a closed week; never a child (order 1, 3)."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
import time_machine
from openpyxl import load_workbook

from control.actions.snapshots import fix_week
from control.models import Confirmation, OwnInstallation, Snapshot
from control.outliers import Why
from control.queries.monitoring import Asked, monitoring_page
from control.queries.orders import orders_page
from school.models import Appointment, AppointmentKind, MunicipalDuty
from tests import builders as b
from tests.control.test_today import record
from tests.control.test_week_figures import due

pytestmark = pytest.mark.django_db
WEDNESDAY = b.moscow(date(2025, 9, 17), "12:00")
WEEKS = [b.MONDAY - timedelta(days=7), b.MONDAY]


def a_district(schools=3, *, lessons=10):
    """Schools with a class, a teacher and ten lessons a week; the n-th has n of them recorded in
    time in the second week, all in the first."""
    made = [b.a_school(name=f"Школа № {number}") for number in range(1, schools + 1)]
    for number, school in enumerate(made, start=1):
        b.a_year(school, is_open=False)
        course = b.a_course(school, teacher=b.an_employee(school, last="Иванова"))
        for step in range(lessons):
            for week, kept in zip(WEEKS, (lessons, number), strict=True):
                lesson = b.a_lesson(course, day=week + timedelta(days=step % 5), number=step // 5)
                due(lesson)
                if step < kept:
                    at = lesson.ends_at - timedelta(minutes=5)
                    record(lesson, at=at, homework_at=at)
        for week in WEEKS:
            fix_week(school_id=school.pk, week=week, now=WEDNESDAY)
    return made


def page_of(school, **asked):
    return monitoring_page(school.municipality_id, Asked(week=b.MONDAY, **asked), newest=b.MONDAY)


@pytest.mark.clause("3")
def test_schools_stand_side_by_side_with_their_weeks():
    schools = a_district(3)

    page = page_of(schools[0])

    assert [row.name for row in page.rows] == ["Школа № 1", "Школа № 2", "Школа № 3"]
    assert [row.in_time_percent for row in page.rows] == [10, 20, 30]
    assert [[week.percent for week in row.trend] for row in page.rows] == [
        [100, 10],
        [100, 20],
        [100, 30],
    ]
    assert (page.total.held, page.total.in_time) == (30, 6)
    assert [week.percent for week in page.trend if week.held] == [100, 20]


@pytest.mark.clause("3")
def test_what_is_entered_after_monday_does_not_move_the_page():
    [school] = a_district(1)
    before = page_of(school)

    for lesson in school.lessons.filter(record=None):
        record(lesson, at=WEDNESDAY, homework_at=WEDNESDAY)

    assert page_of(school) == before


def test_schools_that_stand_out_are_told_in_words():
    schools = a_district(3, lessons=20)
    Snapshot.objects.all()

    remarks = {row.name: row.remarks for row in page_of(schools[0]).rows}

    assert [one.why for one in remarks["Школа № 1"]] == [Why.FALLEN]
    assert "100" in remarks["Школа № 1"][0].words


def test_the_page_is_narrowed_and_sorted_by_its_address():
    schools = a_district(3)
    unheard = b.a_school(name="Школа № 10")
    opened, confirmed = schools[1], Snapshot.objects.get(school=schools[2], week=b.MONDAY)
    Confirmation.objects.create(
        school=schools[2], snapshot=confirmed, name="Иванова Анна", confirmed_at=WEDNESDAY
    )

    def names(**asked):
        return [row.name for row in page_of(opened, **asked).rows]

    assert names(only="unreported") == [unheard.short_name]
    assert names(only="unconfirmed") == ["Школа № 1", "Школа № 2"]
    assert names(only="unopened") == ["Школа № 1", "Школа № 2", "Школа № 3"]
    assert names(sort="in_time")[0] == "Школа № 1"
    assert names(sort="in_time")[-1] == "Школа № 10"
    assert page_of(opened).count("unreported") == 1


@pytest.mark.clause("2.1")
@pytest.mark.parametrize(("week", "count"), [(date(2025, 9, 15), 0), (date(2025, 9, 29), 1)])
def test_a_school_without_a_responsible_person_is_listed_from_the_first_of_october(week, count):
    school = b.a_school()
    b.a_year(school)
    fix_week(school_id=school.pk, week=week, now=WEDNESDAY)

    page = monitoring_page(school.municipality_id, Asked(week=week), newest=week)

    assert page.count("nobody") == count


@pytest.mark.clause("2.3")
def test_the_opening_of_the_year_stands_in_the_row():
    [school] = a_district(1)
    year = school.years.get()
    b.open_year(year)
    week = b.MONDAY + timedelta(days=7)
    fix_week(school_id=school.pk, week=week, now=WEDNESDAY + timedelta(days=7))

    [row] = monitoring_page(school.municipality_id, Asked(week=week), newest=week).rows

    assert row.opened_on == b.FIRST_DAY


@pytest.mark.clause("1")
@time_machine.travel(WEDNESDAY, tick=False)
def test_no_page_of_the_municipality_names_a_child_or_a_guardian():
    [school] = a_district(1)
    student = school.students.first()
    student.person.rename(last="Щучкин-Единственный", first="Елисей")
    student.person.save()
    b.a_guardian(student, last="Щучкина-Единственная")
    coordinator = b.a_coordinator(school.municipality, last="Координаторова")
    client, base = b.logged_in(coordinator), f"/m/{school.municipality_id}/"

    for address in (
        base,
        f"{base}?week=2025-09-15",
        f"{base}schools/{school.pk}/",
        f"{base}orders/",
        f"{base}installations/",
        f"{base}export.xlsx",
        f"{base}export.pdf",
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert "Щучкин" not in answer.content.decode(errors="ignore"), address
    book = load_workbook(io.BytesIO(client.get(f"{base}export.xlsx").content))
    assert "Щучкин" not in str([[cell.value for cell in row] for row in book.active.rows])
    assert "Щучкин" not in b.pdf_text(client.get(f"{base}export.pdf").content)
    assert "Щучкин" not in str(list(Snapshot.objects.values_list("figures", flat=True)))


@pytest.mark.clause("1")
@time_machine.travel(WEDNESDAY, tick=False)
def test_every_page_of_a_child_does_not_exist_for_the_coordinator():
    [school] = a_district(1)
    student = school.students.first()
    client = b.logged_in(b.a_coordinator(school.municipality))

    for address in (
        f"/s/{school.pk}/diary/{student.pk}/",
        f"/s/{school.pk}/people/{student.person_id}/",
        f"/s/{school.pk}/control/",
        f"/s/{school.pk}/control/figures/",
    ):
        assert client.get(address).status_code == 404, address


@time_machine.travel(WEDNESDAY, tick=False)
def test_the_files_say_what_the_page_says():
    schools = a_district(3)
    client = b.logged_in(b.a_coordinator(schools[0].municipality))
    address = f"/m/{schools[0].municipality_id}/"

    book = load_workbook(io.BytesIO(client.get(f"{address}export.xlsx?sort=in_time").content))
    paper = b.pdf_text(client.get(f"{address}export.pdf").content)

    rows = list(book.active.iter_rows(min_row=4, values_only=True))
    shown = client.get(f"{address}?sort=in_time").context["page"].rows
    assert [(row[0], row[2], row[3], row[4]) for row in rows[:3]] == [
        (row.name, row.held, row.in_time, row.in_time_percent) for row in shown
    ]
    assert rows[3][2:5] == (30, 6, 20)
    assert "Школа № 3" in paper
    assert "3, 30 %" in paper


@pytest.mark.parametrize("schools", [3, 45])
@time_machine.travel(WEDNESDAY, tick=False)
def test_the_closed_week_costs_the_same_for_any_number_of_schools(
    schools, django_assert_num_queries
):
    for number in range(schools):
        one = b.a_school(name=f"Школа № {number}")
        b.a_year(one)
        fix_week(school_id=one.pk, week=b.MONDAY, now=WEDNESDAY)
    client = b.logged_in(b.a_coordinator(one.municipality))
    client.get("/empty/")

    with django_assert_num_queries(4):
        answer = client.get(f"/m/{one.municipality_id}/")
    with django_assert_num_queries(3):
        again = client.get(f"/m/{one.municipality_id}/")

    assert len(answer.context["page"].rows) == schools
    assert again.context["content"] == answer.context["content"]


@time_machine.travel(WEDNESDAY, tick=False)
def test_the_rendered_week_is_made_anew_when_something_is_added():
    [school] = a_district(1)
    client = b.logged_in(b.a_coordinator(school.municipality))
    address = f"/m/{school.municipality_id}/"
    seen = [client.get(address).content.decode()]

    Confirmation.objects.create(
        school=school,
        snapshot=Snapshot.objects.get(week=b.MONDAY),
        name="Сидорова Мария",
        confirmed_at=WEDNESDAY,
    )
    seen.append(client.get(address).content.decode())
    b.a_school(name="Новая школа")
    seen.append(client.get(address).content.decode())
    school.short_name = "Гимназия"
    school.save()
    seen.append(client.get(address).content.decode())

    assert ["Сидорова М." in text for text in seen] == [False, True, True, True]
    assert ["Новая школа" in text for text in seen] == [False, False, True, True]
    assert ["Гимназия" in text for text in seen] == [False, False, False, True]


# ---- orders -------------------------------------------------------------------------------------


@pytest.mark.clause("1")
@pytest.mark.clause("2.1")
def test_the_coordinator_sees_which_school_lacks_which_order():
    school, other = b.a_school(name="Школа № 1"), b.a_school(name="Школа № 2")
    person = b.an_employee(school, last="Иванова").person
    for kind in (AppointmentKind.RESPONSIBLE, AppointmentKind.TECHNICAL):
        Appointment.objects.create(
            school=school,
            person=person,
            kind=kind,
            since=b.FIRST_DAY,
            order_number="81-о",
            order_day=b.FIRST_DAY,
        )
    b.a_coordinator(school.municipality)

    before = orders_page(
        school.municipality_id, now=b.moscow(date(2025, 9, 30), "23:59:59"), zone=b.MOSCOW
    )
    after = orders_page(
        school.municipality_id, now=b.moscow(date(2025, 10, 1), "00:00"), zone=b.MOSCOW
    )

    assert [duty.order_number for duty in after.duties] == ["1373"]
    assert [row.lacks for row in after.schools] == [3, 5]
    assert (before.is_past_due, after.is_past_due) == (False, True)
    assert [row.cells[0].is_overdue for row in after.schools] == [False, True]
    assert [row.cells[0].is_overdue for row in before.schools] == [False, False]
    assert (after.without_responsible, after.unsent) == (1, 1)
    assert other.short_name in [row.name for row in after.schools]


@time_machine.travel(WEDNESDAY, tick=False)
def test_the_supervisor_reads_and_enters_no_key():
    school = b.a_school()
    supervisor = b.a_person()
    MunicipalDuty.objects.create(
        municipality=school.municipality, person=supervisor, since=b.FIRST_DAY, role="supervisor"
    )
    client, base = b.logged_in(supervisor), f"/m/{school.municipality_id}/"

    assert client.get(base).status_code == 200
    assert client.get(f"{base}installations/").status_code == 200
    assert client.get(f"{base}installations/new/").status_code == 403
    assert client.post(f"{base}installations/").status_code == 403
    assert not OwnInstallation.objects.exists()
