"""A school's day: which lessons are recorded, which clause is broken."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from control.queries.today import today_page
from control.views.asked import day_of
from school.permissions import school_for


@require_GET
def today(request: HttpRequest, school_id: int) -> HttpResponse:
    here = school_for(request, school_id, to="control.view_school")
    now, zone = timezone.now(), here.school.zone
    day = day_of(request, now=now, zone=zone)
    page = today_page(school_id, day, now=now, zone=zone)
    return render(request, "control/today.html", {"page": page})
