"""The clock: each moment of a timetable is asked for once; after an outage the latest one is."""

from __future__ import annotations

import threading
from datetime import UTC, date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import connection

from core import background
from core.background import Timetable, daily, every, hourly, weekly
from core.models import Message, Run
from core.registry import Letter, Words, letters
from school.models import School
from tests import builders as b
from tests.core.background.conftest import NOON, minutes

pytestmark = pytest.mark.django_db
State = Run.State


def states(runs):
    return [(run.state, run.meant_for) for run in runs]


# ---- timetables ---------------------------------------------------------------------------------


def moments(timetable, after, until, zone=b.MOSCOW):
    found = list(timetable.moments(after=after, until=until, zone=zone))
    return [one.astimezone(zone).strftime("%d %H:%M") for one in found]


def test_a_moment_belongs_to_the_tick_that_reaches_it():
    noon = daily("12:00")

    assert moments(noon, NOON - minutes(1), NOON) == ["08 12:00"]
    assert moments(noon, NOON, NOON + minutes(1)) == []
    assert moments(noon, NOON - minutes(2), NOON - minutes(1)) == []


def test_moments_come_newest_first_over_midnight():
    start = b.moscow(date(2025, 9, 7), "23:30")

    assert moments(hourly(minute=10), start, start + timedelta(hours=2)) == ["08 01:10", "08 00:10"]
    assert moments(every(minutes=20, offset=5), NOON, NOON + minutes(30)) == [
        "08 12:25",
        "08 12:05",
    ]


def test_a_week_has_one_moment_of_a_weekly_work():
    assert moments(weekly(2, "07:00"), NOON, NOON + timedelta(days=7)) == ["10 07:00"]
    assert weekly(2, "07:00").next_after(NOON, zone=b.MOSCOW) == b.moscow(
        date(2025, 9, 10), "07:00"
    )
    assert weekly(0, "12:00").next_after(NOON, zone=b.MOSCOW) == NOON + timedelta(days=7)


def test_the_clock_on_the_wall_is_the_schools():
    vladivostok = ZoneInfo("Asia/Vladivostok")
    (moment,) = daily("15:10").moments(after=NOON - timedelta(days=1), until=NOON, zone=vladivostok)

    assert moment.astimezone(UTC).strftime("%H:%M") == "05:10"


def test_where_the_wall_clock_jumps_a_moment_is_neither_lost_nor_doubled():
    berlin = ZoneInfo("Europe/Berlin")
    for day in (date(2026, 3, 29), date(2026, 10, 25)):
        start = b.moscow(day, "00:00")
        found = list(
            daily("02:30").moments(after=start, until=start + timedelta(days=1), zone=berlin)
        )
        assert len(found) == 1


# ---- ticks --------------------------------------------------------------------------------------


def test_a_moment_becomes_one_run_and_is_handed_over_once(bench):
    bench.add()
    bench.clock(stood_at=NOON - minutes(1))

    (due,) = background.tick(now=NOON)

    assert (due.work, due.school_id, due.meant_for) == ("sweep", None, NOON)
    assert background.tick(now=NOON + minutes(1)) == []
    assert states(bench.runs()) == [(State.WAITING, NOON)]


def test_a_new_house_owes_nothing_of_the_past(bench):
    bench.add(timetable=every(minutes=1))
    Run.objects.all().delete()

    assert background.tick(now=NOON) == []
    assert len(background.tick(now=NOON + minutes(1))) == 1


def test_each_school_has_its_run_by_its_own_clock(bench):
    near, far = b.a_school(), b.a_school(name="Школа № 2")
    far.time_zone = "Asia/Vladivostok"
    far.save()
    bench.add(per_school=True)
    bench.clock(stood_at=NOON - minutes(1))

    assert [run.school_id for run in background.tick(now=NOON)] == [near.pk]
    seven = NOON + timedelta(hours=17)
    background.tick(now=seven - minutes(1))
    Run.objects.filter(state=State.WAITING).update(state=State.DONE)
    assert [run.school_id for run in background.tick(now=seven)] == [far.pk]


def test_a_work_may_leave_days_out(bench):
    one, other = b.a_school(), b.a_school(name="Школа № 2")
    bench.add(per_school=True, on=lambda school_id, day: school_id == other.pk and day.day == 8)
    bench.clock(stood_at=NOON - minutes(1))

    due = background.tick(now=NOON)

    assert [run.school_id for run in due] == [other.pk]
    assert one.pk != other.pk


def test_what_is_not_begun_is_handed_over_again_after_two_minutes(bench):
    bench.add()
    bench.clock(stood_at=NOON - minutes(1))
    background.tick(now=NOON)

    assert background.tick(now=NOON + minutes(1)) == []
    assert len(background.tick(now=NOON + minutes(2))) == 1


def test_a_waiting_run_takes_over_the_later_moment(bench):
    """A worker that was away does the work once, not once for each moment."""
    bench.add(timetable=every(minutes=5))
    bench.clock(stood_at=NOON - minutes(1))
    for number in range(0, 30, 5):
        background.tick(now=NOON + minutes(number))

    assert states(bench.runs()) == [(State.WAITING, NOON + minutes(25))]


def test_beside_a_running_run_the_next_one_waits(bench):
    bench.add(timetable=every(minutes=5))
    bench.clock(stood_at=NOON - minutes(1))
    (first,) = background.tick(now=NOON)
    with background.alone.alone(first):
        Run.objects.update(state=State.RUNNING)

        assert background.tick(now=NOON + minutes(5)) == []

    assert states(bench.runs()) == [
        (State.RUNNING, NOON),
        (State.WAITING, NOON + minutes(5)),
    ]


