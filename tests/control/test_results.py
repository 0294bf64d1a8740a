"""Results of a written work have a week (order 2.3.3, A4 2.4)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from core.regulation import State
from journal.regulation import WORK_RESULTS, results_due
from tests import builders as b


@pytest.mark.clause("2.3.3")
@pytest.mark.clause("A4 2.4")
def test_results_are_late_from_the_midnight_after_the_seventh_day():
    due = results_due(b.moscow(b.MONDAY, "10:20"), days=7, zone=b.MOSCOW)

    assert due == b.moscow(date(2025, 9, 16), "00:00")
    last_second = due - timedelta(seconds=1)
    assert WORK_RESULTS.state(due_at=due, done_at=last_second, now=due) == State.DONE
    assert WORK_RESULTS.state(due_at=due, done_at=due, now=due) == State.LATE
    assert WORK_RESULTS.state(due_at=due, done_at=None, now=due) == State.MISSING


@pytest.mark.clause("2.3.3")
def test_a_kind_of_work_may_have_fewer_days():
    assert results_due(b.moscow(b.MONDAY, "10:20"), days=2, zone=b.MOSCOW) == b.moscow(
        date(2025, 9, 11), "00:00"
    )
