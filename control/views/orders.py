"""The municipality's pages of orders, and of schools that hand in their figures themselves."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from control.actions.handing_in import accept_figures, end_installation, enter_installation
from control.forms.figures import HandInForm, InstallationForm
from control.models import SnapshotSource
from control.permissions import municipality_for
from control.queries.orders import installation_of, installations_page, orders_page
from control.week_figures import MOST_BYTES
from school.views.forms import done, done_page


@require_GET
def orders(request: HttpRequest, municipality_id: int) -> HttpResponse:
    municipality = municipality_for(request, municipality_id)
    zone = timezone.get_default_timezone()
    page = orders_page(municipality_id, now=timezone.now(), zone=zone)
    return render(request, "control/orders.html", {"page": page, "municipality": municipality})


def installations(request: HttpRequest, municipality_id: int) -> HttpResponse:
    """Schools that hand in; with POST a signed file is taken."""
    municipality = municipality_for(request, municipality_id, act=request.method == "POST")
    form = HandInForm(request.POST or None, request.FILES or None)
    if done(request, form, lambda: _accept(form, municipality_id)):
        return redirect("control:installations", municipality_id)
    shown = {
        "page": installations_page(municipality_id),
        "municipality": municipality,
        "form": form,
        "address": request.build_absolute_uri(reverse("control:hand_in", args=[municipality_id])),
    }
    status = 422 if form.is_bound else 200
    return render(request, "control/installations.html", shown, status=status)


def _accept(form: HandInForm, municipality_id: int) -> None:
    accept_figures(
        municipality_id=municipality_id,
        body=form.cleaned_data["file"].read(MOST_BYTES + 1),
        source=SnapshotSource.FILE,
        now=timezone.now(),
    )


def installation_add(request: HttpRequest, municipality_id: int) -> HttpResponse:
    municipality = municipality_for(request, municipality_id, act=True)
    form = InstallationForm(
        request.POST or None,
        schools=installations_page(municipality_id).others,
        initial={"since": timezone.localdate()},
    )
    if done(request, form, lambda: _enter(request, form, municipality_id)):
        return redirect("control:installations", municipality_id)
    shown = {"form": form, "municipality": municipality, "title": _("Key of a school")}
    status = 422 if form.is_bound else 200
    return render(request, "control/municipality_form.html", shown, status=status)


def _enter(request: HttpRequest, form: InstallationForm, municipality_id: int) -> None:
    said = dict(form.cleaned_data)
    school_id, key = said.pop("school"), said.pop("public_key").strip()
    enter_installation(
        actor=request.user,
        municipality_id=municipality_id,
        school_id=school_id,
        public_key=key,
        **said,
    )


def installation_end(request: HttpRequest, municipality_id: int, pk: int) -> HttpResponse:
    """From now on the school's figures are counted here again (asked by a page without script)."""
    municipality = municipality_for(request, municipality_id, act=True)
    installation = installation_of(municipality_id, pk)
    if installation is None:
        raise Http404
    back = reverse("control:installations", args=[municipality_id])
    if request.method == "POST":
        return done_page(
            request, lambda: end_installation(actor=request.user, installation=installation), back
        )
    shown = {"installation": installation, "municipality": municipality, "back": back}
    return render(request, "control/installation_end.html", shown)