def test_work_that_the_house_no_longer_has_is_passed_over(bench):
    bench.add()
    bench.clock(stood_at=NOON - minutes(1))
    background.tick(now=NOON)
    background.works.remove("sweep")

    assert background.tick(now=NOON + minutes(10)) == []
    assert states(bench.runs()) == [(State.SKIPPED, NOON)]


@pytest.mark.django_db(transaction=True)
def test_of_two_clocks_that_tick_together_one_asks(bench):
    bench.add()
    bench.clock(stood_at=NOON - minutes(1))
    handed, both = [], threading.Barrier(2)

    def a_clock():
        both.wait(10)
        handed.extend(background.tick(now=NOON))
        connection.close()

    clocks = [threading.Thread(target=a_clock) for _ in range(2)]
    for one in clocks:
        one.start()
    for one in clocks:
        one.join()

    assert [run.work for run in handed] == ["sweep"]
    assert len(bench.runs()) == 1


# ---- after an outage ----------------------------------------------------------------------------


def test_after_a_day_without_a_clock_the_latest_missed_moment_is_made_up_for_once(bench):
    bench.add(timetable=every(minutes=5))
    bench.add("weekly", timetable=weekly(1, "07:00"))
    bench.clock(stood_at=NOON)
    later = NOON + timedelta(days=1, minutes=2)

    due = background.tick(now=later)

    assert sorted((run.work, run.meant_for) for run in due) == [
        ("sweep", NOON + timedelta(days=1)),
        ("weekly", b.moscow(date(2025, 9, 9), "07:00")),
    ]
    assert background.tick(now=later) == []
    assert background.tick(now=later + minutes(1)) == []


def test_the_others_are_recorded_as_passed_over_in_one_row(bench):
    bench.add(timetable=every(minutes=5))
    bench.clock(stood_at=NOON)

    background.tick(now=NOON + timedelta(days=1))

    skipped, run = bench.runs()
    assert (skipped.state, skipped.meant_for) == (State.SKIPPED, NOON + minutes(5))
    assert skipped.result == {"missed": 287}
    assert (run.state, run.meant_for) == (State.WAITING, NOON + timedelta(days=1))


def test_what_is_no_use_later_is_not_made_up_for(bench):
    bench.add(catch_up="none")
    bench.clock(stood_at=NOON - minutes(1))

    assert background.tick(now=NOON + timedelta(hours=3)) == []
    assert states(bench.runs()) == [(State.SKIPPED, NOON)]


def test_a_tick_a_few_minutes_late_is_no_outage(bench):
    bench.add(timetable=every(minutes=1))
    bench.add("daily", catch_up="none")
    bench.clock(stood_at=NOON - minutes(1))

    due = background.tick(now=NOON + minutes(10))

    assert sorted(run.work for run in due) == ["daily", "sweep"]
    assert State.SKIPPED not in {run.state for run in Run.objects.all()}


def test_a_clock_that_was_ahead_is_set_back_and_repeats_nothing(bench):
    bench.add()
    bench.clock(stood_at=NOON - minutes(1))
    background.tick(now=NOON)
    Run.objects.filter(work="sweep").update(state=State.DONE)
    background.tick(now=NOON + timedelta(days=300))
    bench.runs()[-1].delete()

    background.tick(now=NOON - minutes(2))
    again = background.tick(now=NOON + minutes(1))

    assert background.last_tick() == NOON + minutes(1)
    assert [run.work for run in again] == []


def test_after_a_day_without_a_clock_letters_say_what_is_still_useful_once(monkeypatch):
    """Of two reminders that waited, one has been overtaken: nothing is left to say."""
    school, person = b.a_school(), b.a_person(email="anna@example.ru")
    kind = Letter(
        subject="",
        text="",
        may_go=lambda *_asked: True,
        words=lambda message, now: Words(subject="!", text="") if message.about_id else None,
        to_own_address=True,
    )
    monkeypatch.setitem(letters, "of-a-test", kind)
    background.tick(now=NOON)
    for about in (None, 1):
        Message.objects.create(
            school_id=school.pk,
            person=person,
            kind="of-a-test",
            about_id=about,
            link="/",
            key=f"of-a-test:{about}",
            made_at=NOON,
        )

    for later in (0, 1, 2):
        now = NOON + timedelta(days=1, minutes=later)
        for run in background.tick(now=now):
            if run.work == "send_letters":
                background.perform(run_id=run.pk, now=now)

    sent = Run.objects.filter(work="send_letters", state=State.DONE).order_by("pk")
    assert [run.result["sent"] for run in sent] == [1, 0, 0]
    assert len(mail.outbox) == 1
    assert not Message.objects.filter(settled_at=None).exists()


def test_a_timetable_says_how_often_it_is():
    assert every(minutes=5).is_frequent
    assert hourly(minute=7).is_frequent
    assert not daily("15:10").is_frequent
    assert not Timetable(words="", minutes=(0,), hours=(8, 14)).is_frequent


def test_a_school_with_a_zone_that_nobody_knows_stops_no_others_clock(bench):
    lost, fine = b.a_school(), b.a_school(name="Школа № 2")
    School.objects.filter(pk=lost.pk).update(time_zone="Mars/Olympus")
    bench.add(per_school=True)
    bench.clock(stood_at=NOON - minutes(1))

    assert {run.school_id for run in background.tick(now=NOON)} == {lost.pk, fine.pk}
