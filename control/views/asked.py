"""What an address of control asks for."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.http import HttpRequest

from control.weeks import monday_of
from core.asked import day_asked


def day_of(request: HttpRequest, *, now: datetime, zone: ZoneInfo) -> date:
    """?day=2026-11-25, never later than today; anything else means today."""
    today = now.astimezone(zone).date()
    return min(day_asked(request.GET.get("day")) or today, today)


def week_asked(request: HttpRequest) -> date | None:
    """?week=2026-11-23: the Monday of that day's week; None where nothing sensible is asked."""
    day = day_asked(request.POST.get("week") or request.GET.get("week"))
    return monday_of(day) if day else None
