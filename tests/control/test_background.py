"""The administrator's page of background work: what ran, what failed and why, and once more."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
import time_machine

from control.queries.background import background_page
from core import background
from core.background import progress
from core.housekeeping import forget_old_runs
from core.models import Run
from tests import builders as b

pytestmark = pytest.mark.django_db
NOON = b.moscow(b.MONDAY, "12:00")
State = Run.State


@pytest.fixture
def school():
    return b.a_school()


@pytest.fixture
def administrator(school):
    person = b.an_employee(school).person
    b.give_duty(person, school, "administrator")
    return person


@pytest.fixture
def admin(administrator):
    with time_machine.travel(NOON, tick=False):
        yield b.logged_in(administrator)


def a_run(school=None, *, work="make_digests", at=NOON, **fields):
    given = {"asked_at": at, "try_at": at} | fields
    return Run.objects.create(
        work=work, school_id=school.pk if school else None, meant_for=at, **given
    )


def page_of(school, *, now=NOON, state="", work="", number=1):
    return background_page(school.pk, now=now, zone=b.MOSCOW, state=state, work=work, number=number)


def row_of(page, name):
    return next(row for row in page.of_school + page.of_house if row.name == name)


def test_a_new_school_sees_what_will_be_done_and_that_nothing_was(school):
    background.tick(now=NOON)

    page = page_of(school)

    digests = row_of(page, "make_digests")
    assert (page.runs, page.clock_is_late, page.is_busy) == ((), False, False)
    assert (digests.last, digests.going) == (None, None)
    assert digests.next_at == b.moscow(b.MONDAY, "15:10")
    assert row_of(page, "send_letters").next_at == NOON + timedelta(minutes=1)


def test_a_silent_clock_is_said_aloud(school, admin):
    background.tick(now=NOON - timedelta(minutes=6))

    assert page_of(school).clock_is_late
    assert b"notice--bad" in admin.get(f"/s/{school.pk}/control/background/").content
    background.tick(now=NOON - timedelta(minutes=5))
    assert not page_of(school).clock_is_late


def test_a_run_says_when_how_long_and_what_came_of_it(school):
    a_run(
        school,
        state=State.DONE,
        attempts=2,
        lost=1,
        started_at=NOON,
        ended_at=NOON + timedelta(seconds=2.5),
        result={"made": 7},
    )

    (run,) = page_of(school).runs

    assert (run.seconds, run.attempts, run.lost) == (2.5, 2, 1)
    assert run.said.endswith(": 7")
    assert row_of(page_of(school), "make_digests").last == run


def test_a_failure_says_why_in_words_and_where_for_who_keeps_the_house(school):
    a_run(school, state=State.FAILED, error="SoftTimeLimitExceeded (diary/actions.py:40)")
    a_run(school, at=NOON + timedelta(days=1), state=State.FAILED, error="WorkerLost", lost=30)

    lost, slow = page_of(school).runs

    assert slow.fault == "SoftTimeLimitExceeded (diary/actions.py:40)"
    assert slow.why
    assert lost.why
    assert lost.fault == ""


def test_what_moves_is_shown_with_its_progress(school, admin):
    run = a_run(school, state=State.RUNNING, started_at=NOON, attempts=1)
    progress(run, 30, 40)

    page = page_of(school)
    fragment = admin.get(f"/s/{school.pk}/control/background/now/").content.decode()

    assert page.is_busy
    assert row_of(page, "make_digests").going.progress.percent == 75
    assert 'value="75"' in fragment
    assert "hx-get" in fragment
    assert "<html" not in fragment


def test_another_schools_runs_are_not_seen(school):
    other = b.a_school(name="Школа № 2")
    a_run(other, state=State.FAILED, error="ValueError")

    page = page_of(school)

    assert (page.runs, row_of(page, "make_digests").last) == ((), None)


def test_work_of_every_minute_is_listed_where_it_went_wrong_or_when_asked_for(school):
    fine = a_run(work="send_letters", state=State.DONE)
    wrong = a_run(work="send_letters", at=NOON + timedelta(minutes=1), state=State.FAILED)

    assert [run.meant_for for run in page_of(school).runs] == [wrong.meant_for]
    assert [run.meant_for for run in page_of(school, work="send_letters").runs] == [
        wrong.meant_for,
        fine.meant_for,
    ]
    assert [run.meant_for for run in page_of(school, state="done").runs] == [fine.meant_for]


@pytest.mark.parametrize("runs", [1, 60])
def test_the_page_costs_a_fixed_number_of_statements(school, django_assert_num_queries, runs):
    for number in range(runs):
        a_run(school, at=NOON + timedelta(days=number), state=State.DONE)

    with django_assert_num_queries(6):
        page = page_of(school)

    assert (len(page.runs), page.total) == (min(runs, 50), runs)


def test_the_button_has_the_work_done_once_however_often_it_is_pressed(
    school, admin, administrator, django_capture_on_commit_callbacks
):
    sent = {"work": "make_digests", "request_key": str(uuid.uuid4())}
    address = f"/s/{school.pk}/control/background/run/"

    with django_capture_on_commit_callbacks(execute=True):
        assert admin.post(address, sent).url == f"/s/{school.pk}/control/background/"
    with django_capture_on_commit_callbacks(execute=True):
        admin.post(address, sent)

    run = Run.objects.get(work="make_digests")
    assert (run.state, run.school_id, run.asked_by_id) == (
        State.DONE,
        school.pk,
        administrator.pk,
    )


def test_a_second_press_while_it_waits_asks_for_nothing_new(school, admin):
    address = f"/s/{school.pk}/control/background/run/"
    for _ in range(2):
        admin.post(address, {"work": "make_digests", "request_key": str(uuid.uuid4())})

    assert Run.objects.filter(work="make_digests").count() == 1


def test_a_thing_of_the_school_that_failed_is_done_again(school, admin):
    other = b.a_school(name="Школа № 2")
    before = NOON - timedelta(minutes=1)
    a_run(school, at=before, work="fill_paper", about_id=7, state=State.FAILED)
    a_run(other, at=before, work="fill_paper", about_id=8, state=State.FAILED)
    address = f"/s/{school.pk}/control/background/"

    assert b'name="about" value="7"' in admin.get(address).content
    for about in ("7", "8"):
        admin.post(f"{address}run/", {"work": "fill_paper", "about": about})

    again = Run.objects.get(state=State.WAITING)
    assert (again.school_id, again.about_id) == (school.pk, 7)


def test_the_houses_own_work_is_started_where_the_house_has_one_school(school, admin):
    address = f"/s/{school.pk}/control/background/run/"
    sent = {"work": "forget_old_runs"}
    admin.post(address, sent | {"request_key": str(uuid.uuid4())})
    assert Run.objects.get(work="forget_old_runs").school_id is None

    b.a_school(name="Школа № 2")
    Run.objects.all().delete()
    answer = admin.post(address, sent | {"request_key": str(uuid.uuid4())}, follow=True)

    assert "notice" in answer.content.decode()
    assert not Run.objects.exists()


@pytest.mark.parametrize("sent", [{}, {"work": "nothing"}, {"work": "make_digests", "about": "99"}])
def test_work_that_the_school_has_not_is_refused(school, admin, sent):
    answer = admin.post(f"/s/{school.pk}/control/background/run/", sent, follow=True)

    assert answer.status_code == 200
    assert not Run.objects.exists()


def test_old_runs_are_forgotten_and_those_of_every_minute_sooner(school):
    background.tick(now=NOON - timedelta(weeks=20))
    a_run(school, state=State.DONE, at=NOON - timedelta(weeks=9))
    a_run(school, state=State.WAITING, at=NOON - timedelta(weeks=10))
    a_run(school, state=State.DONE, at=NOON - timedelta(weeks=7))
    a_run(work="send_letters", state=State.DONE, at=NOON - timedelta(days=2))
    a_run(work="send_letters", state=State.FAILED, at=NOON - timedelta(days=3))

    assert forget_old_runs(now=NOON) == 2
    assert Run.objects.exclude(work="clock").count() == 3
    assert background.last_tick() is not None
