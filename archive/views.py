"""Pages of the archive."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_GET

from archive.export.asking import ask_export, note_download
from archive.queries import backups_page, export_of, exports_page, open_export
from journal.forms import key_of
from school.permissions import school_for


@require_GET
def backups(request: HttpRequest, school_id: int) -> HttpResponse:
    school_for(request, school_id, to="archive.view_backups")
    page = backups_page(now=timezone.now())
    return render(request, "archive/backups.html", {"page": page})


def exports(request: HttpRequest, school_id: int) -> HttpResponse:
    """All records of the school, to take away; with POST they are packed."""
    school_for(request, school_id, to="archive.export_school")
    if request.method == "POST":
        ask_export(
            actor=request.user,
            school_id=school_id,
            now=timezone.now(),
            key=key_of(request.POST),
        )
        return redirect(request.path)
    return render(request, "archive/exports.html", {"page": exports_page(school_id)})


@require_GET
def exports_status(request: HttpRequest, school_id: int) -> HttpResponse:
    """The part of the page that changes while records are packed."""
    school_for(request, school_id, to="archive.export_school")
    return render(request, "archive/exports.html#list", {"page": exports_page(school_id)})


@require_GET
def export_file(request: HttpRequest, school_id: int, job_id: int) -> FileResponse:
    """The packed records; who took them is noted."""
    school_for(request, school_id, to="archive.export_school")
    job = export_of(school_id, job_id)
    file = open_export(job) if job else None
    if job is None or file is None:
        raise Http404
    note_download(actor=request.user, job=job, now=timezone.now())
    name = f"school-{school_id}-{job.ended_at:%Y-%m-%d}.zip"
    response = FileResponse(file, as_attachment=True, filename=name)
    add_never_cache_headers(response)
    return response
