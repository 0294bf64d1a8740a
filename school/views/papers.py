"""Appointments by order, the school's details and its choices."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from school.actions import papers
from school.choices import CHOICES
from school.forms.papers import AppointmentForm, ChoiceForm, DetailsForm, SentForm
from school.forms.people import LastDayForm
from school.models import Appointment
from school.permissions import row_for, school_for
from school.printing import appointment_order
from school.queries.papers import appointments_page, choices_page, school_row
from school.views.forms import done, form_page, said

CHANGE = "school.change_registers"
READ = "school.view_registers"


def appointments(request: HttpRequest, school_id: int) -> HttpResponse:
    here = school_for(request, school_id, to=READ)
    page = appointments_page(
        school_id, day=timezone.localdate(), may_change=here.has("administrator")
    )
    return render(request, "school/appointments.html", {"page": page})


def appointment_add(request: HttpRequest, school_id: int) -> HttpResponse:
    school_for(request, school_id, to=CHANGE)
    today = timezone.localdate()
    form = AppointmentForm(
        request.POST or None,
        school_id=school_id,
        initial={"kind": request.GET.get("kind"), "order_day": today, "since": today},
    )
    back = reverse("school:appointments", args=[school_id])
    if done(
        request,
        form,
        lambda: papers.appoint(actor=request.user, school_id=school_id, **said(form)),
    ):
        return redirect(back)
    return form_page(request, form, title=_("New appointment"), back=back, tab="appointments")


def appointment_sent(request: HttpRequest, school_id: int, pk: int) -> HttpResponse:
    _here, row = row_for(request, school_id, Appointment, pk, to=CHANGE)
    form = SentForm(request.POST or None, initial={"sent_on": timezone.localdate()})
    back = reverse("school:appointments", args=[school_id])
    if done(
        request,
        form,
        lambda: papers.mark_sent(actor=request.user, appointment=row, **form.cleaned_data),
    ):
        return redirect(back)
    title = _("Order no. %(number)s was sent") % {"number": row.order_number}
    return form_page(request, form, title=title, back=back, tab="appointments")


def appointment_end(request: HttpRequest, school_id: int, pk: int) -> HttpResponse:
    _here, row = row_for(request, school_id, Appointment, pk, to=CHANGE)
    form = LastDayForm(request.POST or None, initial={"last_day": timezone.localdate()})
    back = reverse("school:appointments", args=[school_id])
    if done(
        request,
        form,
        lambda: papers.end_appointment(actor=request.user, appointment=row, **form.cleaned_data),
    ):
        return redirect(back)
    return form_page(request, form, title=str(row), back=back, tab="appointments", danger=True)


def appointment_print(request: HttpRequest, school_id: int, pk: int) -> HttpResponse:
    """The director's order, to sign."""
    _here, row = row_for(request, school_id, Appointment, pk, to=READ)
    return HttpResponse(appointment_order(row), content_type="application/pdf")


def details(request: HttpRequest, school_id: int) -> HttpResponse:
    """What the school's papers carry; the administrator corrects it on the same page."""
    here = school_for(request, school_id, to=READ)
    school = school_row(school_id)
    may_change = here.has("administrator")
    form = DetailsForm(
        request.POST if may_change and request.method == "POST" else None,
        initial={name: getattr(school, name) for name in DetailsForm.base_fields},
    )
    if done(
        request,
        form,
        lambda: papers.change_details(actor=request.user, school_id=school_id, **form.cleaned_data),
    ):
        return redirect("school:details", school_id)
    shown = {"form": form, "school": school, "may_change": may_change}
    return render(request, "school/details.html", shown)


def choices(request: HttpRequest, school_id: int) -> HttpResponse:
    here = school_for(request, school_id, to=READ)
    page = choices_page(school_id, day=timezone.localdate(), may_change=here.has("administrator"))
    return render(request, "school/choices.html", {"page": page})


def choice_edit(request: HttpRequest, school_id: int, key: str) -> HttpResponse:
    school_for(request, school_id, to=CHANGE)
    if key not in CHOICES:
        raise Http404
    today = timezone.localdate()
    form = ChoiceForm(request.POST or None, choice=CHOICES[key], initial={"since": today})
    back = reverse("school:choices", args=[school_id])
    if done(
        request,
        form,
        lambda: papers.decide(
            actor=request.user, school_id=school_id, key=key, today=today, **form.cleaned_data
        ),
    ):
        return redirect(back)
    note = _("It holds from this day on; what was decided for earlier days stays as it was.")
    title = CHOICES[key].label
    return form_page(request, form, title=title, note=note, back=back, tab="choices")
