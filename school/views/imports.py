"""Importing registers: hand in, look, confirm."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.imports.sheets import sheets
from core.imports.templates import template
from core.models import Job
from core.refusal import Refused
from school.imports.forms import ConfirmForm, ImportForm
from school.imports.jobs import confirm_import, give_up_import, hand_in_files
from school.imports.queries import import_of, import_page, start_page
from school.permissions import school_for

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def import_start(request: HttpRequest, school_id: int) -> HttpResponse:
    """The form for files, templates to download, the last imports."""
    school_for(request, school_id, to="school.import_registers")
    sent = request.method == "POST"
    form = ImportForm(request.POST, request.FILES) if sent else ImportForm()
    if sent and form.is_valid():
        try:
            return _hand_in(request, school_id, form)
        except Refused as refused:
            form.add_error(refused.field, refused)
    page = start_page(school_id=school_id, language=get_language())
    status = 422 if form.is_bound else 200
    return render(request, "school/import_start.html", {"form": form, "page": page}, status=status)


def _hand_in(request: HttpRequest, school_id: int, form: ImportForm) -> HttpResponse:
    job = hand_in_files(
        actor=request.user,
        school_id=school_id,
        uploads=form.cleaned_data["files"],
        day=form.cleaned_data["day"],
        key=form.cleaned_data["request_key"],
        now=timezone.now(),
    )
    if job is None:
        return redirect("school:import_start", school_id)
    return redirect("school:import_job", school_id, job.pk)


def import_job(request: HttpRequest, school_id: int, job_id: int) -> HttpResponse:
    """One import: waiting, previewed, written."""
    job = _job_for(request, school_id, job_id)
    return render(request, "school/import_job.html", {"page": import_page(job)})


def import_status(request: HttpRequest, school_id: int, job_id: int) -> HttpResponse:
    """The part of the page that changes while the work goes on."""
    job = _job_for(request, school_id, job_id)
    return render(request, "school/import_job.html#status", {"page": import_page(job)})


@require_POST
def import_confirm(request: HttpRequest, school_id: int, job_id: int) -> HttpResponse:
    """Write what the preview shows."""
    job = _job_for(request, school_id, job_id)
    form = ConfirmForm(request.POST)
    try:
        if form.is_valid():
            confirm_import(
                actor=request.user,
                job=job,
                key=form.cleaned_data["request_key"],
                now=timezone.now(),
            )
    except Refused as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect("school:import_job", school_id, job_id)


@require_POST
def import_give_up(request: HttpRequest, school_id: int, job_id: int) -> HttpResponse:
    """Forget the files."""
    give_up_import(actor=request.user, job=_job_for(request, school_id, job_id))
    messages.info(request, _("The files were deleted; nothing was written."))
    return redirect("school:import_start", school_id)


def import_template(request: HttpRequest, school_id: int, key: str) -> HttpResponse:
    """A workbook to fill in: one sheet, or all of them."""
    school_for(request, school_id, to="school.import_registers")
    wanted = [sheet for sheet in sheets if key in (sheet.key, "all")]
    if not wanted:
        raise Http404
    content = template(wanted, get_language())
    headers = {"Content-Disposition": f'attachment; filename="{key}.xlsx"'}
    return HttpResponse(content, content_type=_XLSX, headers=headers)


def _job_for(request: HttpRequest, school_id: int, job_id: int) -> Job:
    """The door to one import of this school."""
    school_for(request, school_id, to="school.import_registers")
    job = import_of(school_id=school_id, job_id=job_id)
    if job is None:
        raise Http404
    return job
