"""The municipality's weekly monitoring of its schools."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from control.monitoring_files import monitoring_paper, monitoring_sheet
from control.monitoring_shown import COLUMNS, NARROWED, school_rows
from control.permissions import MunicipalityHere, municipality_for
from control.queries.monitoring import MonitoringPage, asked_of, monitoring_page
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
    page = _page(request, municipality, now)
    shown = {"page": page, "municipality": municipality, "columns": COLUMNS}
    shown |= {"rows": school_rows(page, municipality_id=municipality_id)}
    shown |= {"narrowings": [(key, words, page.count(key)) for key, words in NARROWED.items()]}
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


def _page(request: HttpRequest, municipality: MunicipalityHere, now: datetime) -> MonitoringPage:
    zone = timezone.get_default_timezone()
    newest = closed_week(now, zone=zone)
    asked = asked_of(request.GET, week_asked(request) or newest, newest=newest)
    return monitoring_page(municipality.pk, asked, newest=newest)


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="monitoring-{name}"'
    return answer
