"""Beginning in mid-year: mark sheets of a class, and what one student brings."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.asked import number_asked
from core.refusal import Refused
from journal.actions import brought as actions
from journal.forms import key_of
from journal.forms_start import BroughtForm, MarkSheetsForm
from journal.imports.handing_in import LookedAt, look_at_marks, write_marks
from journal.queries.brought import brought_page
from journal.queries.class_ground import class_ground
from school.models import SchoolClass, Student
from school.permissions import class_for, row_for
from school.queries.years import year_on

BRING = "journal.bring_marks"


def mark_sheets(request: HttpRequest, school_id: int, class_id: int) -> HttpResponse:
    """Hand in the tables of a class: first what they hold, then, confirmed, they are written."""
    _here, one = class_for(request, school_id, class_id, to=BRING)
    subjects = class_ground(one).subjects()
    sent = request.method == "POST"
    form = MarkSheetsForm(
        request.POST if sent else None, request.FILES if sent else None, subjects=subjects
    )
    looked = None
    if sent and form.is_valid():
        looked = look_at_marks(
            actor=request.user,
            school_class=one,
            uploads=form.cleaned_data["files"],
            subject_id=form.cleaned_data["subject"],
            now=timezone.now(),
        )
    return _sheets(request, one, form, looked)


@require_POST
def write_sheets(request: HttpRequest, school_id: int, class_id: int) -> HttpResponse:
    """Write what was looked at."""
    _here, one = class_for(request, school_id, class_id, to=BRING)
    form = MarkSheetsForm(subjects=class_ground(one).subjects())
    try:
        plan, done = write_marks(
            actor=request.user,
            school_class=one,
            job_id=number_asked(request.POST.get("job")) or 0,
            key=key_of(request.POST),
            now=timezone.now(),
        )
    except Refused as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("journal:mark_sheets", school_id, class_id)
    if plan.faults:
        return _sheets(request, one, form, LookedAt(plan=plan, counted="", job_id=None))
    if done:
        messages.success(
            request,
            _("Written: cells %(cells)s, marks of periods %(terms)s, lessons held %(lessons)s.")
            % {"cells": done.cells, "terms": done.term_marks, "lessons": done.lessons},
        )
    return redirect("school:class", school_id, class_id)


def brought(request: HttpRequest, school_id: int, student_id: int) -> HttpResponse:
    """Marks a student brought from another school; with POST more of them."""
    _here, student = row_for(request, school_id, Student, student_id, to=BRING)
    year = year_on(school_id, timezone.localdate())
    if year is None:
        raise Http404
    form = BroughtForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _bring(request, form, student, year):
        return redirect(request.path)
    page = brought_page(student, year)
    status = 422 if form.errors else 200
    return render(request, "journal/brought.html", {"page": page, "form": form}, status=status)


@require_POST
def take_back(request: HttpRequest, school_id: int, student_id: int) -> HttpResponse:
    """A mark brought by mistake goes."""
    _here, student = row_for(request, school_id, Student, student_id, to=BRING)
    actions.take_back_brought(
        actor=request.user, student=student, mark_id=number_asked(request.POST.get("mark")) or 0
    )
    return redirect("journal:brought", school_id, student_id)


def _bring(request: HttpRequest, form: BroughtForm, student: Student, year: object) -> bool:
    said = form.cleaned_data
    try:
        marks = actions.read_brought(
            said["lines"],
            subjects=actions.subjects_of(student.school_id),
            year=year,
            usual_day=said["day"],
        )
        count = actions.bring_current_marks(
            actor=request.user,
            student=student,
            marks=marks,
            from_where=said["from_where"],
            key=said["request_key"],
            now=timezone.now(),
        )
    except Refused as refused:
        form.refuse(refused)
        return False
    messages.success(request, _("Marks brought: %(n)s.") % {"n": count})
    return True


def _sheets(
    request: HttpRequest, one: SchoolClass, form: MarkSheetsForm, looked: LookedAt | None
) -> HttpResponse:
    wrong = bool(form.errors) or bool(looked and looked.plan.faults)
    context = {"form": form, "school_class": one, "looked": looked}
    return render(request, "journal/mark_sheets.html", context, status=422 if wrong else 200)
