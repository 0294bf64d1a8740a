"""Background work: what is done by the clock, without anyone pressing anything.

Each room registers its works in `apps.py`; one task ticks every minute and hands due runs to the
workers (docs/decisions/0017-background.md)."""

from core.background import alone
from core.background.asking import ask, hand_over
from core.background.clock import last_tick, tick
from core.background.going import progress, progress_of
from core.background.performing import perform
from core.background.timetable import Timetable, daily, every, hourly, weekly
from core.background.works import CLOCK, HEAVY, USUAL, Work, counted, next_moment, register, works

__all__ = [
    "CLOCK",
    "HEAVY",
    "USUAL",
    "Timetable",
    "Work",
    "alone",
    "ask",
    "counted",
    "daily",
    "every",
    "hand_over",
    "hourly",
    "last_tick",
    "next_moment",
    "perform",
    "progress",
    "progress_of",
    "register",
    "tick",
    "weekly",
    "works",
]
