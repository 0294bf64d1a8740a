"""When marks of periods are due and results visible, to the second."""

from datetime import date, timedelta

import pytest

from core.regulation import State
from journal.regulation import (
    FINALS_24H,
    MARKS_ENOUGH,
    TERM_MARKS_SET,
    finals_due,
    marks_enough_due,
    result_known,
    term_marks_due,
)
from tests.builders import MOSCOW, moscow

LAST = date(2025, 10, 24)
KNOWN = moscow(LAST, "18:00")
DAY = timedelta(hours=24)


@pytest.mark.parametrize(
    ("days", "clock", "state"),
    [
        (0, moscow(LAST, "23:59:59"), State.DONE),
        (0, moscow(LAST + timedelta(days=1), "00:00"), State.LATE),
        (-2, moscow(date(2025, 10, 22), "23:59:59"), State.DONE),
        (-2, moscow(date(2025, 10, 23), "00:00"), State.LATE),
        (3, moscow(date(2025, 10, 27), "23:59:59"), State.DONE),
    ],
)
@pytest.mark.clause("A5 3")
def test_marks_of_the_period_are_set_by_the_schools_date(days, clock, state):
    due = term_marks_due(LAST, days=days, zone=MOSCOW)

    assert TERM_MARKS_SET.state(due_at=due, done_at=clock, now=clock) == state


@pytest.mark.parametrize(
    ("after", "state"),
    [
        (timedelta(0), State.DONE),
        (DAY - timedelta(seconds=1), State.DONE),
        (DAY, State.DONE),
        (DAY + timedelta(microseconds=1), State.LATE),
        (DAY + timedelta(seconds=1), State.LATE),
    ],
)
@pytest.mark.clause("A5 3")
def test_a_result_is_visible_within_24_hours_exactly(after, state):
    published = KNOWN + after

    due = finals_due(KNOWN)

    assert FINALS_24H.state(due_at=due, done_at=published, now=published) == state


@pytest.mark.clause("A5 3")
def test_hours_are_counted_by_the_clock_over_holidays():
    evening_before_holidays = moscow(date(2025, 12, 31), "20:00")

    assert finals_due(evening_before_holidays) < moscow(date(2026, 1, 1), "20:00:01")


def test_known_is_what_came_first():
    due = moscow(LAST + timedelta(days=1), "00:00")

    assert result_known(due=due, entered=KNOWN) == KNOWN
    assert result_known(due=due, entered=due + DAY) == due


@pytest.mark.parametrize(
    ("clock", "state"),
    [
        (moscow(date(2025, 10, 10), "23:59:59"), State.DONE),
        (moscow(date(2025, 10, 11), "00:00"), State.LATE),
    ],
)
def test_the_minimum_of_marks_is_asked_two_weeks_before_the_end(clock, state):
    due = marks_enough_due(LAST, days=14, zone=MOSCOW)

    assert MARKS_ENOUGH.state(due_at=due, done_at=clock, now=clock) == state
