"""The excuses of a school: list, make, take back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from control.asked import week_of
from control.forms.excuses import ExcuseForm
from control.permissions import may_excuse
from control.queries.choices import choices_of
from control.queries.excuses import excuses_page
from core.refusal import Refused
from schedule.actions.excuses import excuse, take_back
from schedule.models import Excuse
from school.permissions import row_for, school_for
from school.standing import InSchool


@require_http_methods(["GET", "POST"])
def excuses(request: HttpRequest, school_id: int) -> HttpResponse:
    to = "control.excuse" if request.method == "POST" else "control.view_school"
    here = school_for(request, school_id, to=to)
    today = timezone.localdate(timezone=here.school.zone)
    choices = choices_of(school_id, week_of(today, today=today))
    days = {"first_day": today, "last_day": today}
    form = ExcuseForm(request.POST or None, choices=choices, initial=days)
    if request.method == "POST" and form.is_valid() and _made(request, here, form):
        return redirect("control:excuses", school_id)
    page = excuses_page(school_id, today=today)
    shown = {"page": page, "form": form, "may_excuse": may_excuse(request, here)}
    return render(
        request, "control/excuses.html", shown, status=422 if request.method == "POST" else 200
    )


@require_POST
def end(request: HttpRequest, school_id: int, excuse_id: int) -> HttpResponse:
    """Taken back: the rule counts as broken again."""
    _here, found = row_for(request, school_id, Excuse, excuse_id, to="control.excuse")
    take_back(actor=request.user, excuse=found, now=timezone.now())
    messages.success(request, _("It was taken back: what was excused counts as broken again."))
    return redirect("control:excuses", school_id)


def _made(request: HttpRequest, here: InSchool, form: ExcuseForm) -> bool:
    said = form.cleaned_data
    try:
        excuse(
            actor=request.user,
            school_id=here.school.pk,
            kind=said["kind"],
            words=said["words"],
            of=[form.excused],
            key=said["request_key"],
            now=timezone.now(),
        )
    except Refused as refused:
        form.refuse(refused)
        return False
    messages.success(request, _("It was saved."))
    return True
