"""One guardian's card: papers with history, withdrawal, form of informing, contacts; and who
opened the child's record."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consent.actions import (
    choose_informing,
    confirm_contact,
    end_contact,
    enter_contact,
    withdraw_application,
    withdraw_consent,
)
from consent.forms import ContactForm, DeclareForm, WithdrawForm
from consent.models import Contact, DataConsent, ServiceApplication
from consent.openings import log_student_openings
from consent.permissions import (
    ClassHere,
    class_id_of,
    guardianship_for,
    student_for,
)
from consent.queries import card_page, openings_page
from core.asked import words_asked
from core.refusal import Refused
from school.models import Guardianship
from school.standing import InSchool


def card(request: HttpRequest, school_id: int, guardianship_id: int) -> HttpResponse:
    """What the school has on paper from this guardian."""
    here, guardianship = guardianship_for(
        request, school_id, guardianship_id, to="consent.view_papers"
    )
    return _card(request, here, guardianship)


@require_POST
def withdraw(
    request: HttpRequest, school_id: int, guardianship_id: int, paper: str, paper_id: int
) -> HttpResponse:
    """End one of the two papers: electronic access ends at once."""
    here, guardianship = _to_change(request, school_id, guardianship_id)
    form = WithdrawForm(request.POST, prefix=paper)
    try:
        if form.is_valid():
            _withdraw(request, guardianship, paper, paper_id, form.cleaned_data["reason"])
            messages.success(request, _("The paper has ended; electronic access is closed."))
            return _back(guardianship)
    except Refused as refused:
        form.add_error(refused.field, refused)
    return _card(request, here, guardianship, status=422, **{f"{paper}_form": form})


@require_POST
def declare_informing(request: HttpRequest, school_id: int, guardianship_id: int) -> HttpResponse:
    """Write down how the guardian wants to be informed."""
    here, guardianship = _to_change(request, school_id, guardianship_id)
    form = DeclareForm(request.POST, prefix="informing")
    try:
        if form.is_valid():
            choose_informing(
                actor=request.user,
                guardianship=guardianship,
                now=timezone.now(),
                **form.cleaned_data,
            )
            return _back(guardianship)
    except Refused as refused:
        form.add_error(refused.field, refused)
    return _card(request, here, guardianship, status=422, informing_form=form)


@require_POST
def add_contact(request: HttpRequest, school_id: int, guardianship_id: int) -> HttpResponse:
    """Enter a contact; nothing is sent to it before it is confirmed."""
    here, guardianship = _to_change(request, school_id, guardianship_id)
    form = ContactForm(request.POST, prefix="contact")
    try:
        if form.is_valid():
            enter_contact(
                actor=request.user,
                school_id=school_id,
                person=guardianship.guardian,
                now=timezone.now(),
                **form.cleaned_data,
            )
            return _back(guardianship)
    except Refused as refused:
        form.add_error(refused.field, refused)
    return _card(request, here, guardianship, status=422, contact_form=form)


@require_POST
def change_contact(
    request: HttpRequest, school_id: int, guardianship_id: int, contact_id: int, act: str
) -> HttpResponse:
    """Confirm a contact by its paper, or take it back."""
    _here, guardianship = _to_change(request, school_id, guardianship_id)
    contact = get_object_or_404(
        Contact, pk=contact_id, school_id=school_id, person_id=guardianship.guardian_id
    )
    try:
        if act == "confirm":
            basis = words_asked(request.POST.get("basis"), most=40)
            confirm_contact(actor=request.user, contact=contact, basis=basis, now=timezone.now())
        else:
            end_contact(actor=request.user, contact=contact, now=timezone.now())
    except Refused as refused:
        messages.error(request, refused.message)
    return _back(guardianship)


def openings(request: HttpRequest, school_id: int, student_id: int) -> HttpResponse:
    """The access report of one child (A4 1.5)."""
    _here, child = student_for(request, school_id, student_id, to="consent.view_openings")
    return render(request, "consent/openings.html", {"page": openings_page(child)})


def _to_change(
    request: HttpRequest, school_id: int, guardianship_id: int
) -> tuple[InSchool, Guardianship]:
    return guardianship_for(request, school_id, guardianship_id, to="consent.register_papers")


def _withdraw(
    request: HttpRequest, guardianship: Guardianship, paper: str, paper_id: int, reason: str
) -> None:
    now = timezone.now()
    if paper == "application":
        application = get_object_or_404(ServiceApplication, pk=paper_id, guardianship=guardianship)
        withdraw_application(actor=request.user, application=application, reason=reason, now=now)
    else:
        consent = get_object_or_404(DataConsent, pk=paper_id, guardianship=guardianship)
        withdraw_consent(actor=request.user, consent=consent, reason=reason, now=now)


def _card(
    request: HttpRequest,
    here: InSchool,
    guardianship: Guardianship,
    *,
    status: int = 200,
    **typed: forms.Form,
) -> HttpResponse:
    today = timezone.localdate()
    class_id = class_id_of(guardianship.student_id, today)
    may = request.user.has_perm("consent.register_papers", ClassHere(here, class_id))
    page = card_page(guardianship, class_id=class_id, today=today, may_change=may)
    log_student_openings(
        request, here, [guardianship.student_id], class_id, page="consent_card", export=False
    )
    fresh = {
        "application_form": WithdrawForm(prefix="application"),
        "consent_form": WithdrawForm(prefix="consent"),
        "informing_form": DeclareForm(prefix="informing", initial={"since": today}),
        "contact_form": ContactForm(prefix="contact"),
    }
    return render(request, "consent/card.html", {"page": page} | fresh | typed, status=status)


def _back(guardianship: Guardianship) -> HttpResponse:
    return redirect("consent:card", guardianship.school_id, guardianship.pk)
