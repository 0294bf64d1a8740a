"""A school's day: which lessons are recorded, which clause is broken."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from control.day_shown import broken_lessons, excused_lessons, teachers_in_order
from control.queries.today import today_page
from control.views.asked import day_of
from journal.actions.dues import refresh_stale_dues
from school.permissions import school_for


@require_GET
def today(request: HttpRequest, school_id: int) -> HttpResponse:
    here = school_for(request, school_id, to="control.view_school")
    now, zone = timezone.now(), here.school.zone
    refresh_stale_dues(school_id, now=now)
    page = today_page(school_id, day_of(request, now=now, zone=zone), now=now, zone=zone)
    shown = {
        "page": page,
        "broken": broken_lessons(page, school_id),
        "excused": excused_lessons(page, school_id),
        "in_order": teachers_in_order(page),
    }
    return render(request, "control/today.html", shown)
