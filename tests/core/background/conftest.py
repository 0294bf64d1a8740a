from __future__ import annotations

from datetime import timedelta

import pytest

from core import background
from core.background import Work
from core.models import Run
from tests import builders as b

NOON = b.moscow(b.MONDAY, "12:00")


class Bench:
    """Works of a test's own, and what became of them."""

    def __init__(self) -> None:
        self.names = []

    def add(self, name="sweep", *, do=None, per_school=False, timetable=None, **more):
        work = Work(
            name=name,
            label=name,
            do=do or (lambda run, now: {}),
            per_school=per_school,
            timetable=timetable or background.daily("12:00"),
            **more,
        )
        background.register(work)
        self.names.append(name)
        return work

    def clock(self, *, stood_at):
        """The clock's hand at this moment."""
        Run.objects.filter(work="clock").delete()
        background.tick(now=stood_at)

    def runs(self, name="sweep"):
        return list(Run.objects.filter(work=name).order_by("meant_for", "school_id"))


@pytest.fixture
def bench():
    kept = background.works.all()
    for work in kept:
        background.works.remove(work.name)
    yield Bench()
    for work in background.works.all():
        background.works.remove(work.name)
    background.register(*kept)


def minutes(number):
    return timedelta(minutes=number)
