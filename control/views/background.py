"""What the house does by itself, for the school's administrator."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from control.actions.background import run_now
from control.queries.background import BackgroundPage, background_page
from core.asked import number_asked, words_asked
from core.refusal import Refused
from journal.forms import key_of
from school.permissions import school_for
from school.standing import InSchool


@require_GET
def background(request: HttpRequest, school_id: int) -> HttpResponse:
    here = school_for(request, school_id, to="control.run_background")
    return render(request, "control/background.html", {"page": _page(request, here)})


@require_GET
def background_now(request: HttpRequest, school_id: int) -> HttpResponse:
    """The part of the page that moves while work is being done."""
    here = school_for(request, school_id, to="control.run_background")
    return render(request, "control/background.html#works", {"page": _page(request, here)})


@require_POST
def run_work(request: HttpRequest, school_id: int) -> HttpResponse:
    """Have a work done now, or again."""
    school_for(request, school_id, to="control.run_background")
    try:
        asked = run_now(
            actor=request.user,
            school_id=school_id,
            name=words_asked(request.POST.get("work")),
            about_id=number_asked(request.POST.get("about")),
            key=key_of(request.POST),
            now=timezone.now(),
        )
        if asked:
            messages.success(request, _("The work was asked for; it begins in a moment."))
    except Refused as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect("control:background", school_id)


def _page(request: HttpRequest, here: InSchool) -> BackgroundPage:
    return background_page(
        here.school.pk,
        now=timezone.now(),
        zone=here.school.zone,
        state=words_asked(request.GET.get("state")),
        work=words_asked(request.GET.get("work")),
        number=number_asked(request.GET.get("page")) or 1,
    )
