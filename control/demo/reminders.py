"""The newest days of the demo as the clock would have reminded: whoever logs in finds notices, the
deputy a log. No letters go out."""

from __future__ import annotations

from datetime import datetime, timedelta

from control.demo.world import World
from control.reminders.actions import remind, remind_daily
from core.models import Message

DAYS = 4


def make_reminders(world: World) -> int:
    """Returns how many messages were made."""
    for number in range(DAYS, -1, -1):
        day = world.wish.today - timedelta(days=number)
        _remind(world, world.moment(day, 9, 4), daily=True)
        _remind(world, world.moment(day, 15, 33), daily=False)
        _remind(world, world.moment(day, 20, 33), daily=False)
    told = Message.objects.filter(school_id=world.school.pk, kind__startswith="remind_")
    told.update(settled_at=world.wish.now)
    yesterday = world.moment(world.wish.today, 0, 0)
    told.filter(made_at__lt=yesterday).update(read_at=yesterday)
    return told.count()


def _remind(world: World, at: datetime, *, daily: bool) -> None:
    if at <= world.wish.now:
        (remind_daily if daily else remind)(school_id=world.school.pk, now=at)
