"""The director signs off the figures of each period, once (A4 1.3-1.4)."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from control.actions.asking import ask_to_confirm, is_unconfirmed
from control.actions.confirming import sign_off_term
from control.actions.snapshots import fix_closed_weeks
from control.models import Confirmation, Snapshot, TermSignOff
from control.queries.figures import count_figures
from core.refusal import Refused
from school.models import Appointment, AppointmentKind, Calendar, Enrolment, Term
from school.standing import standing_of
from tests import builders as b
from tests.control.test_today import record

pytestmark = pytest.mark.django_db
OVER = b.moscow(date(2025, 10, 25), "00:00")


@pytest.fixture
def school():
    return b.a_school()


@pytest.fixture
def course(school):
    return b.a_course(school, teacher=b.an_employee(school, last="Иванова", first="Анна"))


@pytest.fixture
def director(school):
    return b.an_employee(school, role="director", last="Директоров", first="Денис").person


@pytest.fixture
def term(course):
    return Term.objects.get(calendar=course.group.school_class.calendar, number=1)


def sign(person, term, *, now=OVER):
    here = standing_of(person).in_school(term.school_id)
    return sign_off_term(actor=person, here=here, term=term, words="", now=now)


@pytest.mark.clause("A4 1.3")
@pytest.mark.clause("A4 1.4")
def test_what_was_signed_stays_whatever_is_corrected_later(course, term, director):
    lesson = b.a_lesson(course)
    sign(director, term)

    record(lesson, at=OVER)

    assert TermSignOff.objects.get().figures["lessons"]["recorded"] == 0
    now = count_figures(
        term.school_id,
        term.first_day,
        term.last_day,
        at=b.moscow(date(2025, 11, 5), "12:00"),
        calendar_id=term.calendar_id,
    )
    assert now["lessons"]["recorded"] == 1


@pytest.mark.clause("A4 1.3")
def test_a_period_is_signed_once_by_the_director_when_it_is_over(term, director, school):
    deputy = b.an_employee(school, role="deputy").person

    for who, now, code in (
        (director, b.moscow(date(2025, 10, 24), "23:59:59"), "not_over"),
        (deputy, OVER, "not_director"),
    ):
        with pytest.raises(Refused) as refused:
            sign(who, term, now=now)
        assert refused.value.code == code
    sign(director, term)
    with pytest.raises(Refused) as refused:
        sign(director, term)
    assert refused.value.code == "signed_already"


def test_a_period_counts_only_the_classes_of_its_calendar(course, term, school):
    year = b.a_year(school)
    other = Calendar.objects.create(school=school, year=year, name="Шестидневка", days_a_week=6)
    senior = b.a_class(school, grade=10)
    senior.calendar = other
    senior.save()
    b.a_lesson(course)
    b.a_lesson(b.a_course(group=b.whole(senior)))
    leaver = b.students_of(course.group)[0]
    Enrolment.objects.create(school=school, student=leaver, kind="withdrawn", day=date(2025, 9, 20))

    figures = count_figures(
        school.pk, term.first_day, term.last_day, at=OVER, calendar_id=term.calendar_id
    )

    assert (figures["lessons"]["held"], figures["people"]["classes"]) == (1, 1)
    assert figures["movement"] == {"enrolled": 0, "transferred": 0, "withdrawn": 1}
    assert [term["number"] for term in figures["terms"]] == [1]


@pytest.mark.clause("A4 1.4")
@time_machine.travel(OVER, tick=False)
def test_the_director_signs_on_the_page_and_prints(course, term, director, school):
    b.a_lesson(course)
    client, address = b.logged_in(director), f"/s/{school.pk}/control/periods/{term.pk}/"

    draft = b.pdf_text(client.get(f"{address}print/").content)
    answer = client.post(address, {"words": "Проверено", "request_key": _key()})
    paper = b.pdf_text(client.get(f"{address}print/").content)

    assert answer.status_code == 302
    assert TermSignOff.objects.get().words == "Проверено"
    assert "Директоров Д." in draft
    assert "Проверено" in paper
    assert "Проверено" not in draft
    assert client.get(address).context["page"].sign_off.words == "Проверено"


@pytest.mark.clause("3")
@time_machine.travel(b.moscow(date(2025, 9, 15), "09:00"), tick=False)
def test_a_teacher_named_by_order_confirms_on_the_page_and_sees_nothing_else(course, school):
    anna = course.teachers.get().employee.person
    Appointment.objects.create(
        school=school,
        person=anna,
        kind=AppointmentKind.RESPONSIBLE,
        since=b.FIRST_DAY,
        order_number="81-о",
        order_day=b.FIRST_DAY,
    )
    fix_closed_weeks(school_id=school.pk, now=timezone.now())
    client, address = b.logged_in(anna), f"/s/{school.pk}/control/figures/"

    empty = client.post(address, {"name": "", "request_key": _key()})
    client.post(f"{address}?week=2025-09-08", {"name": "Иванова Анна", "request_key": _key()})

    assert empty.status_code == 422
    assert Confirmation.objects.get().snapshot == Snapshot.objects.get()
    assert client.get(f"/s/{school.pk}/control/").status_code == 403


def test_the_page_shows_what_changed_since_the_week_was_fixed(course, school):
    office = b.an_employee(school, role="administrator").person
    lesson = b.a_lesson(course)
    with time_machine.travel(b.moscow(date(2025, 9, 15), "09:00"), tick=False):
        fix_closed_weeks(school_id=school.pk, now=timezone.now())
        client = b.logged_in(office)
        same = client.get(f"/s/{school.pk}/control/figures/").context["page"]
        record(lesson, at=b.moscow(date(2025, 9, 15), "08:50"))
        other = client.get(f"/s/{school.pk}/control/figures/").context["page"]

    recorded = other.sections[0][1]
    assert (same.is_changed, other.is_changed) == (False, True)
    assert (recorded.fixed, recorded.now) == (0, 1)


def _key():
    return str(uuid4())


# ---- asked to confirm ---------------------------------------------------------------------------


@pytest.mark.clause("3")
def test_whoever_answers_is_asked_until_the_week_is_confirmed(course, school, director):
    monday = b.moscow(date(2025, 9, 15), "09:00")
    wednesday, next_monday = monday + timedelta(days=2), monday + timedelta(days=7)
    fix_closed_weeks(school_id=school.pk, now=monday)

    told = [ask_to_confirm(school_id=school.pk, now=at) for at in (monday, monday, wednesday)]
    Confirmation.objects.create(
        school=school, snapshot=Snapshot.objects.get(), name="Директоров", confirmed_at=wednesday
    )
    after = ask_to_confirm(school_id=school.pk, now=wednesday + timedelta(days=1))

    assert (told, after) == ([1, 0, 1], 0)
    assert ask_to_confirm(school_id=school.pk, now=next_monday) == 0
    message = director.messages.first()
    assert message.address == f"/s/{school.pk}/control/figures/?week=2025-09-08"
    assert not is_unconfirmed(director.pk, message.about_id, wednesday)
