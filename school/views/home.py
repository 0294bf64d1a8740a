"""The first page: to where one's work is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from school.permissions import school_for
from school.queries.home import ways
from school.queries.overview import overview_page
from school.standing import standing_of


def home(request: HttpRequest) -> HttpResponse:
    """One way: straight there. Several: a choice. None: what to do about it."""
    found = ways(standing_of(request.user))
    if len(found) == 1:
        return redirect(found[0].url)
    return render(request, "school/home.html", {"ways": found})


def overview(request: HttpRequest, school_id: int) -> HttpResponse:
    """The school at a glance for those who lead it: figures, and what the registers lack."""
    here = school_for(request, school_id, to="school.view_registers")
    page = overview_page(here, day=timezone.localdate())
    return render(request, "school/overview.html", {"page": page})
