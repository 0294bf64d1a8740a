"""The school's figures of a week: fixed, compared with now, confirmed, handed in."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from control.actions.confirming import confirm_figures
from control.actions.handing_in import signed_document
from control.forms.figures import ConfirmForm
from control.permissions import figures_for
from control.queries.school_figures import figures_page, snapshot_of
from control.signing import own_public_key_or_none
from control.views.asked import week_asked
from school.views.forms import done, said


def figures(request: HttpRequest, school_id: int) -> HttpResponse:
    """The week's page; with POST it is confirmed."""
    here = figures_for(request, school_id)
    page = figures_page(request.user, here, week_asked(request), now=timezone.now())
    form = ConfirmForm(request.POST or None, initial={"name": request.user.name.full})
    if page.snapshot is not None and done(
        request,
        form,
        lambda: confirm_figures(
            actor=request.user, here=here, snapshot=page.snapshot, **said(form)
        ),
    ):
        return redirect(f"{reverse('control:figures', args=[school_id])}?week={page.week}")
    shown = {"page": page, "form": form, "public_key": own_public_key_or_none()}
    return render(request, "control/figures.html", shown, status=422 if form.is_bound else 200)


@require_GET
def figures_file(request: HttpRequest, school_id: int) -> HttpResponse:
    """The week's figures as a signed document, to hand in."""
    figures_for(request, school_id)
    week = week_asked(request)
    snapshot = snapshot_of(school_id, week) if week else None
    if snapshot is None or snapshot.source != "own":
        raise Http404
    if own_public_key_or_none() is None:
        raise Http404
    answer = HttpResponse(signed_document(snapshot), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="figures-{school_id}-{week}.json"'
    return answer
