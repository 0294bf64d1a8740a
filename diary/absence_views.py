"""A family says why the child is away, and takes it back while it waits. The student reads."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from consent.permissions import Access
from diary.queries import absence_page, own_note
from diary.views import of_a_child
from journal.actions.notes import submit_note, withdraw_note
from journal.forms_attendance import FamilyNoteForm
from school.models import Student
from school.views.forms import done, done_page


@of_a_child("diary_absence")
def absence(request: HttpRequest, access: Access) -> HttpResponse:
    """The notes of the child, and the form for a guardian."""
    page = absence_page(access)
    if request.method == "POST" and not page.may_write:
        raise PermissionDenied
    form = FamilyNoteForm(
        request.POST if request.method == "POST" else None, initial={"first_day": access.today}
    )
    if done(request, form, lambda: _submit(request, access, form)):
        return redirect("diary:absence", access.school_id, access.student_id)
    status = 422 if form.errors else 200
    return render(request, "diary/absence.html", {"page": page, "form": form}, status=status)


@require_POST
@of_a_child("diary_absence")
def withdraw(request: HttpRequest, access: Access, note_id: int) -> HttpResponse:
    """The guardian takes the own note back while it waits."""
    if access.role != "guardian":
        raise PermissionDenied
    note = own_note(access, note_id, person_id=request.user.pk)
    if note is None:
        raise Http404
    back = redirect("diary:absence", access.school_id, access.student_id).url
    return done_page(
        request,
        lambda: withdraw_note(actor=request.user, note=note, now=timezone.now()),
        back,
    )


def _submit(request: HttpRequest, access: Access, form: FamilyNoteForm) -> None:
    submit_note(
        actor=request.user,
        student=Student.objects.get(pk=access.student_id),
        away=form.away(),
        now=timezone.now(),
        key=form.cleaned_data["request_key"],
    )
