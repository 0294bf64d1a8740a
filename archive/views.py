"""Pages of the archive."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from archive.queries import backups_page
from school.permissions import school_for


@require_GET
def backups(request: HttpRequest, school_id: int) -> HttpResponse:
    school_for(request, school_id, to="archive.view_backups")
    page = backups_page(now=timezone.now())
    return render(request, "archive/backups.html", {"page": page})
