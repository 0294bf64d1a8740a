"""The periods of the year: their figures, and the director's sign-off (A4 1.3-1.4)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from control.actions.confirming import sign_off_term
from control.forms.figures import SignOffForm
from control.period_paper import period_paper
from control.queries.periods import period_page, periods_page, term_of
from school.models import Term
from school.permissions import school_for
from school.standing import InSchool
from school.views.forms import done, said


@require_GET
def periods(request: HttpRequest, school_id: int) -> HttpResponse:
    here = school_for(request, school_id, to="control.view_school")
    page = periods_page(here, now=timezone.now())
    return render(request, "control/periods.html", {"page": page})


def period(request: HttpRequest, school_id: int, term_id: int) -> HttpResponse:
    """The figures of a period; with POST the director signs them off."""
    to = "control.sign_off" if request.method == "POST" else "control.view_school"
    here, term = _term_for(request, school_id, term_id, to=to)
    form = SignOffForm(request.POST or None)
    if done(
        request,
        form,
        lambda: sign_off_term(actor=request.user, here=here, term=term, **said(form)),
    ):
        return redirect("control:period", school_id, term_id)
    page = period_page(here, term, now=timezone.now())
    status = 422 if form.is_bound else 200
    return render(request, "control/period.html", {"page": page, "form": form}, status=status)


@require_GET
def period_print(request: HttpRequest, school_id: int, term_id: int) -> HttpResponse:
    """The report of the period on paper, with a place for signature and seal."""
    here, term = _term_for(request, school_id, term_id, to="control.view_school")
    page = period_page(here, term, now=timezone.now())
    return HttpResponse(period_paper(page), content_type="application/pdf")


def _term_for(
    request: HttpRequest, school_id: int, term_id: int, *, to: str
) -> tuple[InSchool, Term]:
    here = school_for(request, school_id, to=to)
    term = term_of(school_id, term_id)
    if term is None:
        raise Http404
    return here, term
