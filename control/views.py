"""Pages of control: a school's day, and the municipality's monitoring."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from control.permissions import municipality_for
from control.queries.monitoring import monitoring_page
from control.queries.today import today_page
from core.asked import day_asked
from school.permissions import school_for


def _day(request: HttpRequest, *, now: datetime, zone: ZoneInfo) -> date:
    """?day=2026-11-25, never later than today; anything else means today."""
    today = now.astimezone(zone).date()
    return min(day_asked(request.GET.get("day")) or today, today)


@require_GET
def today(request: HttpRequest, school_id: int) -> HttpResponse:
    here = school_for(request, school_id, to="control.view_school")
    now, zone = timezone.now(), here.school.zone
    day = _day(request, now=now, zone=zone)
    page = today_page(school_id, day, now=now, zone=zone)
    return render(request, "control/today.html", {"page": page})


@require_GET
def monitoring(request: HttpRequest, municipality_id: int) -> HttpResponse:
    municipality = municipality_for(request, municipality_id)
    now, zone = timezone.now(), timezone.get_default_timezone()
    day = _day(request, now=now, zone=zone)
    if "day" not in request.GET and day.weekday() == 0:
        day -= timedelta(days=1)  # on Monday the closed week is what is asked for
    page = monitoring_page(municipality_id, day, now=now, zone=zone)
    shown = {"page": page, "municipality": municipality}
    return render(request, "control/monitoring.html", shown)
