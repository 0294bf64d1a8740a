"""Readiness and the opening of the year: what lacks, who opens, what waits for it (order 2.3)."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
import time_machine

from control.actions.opening import open_year
from control.queries.readiness import lacking_checks
from core.refusal import Refused
from journal.actions.bulk import CellsRefused, CellWish, write_cells
from journal.actions.marks import write_cell
from journal.actions.record import take_register, write_topic
from journal.models import CoursePlan, YearOpening
from schedule.models import Bell, BellSchedule, BellUse, TimetableSlot
from school.models import Appointment, Break
from tests import builders as b

pytestmark = pytest.mark.django_db
NOW = b.moscow(b.MONDAY, "11:00")
DAY = b.MONDAY


@pytest.fixture
def school():
    return b.a_school()


@pytest.fixture
def anna(school):
    return b.an_employee(school, last="Орлова", first="Анна")


@pytest.fixture
def denis(school):
    return b.an_employee(school, role="director", last="Директоров", first="Денис").person


@pytest.fixture
def year(school):
    return b.a_year(school, is_open=False)


@pytest.fixture
def course(year, school, anna):
    galina = b.an_employee(school, last="Галкина", first="Галина", role=None)
    return b.a_course(group=b.whole(b.a_class(school, homeroom=galina)), teacher=anna)


def make_ready(course, *, by):
    """Mend everything that a fresh class with one course still lacks."""
    school, year = course.school, course.year
    order = {"order_number": "81-о", "order_day": date(2025, 8, 29), "since": b.FIRST_DAY}
    Appointment.objects.create(
        school=school, person=by, kind="responsible", sent_on=date(2025, 9, 1), **order
    )
    Break.objects.create(
        school=school,
        calendar=year.calendars.get(),
        name="Осенние",
        first_day=date(2025, 10, 25),
        last_day=date(2025, 11, 4),
    )
    bells = BellSchedule.objects.create(school=school, name="Обычный день")
    Bell.objects.create(school=school, schedule=bells, number=1, starts="08:30", ends="09:15")
    BellUse.objects.create(school=school, schedule=bells, since=b.FIRST_DAY)
    TimetableSlot.objects.create(
        school=school, course=course, weekday=1, number=1, since=b.FIRST_DAY
    )
    b.a_lesson(course)
    made = {"made_at": NOW, "made_by": by, "decided_at": NOW, "decided_by": by}
    CoursePlan.objects.create(
        school=school, course=course, version=1, state="approved", is_in_use=True, **made
    )
    for student in b.students_of(course.group):
        b.a_guardian(student)


def lacking(year, *, on=NOW):
    return {
        check.kind.code: [lack.name for lack in check.lacks]
        for check in lacking_checks(year, today=on.date(), now=on)
    }


def opened(year, *, by, **more):
    words = {"day": DAY, "accepts": True, "words": "", "now": NOW, "key": uuid4()}
    seen = " ".join(
        f"{check.kind.code}:{check.count}"
        for check in lacking_checks(year, today=NOW.date(), now=NOW)
    )
    return open_year(actor=by, year=year, **{"seen": seen, **words, **more})


@pytest.mark.clause("2.3")
def test_a_complete_school_lacks_nothing(course, year, denis):
    make_ready(course, by=denis)

    assert lacking(year) == {}


@pytest.mark.clause("2.3")
@pytest.mark.clause("2.1")
def test_a_school_just_entered_hears_of_everything(course, year):
    assert lacking(year) == {
        "responsible": [""],
        "breaks": ["Пятидневка"],
        "bells": ["5А"],
        "timetable": ["5А"],
        "plan": ["5А"],
        "kin": ["Абрамов Илья", "Беляев Илья", "Васильев Илья"],
    }


def test_without_classes_only_that_is_said(year, denis):
    assert set(lacking(year)) == {"responsible", "breaks", "classes"}


@pytest.mark.clause("2.1")
def test_an_order_that_was_not_sent_lacks(course, year, denis):
    make_ready(course, by=denis)
    Appointment.objects.update(sent_on=None)

    assert lacking(year) == {"sent": ["№ 81-о"]}


def test_who_left_or_teaches_no_more_counts_no_longer(course, year, denis):
    make_ready(course, by=denis)
    course.teachers.update(until=date(2025, 9, 7))
    course.group.school_class.homeroom.update(until=date(2025, 9, 7))

    assert set(lacking(year)) == {"teacher", "homeroom"}


def test_in_august_the_registers_are_looked_at_as_on_the_first_day(course, year, denis):
    make_ready(course, by=denis)

    assert lacking(year, on=b.moscow(date(2025, 8, 20), "12:00")) == {}


def test_a_timetable_without_lessons_and_an_empty_subgroup_lack(course, year, denis):
    make_ready(course, by=denis)
    course.lessons.all().delete()
    empty = b.a_subgroup(course.group.school_class, name="англ. 1", students=[])
    b.a_course(group=empty, subject="Английский", teacher=course.teachers.get().employee)

    found = lacking(year)

    assert found["lessons"] == ["5А"]
    assert found["members"] == found["hours"] == found["plan"] == ["англ. 1"]


def test_who_has_to_log_in_and_cannot_is_listed(course, year, denis, anna, school):
    make_ready(course, by=denis)
    guardianship = b.students_of(course.group)[0].guardianships.get()
    for person in (anna.person, guardianship.guardian):
        person.set_unusable_password()
        person.save()

    assert set(lacking(year)) == {"staff_login"}

    b.sign_papers(guardianship, by=denis)
    assert lacking(year)["kin_login"] == ["Петрова Мария"]


@pytest.mark.clause("2.3")
def test_the_year_is_opened_by_name_and_what_lacked_is_written_down(course, year, denis):
    opening = opened(year, by=denis, words="протокол № 1")

    assert (opening.opened_by, opening.day, opening.opened_at) == (denis, DAY, NOW)
    written = {one["code"]: (one["count"], one["names"]) for one in opening.lacks}
    assert written["plan"] == (1, ["5А, Математика"])
    assert written["kin"] == (3, [])  # people by their number only
    assert opening.events.count() == 1


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"accepts": False}, "accept_lacks"),
        ({"seen": ""}, "lacks_changed"),
        ({"seen": "kin:1 plan:1 breaks:1 bells:1 timetable:1 responsible:1"}, "lacks_changed"),
        ({"day": date(2025, 8, 31)}, "outside_year"),
        ({"day": date(2026, 5, 27)}, "outside_year"),
    ],
)
def test_the_year_is_not_opened_unseen_unaccepted_or_outside_its_days(
    course, year, denis, more, code
):
    with pytest.raises(Refused) as refused:
        opened(year, by=denis, **more)

    assert refused.value.code == code
    assert not YearOpening.objects.exists()


def test_what_was_mended_meanwhile_is_no_obstacle(course, year, denis):
    seen = "bells:1 breaks:1 classes:1 kin:7 plan:2 responsible:1 timetable:1"

    assert opened(year, by=denis, seen=seen)


def test_a_year_is_opened_once_and_a_repeated_request_changes_nothing(course, year, denis):
    key = uuid4()
    opened(year, by=denis, key=key)

    assert opened(year, by=denis, key=key) is None
    with pytest.raises(Refused) as refused:
        opened(year, by=denis)
    assert refused.value.code == "opened_already"


@pytest.mark.clause("2.3")
def test_before_the_opening_no_mark_is_set_and_all_else_is_entered(course, year, denis, anna):
    lesson, student = b.a_lesson(course), b.students_of(course.group)[0]
    b.a_work_kind(course.school, usual=True)
    by = {"actor": anna.person, "lesson": lesson, "now": NOW}

    write_topic(**by, text="Сложение", seen="")
    take_register(**by)
    write_cell(**by, student_id=student.pk, text="н", seen="")
    with pytest.raises(Refused) as refused:
        write_cell(**by, student_id=b.students_of(course.group)[1].pk, text="5", seen="")
    assert refused.value.code == "year_not_opened"

    opened(year, by=denis)
    cell = write_cell(**by, student_id=b.students_of(course.group)[1].pk, text="5", seen="")
    assert cell.content.text == "5"


@time_machine.travel(NOW, tick=False)
def test_marks_pasted_or_of_a_period_wait_for_the_opening_too(course, year, anna):
    student, term = b.students_of(course.group)[0], year.calendars.get().terms.first()
    b.a_work_kind(course.school, usual=True)
    wish = CellWish(lesson_id=b.a_lesson(course).pk, student_id=student.pk, text="5", seen="")

    with pytest.raises(CellsRefused) as pasted:
        write_cells(actor=anna.person, course=course, cells=[wish], now=NOW)
    address = f"/s/{course.school_id}/journals/{course.pk}/terms/students/{student.pk}/t{term.pk}/"
    of_period = b.logged_in(anna.person).post(address, {"text": "5", "seen": ""})

    assert [one.code for one in pasted.value.bad] == ["year_not_opened"]
    assert of_period.status_code == 422, of_period.content.decode()
    assert "year_not_opened" in of_period.content.decode()


@time_machine.travel(NOW, tick=False)
def test_teachers_see_that_the_year_waits_and_who_opens_it(course, anna, denis):
    lesson = b.a_lesson(course)
    base = f"/s/{course.school_id}"
    for address in ("day/", f"journals/{course.pk}/", f"lessons/{lesson.pk}/"):
        page = b.logged_in(anna.person).get(f"{base}/{address}").content.decode()
        assert 'id="unopened"' in page, address
        assert "control/readiness" not in page

    page = b.logged_in(denis).get(f"{base}/journals/{course.pk}/").content.decode()
    assert f"{base}/control/readiness/" in page


@time_machine.travel(NOW, tick=False)
def test_the_page_opens_the_year_and_prints_the_act(course, year, denis):
    client, url = b.logged_in(denis), f"/s/{course.school_id}/control/readiness/"
    page = client.get(url).context["page"]

    refused = client.post(
        f"{url}{year.pk}/open/", {"day": "2025-09-08", "seen": page.seen, "request_key": uuid4()}
    )
    assert refused.status_code == 422
    answer = client.post(
        f"{url}{year.pk}/open/",
        {
            "day": "2025-09-08",
            "seen": page.seen,
            "accepts": "on",
            "words": "протокол № 1",
            "request_key": uuid4(),
        },
    )

    assert answer.status_code == 302
    assert client.get(answer["Location"]).context["page"].opening.day == DAY
    act = client.get(f"{url}{year.pk}/act.pdf")
    text = " ".join(b.pdf_text(act.content).split())
    assert "Директоров Д." in text
    assert "протокол № 1" in text
    assert "5А, Математика" in text


def test_each_lack_leads_where_the_reader_may_mend_it(course, year, denis, school):
    artyom = b.an_employee(school, role="administrator", last="Админов").person
    url = f"/s/{school.pk}/control/readiness/"
    with time_machine.travel(NOW, tick=False):
        for person in (artyom, denis):
            client = b.logged_in(person)
            page = client.get(url).context["page"]
            for check in page.lacking:
                for lack in check.lacks:
                    assert not lack.url or client.get(lack.url).status_code == 200, lack.url


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize("students", [3, 34])
def test_the_check_costs_the_same_whatever_the_size(
    school, year, denis, django_assert_num_queries, students
):
    for letter in "АБВ":
        b.a_course(group=b.whole(b.a_class(school, letter=letter, students=students)))
    client = b.logged_in(denis)
    client.get(f"/s/{school.pk}/control/readiness/")

    with django_assert_num_queries(6):
        client.get(f"/s/{school.pk}/control/readiness/")
