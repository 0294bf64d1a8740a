"""The municipality's weekly monitoring of its schools."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from control.permissions import municipality_for
from control.queries.monitoring import monitoring_page
from control.views.asked import day_of


@require_GET
def monitoring(request: HttpRequest, municipality_id: int) -> HttpResponse:
    municipality = municipality_for(request, municipality_id)
    now, zone = timezone.now(), timezone.get_default_timezone()
    day = day_of(request, now=now, zone=zone)
    if "day" not in request.GET and day.weekday() == 0:
        day -= timedelta(days=1)  # on Monday the closed week is what is asked for
    page = monitoring_page(municipality_id, day, now=now, zone=zone)
    shown = {"page": page, "municipality": municipality}
    return render(request, "control/monitoring.html", shown)
