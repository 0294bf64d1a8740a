"""Compliance of a school over a week or a period, and the facts behind each figure."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from control.asked import Asked, asked_of
from control.facts_shown import fact_rows
from control.figures_shown import groups_table, rules_table, weeks_table
from control.forms.excuses import ExcuseFactsForm
from control.heat_shown import heading, heat_map, heat_table
from control.permissions import may_excuse
from control.queries.compliance import CompliancePage, compliance_page
from control.queries.excuses import are_of_school
from control.queries.fact_list import FactsPage, facts_page
from control.templatetags.compliance import states
from control.trend_shown import trend
from core.refusal import Refused
from journal.actions.dues import refresh_stale_dues
from schedule.actions.excuses import excuse
from school.permissions import school_for
from school.standing import InSchool


@require_GET
def compliance(request: HttpRequest, school_id: int) -> HttpResponse:
    page = asked_page(request, school_id)
    shown = {
        "page": page,
        "groups_title": heading(page.asked.by),
        "looked": dict(states())[page.asked.state],
        "rules_table": rules_table(page, school_id),
        "groups_table": groups_table(page, school_id),
        "weeks_table": weeks_table(page, school_id),
        "heat_map": heat_map(page, school_id),
        "heat_table": heat_table(page, school_id),
        "trend": trend(page, school_id),
    }
    return render(request, "control/compliance.html", shown)


@require_http_methods(["GET", "POST"])
def facts(request: HttpRequest, school_id: int) -> HttpResponse:
    """The facts behind a figure; a deputy excuses some of them with a reason."""
    if request.method == "POST":
        return _excuse(request, school_id)
    here = school_for(request, school_id, to="control.view_school")
    return _facts(request, here, ExcuseFactsForm())


def asked_page(request: HttpRequest, school_id: int) -> CompliancePage:
    """The figures the address asks for, through the door."""
    here = school_for(request, school_id, to="control.view_school")
    now = timezone.now()
    refresh_stale_dues(school_id, now=now)
    return compliance_page(school_id, asked_here(request, here), now=now)


def asked_facts(request: HttpRequest, school_id: int, **how: int) -> FactsPage:
    """The list the address asks for, through the door."""
    here = school_for(request, school_id, to="control.view_school")
    now = timezone.now()
    refresh_stale_dues(school_id, now=now)
    return facts_page(school_id, asked_here(request, here), now=now, **how)


def asked_here(request: HttpRequest, here: InSchool) -> Asked:
    """What the address asks for, on the school's own day."""
    return asked_of(request.GET, today=timezone.localdate(timezone=here.school.zone))


def _facts(
    request: HttpRequest, here: InSchool, form: ExcuseFactsForm, status: int = 200
) -> HttpResponse:
    school_id, may = here.school.pk, may_excuse(request, here)
    page = asked_facts(request, school_id)
    ticked = request.POST.getlist("fact")
    rows = fact_rows(page, school_id, may_excuse=may and page.has_broken, ticked=ticked)
    shown = {"page": page, "rows": rows, "form": form, "may_excuse": may}
    return render(request, "control/facts.html", shown, status=status)


def _excuse(request: HttpRequest, school_id: int) -> HttpResponse:
    here = school_for(request, school_id, to="control.excuse")
    form = ExcuseFactsForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            _excuse_these(request, school_id, said)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(request.get_full_path())
    return _facts(request, here, form, status=422)


def _excuse_these(request: HttpRequest, school_id: int, said: dict) -> None:
    if not are_of_school(school_id, said["fact"]):
        raise Http404
    made = excuse(
        actor=request.user,
        school_id=school_id,
        kind=said["kind"],
        words=said["words"],
        of=said["fact"],
        key=said["request_key"],
        now=timezone.now(),
    )
    if made:
        messages.success(request, _("It was excused. The figures show who decided and why."))
