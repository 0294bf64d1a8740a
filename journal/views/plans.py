"""A course's plan: the page, its versions' way to the deputy and back, and the deputy's list."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.asked import number_asked, words_asked
from core.refusal import Refused
from journal.actions.plan_approval import approve_plan, return_plan, submit_plan, withdraw_plan
from journal.actions.plans import discard_plan
from journal.models import CoursePlan
from journal.permissions import CourseHere, course_for
from journal.queries.plan_list import plan_list
from journal.queries.plan_page import plan_of, plan_page
from school.permissions import school_for


def plan(request: HttpRequest, school_id: int, course_id: int) -> HttpResponse:
    """The plan in use, or the asked version (?version=2)."""
    thing = course_for(request, school_id, course_id, to="journal.view_plan")
    return shown(request, thing, version=number_asked(request.GET.get("version")))


def plans(request: HttpRequest, school_id: int) -> HttpResponse:
    """All courses by the state of their plans (?show=waiting&search=…)."""
    here = school_for(request, school_id, to="journal.view_plans")
    page = plan_list(
        here,
        chosen=request.GET.get("show", ""),
        search=words_asked(request.GET.get("search")),
        today=timezone.localdate(),
        now=timezone.now(),
    )
    return render(request, "journal/plan/list.html", {"page": page})


@require_POST
def plan_step(request: HttpRequest, school_id: int, course_id: int, plan_id: int) -> HttpResponse:
    """The teacher sends the draft to the deputy, takes it back, or throws it away."""
    thing = course_for(request, school_id, course_id, to="journal.edit_plan")
    found = version_for(thing, plan_id)
    given = {"actor": request.user, "plan": found, "now": timezone.now()}
    steps: dict[str, Callable[[], object]] = {
        "submit": lambda: submit_plan(reason=request.POST.get("reason", ""), **given),
        "withdraw": lambda: withdraw_plan(**given),
        "discard": lambda: discard_plan(**given),
    }
    return _stepped(request, thing, found, steps)


@require_POST
def plan_decide(request: HttpRequest, school_id: int, course_id: int, plan_id: int) -> HttpResponse:
    """The deputy approves a waiting version or returns it with a remark."""
    thing = course_for(request, school_id, course_id, to="journal.decide_plan")
    found = version_for(thing, plan_id)
    remark = request.POST.get("remark", "")
    given = {"actor": request.user, "plan": found, "now": timezone.now(), "remark": remark}
    steps: dict[str, Callable[[], object]] = {
        "approve": lambda: approve_plan(**given),
        "return": lambda: return_plan(**given),
    }
    return _stepped(request, thing, found, steps)


def _stepped(
    request: HttpRequest, thing: CourseHere, found: CoursePlan, steps: dict[str, Callable]
) -> HttpResponse:
    step = request.POST.get("step", "")
    try:
        if step not in steps:
            raise Refused("strange", _("The page sent something strange: open it again."))
        steps[step]()
    except Refused as refused:
        return shown(request, thing, version=found.version, error=refused)
    messages.success(request, _("It was saved."))
    return back(thing, None if step == "discard" else found)


def shown(
    request: HttpRequest,
    thing: CourseHere,
    *,
    version: int | None,
    error: Refused | None = None,
) -> HttpResponse:
    """The page of a version; after a refusal with what was typed and chosen."""
    page = plan_page(
        thing,
        version=version,
        decides=request.user.has_perm("journal.decide_plan", thing),
        now=timezone.now(),
    )
    chosen = set(request.POST.getlist("lines")) if error else set()
    context = {"page": page, "error": error, "typed": request.POST, "chosen": chosen}
    return render(request, "journal/plan/plan.html", context, status=422 if error else 200)


def version_for(thing: CourseHere, plan_id: int) -> CoursePlan:
    """A version of this course's plan; 404 for any other."""
    found = plan_of(thing.course.pk, plan_id)
    if found is None:
        raise Http404
    return found


def back(thing: CourseHere, found: CoursePlan | None) -> HttpResponse:
    """To the page of the plan, at the version just worked on."""
    answer = redirect("journal:plan", school_id=thing.course.school_id, course_id=thing.course.pk)
    if found is not None:
        answer["Location"] += f"?version={found.version}"
    return answer
