"""Roles of people in the journal."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from school.actions import people
from school.forms.people import DutyForm, LastDayForm
from school.models import Duty
from school.permissions import person_for, row_for
from school.views.forms import done, form_page, said

CHANGE = "school.change_registers"


def duty_add(request: HttpRequest, school_id: int, person_id: int) -> HttpResponse:
    _here, someone = person_for(request, school_id, person_id, to=CHANGE)
    form = DutyForm(request.POST or None, initial={"since": timezone.localdate()})
    back = reverse("school:person", args=[school_id, person_id])
    if done(
        request,
        form,
        lambda: people.give_duty(
            actor=request.user, school_id=school_id, person=someone, **said(form)
        ),
    ):
        return redirect(back)
    return form_page(
        request,
        form,
        title=_("A role for %(name)s") % {"name": someone.name.full},
        note=_("Homeroom teachers are named on the page of the class."),
        back=back,
        tab="people",
    )


def duty_end(request: HttpRequest, school_id: int, duty_id: int) -> HttpResponse:
    _here, duty = row_for(request, school_id, Duty, duty_id, to=CHANGE)
    form = LastDayForm(request.POST or None, initial={"last_day": timezone.localdate()})
    back = reverse("school:person", args=[school_id, duty.person_id])
    if done(
        request,
        form,
        lambda: people.end_duty(actor=request.user, duty=duty, **form.cleaned_data),
    ):
        return redirect(back)
    return form_page(
        request,
        form,
        title=_("The role ends: %(role)s") % {"role": duty.get_role_display()},
        back=back,
        tab="people",
        danger=True,
    )
