"""The municipality's weekly monitoring of its schools."""

from __future__ import annotations

from datetime import date, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from control.monitoring_files import monitoring_paper, monitoring_sheet
from control.monitoring_shown import week_shown
from control.permissions import MunicipalityHere, municipality_for
from control.queries.monitoring import (
    Asked,
    MonitoringPage,
    asked_of,
    monitoring_page,
    version_of,
)
from control.queries.monitoring_live import live_page
from control.queries.school_figures import school_of, week_of_school
from control.views.asked import week_asked
from control.weeks import closed_week

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def monitoring(request: HttpRequest, municipality_id: int) -> HttpResponse:
    """The closed week as it was fixed; the week that runs is counted live."""
    municipality = municipality_for(request, municipality_id)
    now, zone = timezone.now(), timezone.get_default_timezone()
    week = week_asked(request)
    if week is not None and week > closed_week(now, zone=zone):
        page = live_page(municipality_id, now.astimezone(zone).date(), now=now, zone=zone)
        shown = {"page": page, "municipality": municipality}
        return render(request, "control/monitoring_live.html", shown)
    asked, newest = _asked(request, now)
    content = week_shown(
        municipality_id,
        asked,
        newest=newest,
        language=get_language(),
        version=version_of(municipality_id, asked.week),
    )
    shown = {"asked": asked, "municipality": municipality, "content": content}
    return render(request, "control/monitoring.html", shown)


@require_GET
def sheet(request: HttpRequest, municipality_id: int) -> HttpResponse:
    municipality = municipality_for(request, municipality_id)
    page = _page(request, municipality, timezone.now())
    return _file(monitoring_sheet(page, municipality.name), f"{page.week}.xlsx", SHEET)


@require_GET
def paper(request: HttpRequest, municipality_id: int) -> HttpResponse:
    municipality = municipality_for(request, municipality_id)
    page = _page(request, municipality, timezone.now())
    return _file(monitoring_paper(page, municipality.name), f"{page.week}.pdf", "application/pdf")


@require_GET
def school(request: HttpRequest, municipality_id: int, school_id: int) -> HttpResponse:
    """One school's weeks, as they were fixed."""
    municipality = municipality_for(request, municipality_id)
    found = school_of(municipality_id, school_id)
    if found is None:
        raise Http404
    page = week_of_school(school_id, week_asked(request), now=timezone.now(), zone=found.zone)
    shown = {"page": page, "municipality": municipality, "school": found}
    return render(request, "control/monitoring_school.html", shown)


def _asked(request: HttpRequest, now: datetime) -> tuple[Asked, date]:
    """What the address asks for, and the newest closed week."""
    newest = closed_week(now, zone=timezone.get_default_timezone())
    return asked_of(request.GET, week_asked(request) or newest, newest=newest), newest


def _page(request: HttpRequest, municipality: MunicipalityHere, now: datetime) -> MonitoringPage:
    asked, newest = _asked(request, now)
    return monitoring_page(municipality.pk, asked, newest=newest)


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="monitoring-{name}"'
    return answer
