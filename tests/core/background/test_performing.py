"""Performing: alone, counted, again after a failure, found after a death."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from billiard.exceptions import SoftTimeLimitExceeded
from django.db import connection
from django.utils import timezone, translation

from core import background
from core.background import progress, progress_of
from core.background.alone import alone
from core.background.clock import LOST, MOST_LOST
from core.models import Run
from tests import builders as b
from tests.core.background.conftest import NOON, minutes

State = Run.State
pytestmark = pytest.mark.django_db


def a_run(work="sweep", **fields):
    given = {"meant_for": NOON, "asked_at": NOON, "try_at": NOON} | fields
    return Run.objects.create(work=work, **given)


def performed(run, *, now=NOON):
    background.perform(run_id=run.pk, now=now)
    run.refresh_from_db()
    return run


class Failing:
    def __init__(self, problem, times=1):
        self.problem, self.times, self.calls = problem, times, 0

    def __call__(self, run, now):
        self.calls += 1
        if self.calls <= self.times:
            raise self.problem
        return {"made": self.calls}


def test_a_run_is_done_and_keeps_what_came_of_it(bench):
    def sweep(run, now):
        progress(run, 3, 3)
        return {"made": 3}

    bench.add(do=sweep)

    run = performed(a_run())

    assert (run.state, run.attempts, run.result) == (State.DONE, 1, {"made": 3})
    assert (run.started_at, run.done, run.total, run.error) == (NOON, 3, 3, "")
    assert run.ended_at >= NOON


def test_a_run_that_is_over_is_not_done_again(bench):
    calls = []
    bench.add(do=lambda run, now: calls.append(now))
    run = a_run()

    performed(run)
    performed(run, now=NOON + minutes(1))

    assert calls == [NOON]


def test_work_meets_the_schools_time_zone_and_the_houses_language(bench):
    school = b.a_school()
    school.time_zone = "Asia/Vladivostok"
    school.save()
    seen = []
    bench.add(
        per_school=True,
        do=lambda run, now: seen.append(
            (str(timezone.get_current_timezone()), translation.get_language())
        ),
    )

    with translation.override("en"):
        performed(a_run(school_id=school.pk))

    assert seen == [("Asia/Vladivostok", "ru")]


def test_after_a_failure_it_comes_back_later_each_time_and_fails_at_last(bench):
    bench.add(do=Failing(ValueError("no"), times=9), most_attempts=4)
    run, now, pauses = a_run(), NOON, []
    for _ in range(3):
        performed(run, now=now)
        assert run.state == State.WAITING
        pauses.append(round((run.try_at - now).total_seconds() / 60))
        assert background.tick(now=run.try_at - minutes(0.5)) == []
        now = run.try_at
        assert [one.pk for one in background.tick(now=now)] == [run.pk]

    performed(run, now=now)

    assert pauses == [1, 2, 4]
    assert (run.state, run.attempts) == (State.FAILED, 4)
    assert run.error.startswith("ValueError (tests/core/background/test_performing.py:")


def test_a_failure_that_passes_is_forgotten(bench):
    bench.add(do=Failing(ValueError("no")))
    run = performed(a_run())

    performed(run, now=NOON + minutes(1))

    assert (run.state, run.attempts, run.error, run.result) == (State.DONE, 2, "", {"made": 2})


def test_work_that_takes_too_long_is_a_failure(bench):
    bench.add(do=Failing(SoftTimeLimitExceeded()))

    run = performed(a_run())

    assert run.state == State.WAITING
    assert run.error.startswith("SoftTimeLimitExceeded")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Иванова Мария не найдена", "…"),
        ("bad value 'petrova'", "bad value '…'"),
        ("mail to mother@example.ru refused", "mail to … refused"),
        ("no student 1234567", "no student …"),
        (
            'duplicate key value violates unique constraint "core_run_once"\n'
            "DETAIL:  Key (name)=(Ivanov) already exists.",
            'duplicate key value violates unique constraint "core_run_once"',
        ),
    ],
)
def test_what_went_wrong_is_told_without_anybodys_data(bench, said, kept):
    bench.add(do=Failing(ValueError(said)))

    run = performed(a_run())

    assert run.error.split("): ", 1)[1] == kept


# ---- one at a time, and deaths ------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_perform_the_same_work_of_a_school_together(bench):
    inside, may_end, calls = threading.Event(), threading.Event(), []

    def sweep(run, now):
        calls.append(run.pk)
        inside.set()
        assert may_end.wait(10)

    bench.add(do=sweep)
    run = a_run()

    def worker():
        background.perform(run_id=run.pk, now=NOON)
        connection.close()

    first = threading.Thread(target=worker)
    first.start()
    assert inside.wait(10)
    background.perform(run_id=run.pk, now=NOON)
    background.perform(run_id=a_run(meant_for=NOON + minutes(5)).pk, now=NOON)
    may_end.set()
    first.join()

    run.refresh_from_db()
    assert (calls, run.state, run.attempts) == ([run.pk], State.DONE, 1)
    assert [one.state for one in bench.runs()] == [State.DONE, State.WAITING]


@pytest.mark.django_db(transaction=True)
def test_the_next_tick_finds_a_run_whose_worker_died(bench):
    bench.add()
    bench.clock(stood_at=NOON)
    run = a_run(state=State.RUNNING, attempts=1, started_at=NOON)

    (due,) = background.tick(now=NOON + minutes(1))

    assert (due.pk, due.lost, due.error) == (run.pk, 1, LOST)
    assert performed(run).state == State.DONE
    assert (run.attempts, run.lost) == (2, 1)


@pytest.mark.django_db(transaction=True)
def test_a_run_at_work_is_left_alone_however_long_it_takes(bench):
    bench.add()
    bench.clock(stood_at=NOON)
    run = a_run(state=State.RUNNING, attempts=1, started_at=NOON)

    with alone(run) as held:
        assert held
        assert background.tick(now=NOON + timedelta(hours=5)) == []

    run.refresh_from_db()
    assert run.state == State.RUNNING


@pytest.mark.django_db(transaction=True)
def test_the_broker_may_bring_a_dead_workers_run_before_the_clock_does(bench):
    bench.add()
    run = performed(a_run(state=State.RUNNING, attempts=1, started_at=NOON))

    assert (run.state, run.attempts, run.lost) == (State.DONE, 2, 1)


@pytest.mark.django_db(transaction=True)
def test_deaths_are_no_failures_and_wait_only_where_nothing_was_done(bench):
    bench.add(most_attempts=1)
    bench.clock(stood_at=NOON)
    run = a_run()
    waits = []
    for done in (0, 0, 0, 5, 0, 0):
        progress(run, done, 10)
        Run.objects.filter(pk=run.pk).update(state=State.RUNNING)
        background.tick(now=NOON)
        run.refresh_from_db()
        assert run.error == LOST
        waits.append((run.try_at - NOON) // minutes(1))

    Run.objects.filter(pk=run.pk).update(state=State.RUNNING, lost=MOST_LOST - 1)
    background.tick(now=NOON)
    run.refresh_from_db()
    assert waits == [2, 2, 2, 2, 2, 4]
    assert run.state == State.FAILED


def test_progress_is_seen_while_the_work_is_not_committed(bench):
    run = a_run()

    progress(run, 1, 4)

    assert progress_of(Run.objects.get(pk=run.pk)).percent == 25


# ---- asking -------------------------------------------------------------------------------------


def test_asked_twice_it_is_one_run(bench):
    anna = b.an_employee(b.a_school()).person
    work = bench.add(do=lambda run, now: {"made": 1})

    first = background.ask(work, school_id=None, asked_by=anna, now=NOON)
    second = background.ask(work, school_id=None, asked_by=anna, now=NOON + minutes(1))

    assert first == second
    assert (first.asked_by, first.meant_for) == (anna, NOON)


def test_what_is_asked_for_is_done_at_once(bench, django_capture_on_commit_callbacks):
    work = bench.add(do=lambda run, now: {"made": run.about_id})

    with django_capture_on_commit_callbacks(execute=True):
        run = background.ask(work, school_id=None, about_id=7, now=NOON)
        other = background.ask(work, school_id=None, about_id=8, now=NOON)

    run.refresh_from_db()
    assert (run.state, run.result) == (State.DONE, {"made": 7})
    assert other != run
