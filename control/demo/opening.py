"""The year opened by name, and the papers the order asks of the school."""

from __future__ import annotations

from datetime import timedelta

from control.demo.world import World
from journal.models import YearOpening


def open_the_year(world: World) -> None:
    """The director opened the year in its last days of August, from its first day on (order 2.3);
    one plan was still lacking, and that was accepted."""
    day = world.year.first_day
    YearOpening.objects.create(
        school=world.school,
        year=world.year,
        day=day,
        opened_at=world.moment(day - timedelta(days=3), 15, 40),
        opened_by=world.leaders["director"],
        lacks=[],
        words="Педагогический совет, протокол № 1",
    )
