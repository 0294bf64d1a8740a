"""Is the school ready, and the act of opening the year (order 2.3)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from control.actions.opening import open_year
from control.forms.opening import OpeningForm
from control.printing import opening_act_pdf
from control.queries.readiness import ReadinessPage, opening_act, readiness_page, year_of
from core.asked import number_asked
from school.permissions import school_for
from school.standing import InSchool
from school.views.forms import done, said

OPEN = "control.open_year"


@require_GET
def readiness(request: HttpRequest, school_id: int) -> HttpResponse:
    """What the year still lacks, check by check (?year=…), and the form that opens it."""
    here = school_for(request, school_id, to="control.view_school")
    page = _page(request, here, number_asked(request.GET.get("year")))
    return _shown(request, page, _form(page))


@require_POST
def open_the_year(request: HttpRequest, school_id: int, year_id: int) -> HttpResponse:
    """The director or the administrator opens the year by name."""
    here = school_for(request, school_id, to=OPEN)
    year = year_of(school_id, year_id)
    if year is None:
        raise Http404
    page = _page(request, here, year_id)
    form = OpeningForm(request.POST, lacks=bool(page.lacking))

    def act() -> None:
        words = said(form, "accepts")
        accepts = form.cleaned_data.get("accepts", False)
        open_year(actor=request.user, year=year, accepts=accepts, **words)

    if done(request, form, act):
        return redirect(f"{reverse('control:readiness', args=[school_id])}?year={year_id}")
    return _shown(request, page, form, status=422)


@require_GET
def act(request: HttpRequest, school_id: int, year_id: int) -> HttpResponse:
    """The act of opening, to sign and file."""
    school_for(request, school_id, to="control.view_school")
    printed = opening_act(school_id, year_id, today=timezone.localdate())
    if printed is None:
        raise Http404
    return HttpResponse(opening_act_pdf(printed), content_type="application/pdf")


def _page(request: HttpRequest, here: InSchool, year_id: int | None) -> ReadinessPage:
    return readiness_page(
        here,
        year_id=year_id,
        today=timezone.localdate(),
        now=timezone.now(),
        may_open=request.user.has_perm(OPEN, here),
    )


def _form(page: ReadinessPage) -> OpeningForm | None:
    if page.year is None or page.opening or not page.may_open:
        return None
    initial = {"day": page.first_day, "seen": page.seen}
    return OpeningForm(initial=initial, lacks=bool(page.lacking))


def _shown(
    request: HttpRequest, page: ReadinessPage, form: OpeningForm | None, *, status: int = 200
) -> HttpResponse:
    """What was refused shows the lacks as they stand now, to be accepted anew."""
    if form is not None and form.is_bound:
        form.data = form.data.copy()
        form.data["seen"] = page.seen
    shown = {"page": page, "form": form}
    return render(request, "control/readiness.html", shown, status=status)
