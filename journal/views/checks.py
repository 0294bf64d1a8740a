"""The remarks page of a journal, and the school's list of remarks."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from core.asked import words_asked
from core.refusal import Refused
from journal.actions import checks as actions
from journal.forms_checks import CheckForm, RemarkForm
from journal.models import JournalRemark
from journal.permissions import CourseHere, course_for
from journal.queries.checks import RemarksPage, all_remarks, remark_of, remarks_page
from school.permissions import school_for
from school.views.forms import done, said


def remarks(request: HttpRequest, school_id: int, course_id: int) -> HttpResponse:
    """Checks and remarks of one journal; with POST a deputy adds one of them."""
    thing = course_for(request, school_id, course_id, to="journal.view_course")
    may_check = request.user.has_perm("journal.check_course", thing)
    page = remarks_page(thing, may_check=may_check, now=timezone.now())
    if request.method == "POST":
        if not may_check:
            raise PermissionDenied
        return _added(request, thing, page)
    return _show(request, page)


def every(request: HttpRequest, school_id: int) -> HttpResponse:
    """Remarks of the school, or of one's own journals (?state=open, answered, closed)."""
    here = school_for(request, school_id, to="journal.view_courses")
    wanted = words_asked(request.GET.get("state"), most=10)
    page = all_remarks(here, wanted=wanted, now=timezone.now())
    return render(request, "journal/all_remarks.html", {"page": page})


@require_POST
def answer(request: HttpRequest, school_id: int, remark_id: int) -> HttpResponse:
    """The teacher says what was done."""
    thing, remark = _remark_for(request, school_id, remark_id, to="journal.answer_remark")
    try:
        actions.answer_remark(
            actor=request.user,
            remark=remark,
            text=request.POST.get("answer", ""),
            now=timezone.now(),
        )
    except Refused as error:
        page = remarks_page(thing, may_check=False, now=timezone.now())
        return _show(request, page, refused=(remark.pk, error), status=422)
    return redirect("journal:remarks", school_id, remark.course_id)


@require_POST
def close(request: HttpRequest, school_id: int, remark_id: int) -> HttpResponse:
    """Mended: the remark is closed; with `again`, it is open once more."""
    _thing, remark = _remark_for(request, school_id, remark_id, to="journal.check_course")
    if request.POST.get("again"):
        actions.reopen_remark(actor=request.user, remark=remark)
    else:
        actions.close_remark(actor=request.user, remark=remark, now=timezone.now())
    return redirect("journal:remarks", school_id, remark.course_id)


def _remark_for(
    request: HttpRequest, school_id: int, remark_id: int, *, to: str
) -> tuple[CourseHere, JournalRemark]:
    """The door to a remark is the door to its journal."""
    school_for(request, school_id, to="school.enter")
    remark = remark_of(school_id, remark_id)
    if remark is None:
        raise Http404
    return course_for(request, school_id, remark.course_id, to=to), remark


def _added(request: HttpRequest, thing: CourseHere, page: RemarksPage) -> HttpResponse:
    check, remark = _forms(request, page)
    form = remark if "lesson_id" in request.POST else check
    make: Callable[..., object] = actions.make_remark if form is remark else actions.record_check
    if done(request, form, lambda: make(actor=request.user, course=thing.course, **said(form))):
        return redirect(request.path)
    return _show(request, page, forms=(check, remark), status=422)


def _forms(request: HttpRequest, page: RemarksPage) -> tuple[CheckForm, RemarkForm]:
    data = request.POST or None
    is_remark = "lesson_id" in request.POST
    return (
        CheckForm(None if is_remark else data, prefix=None),
        RemarkForm(data if is_remark else None, lessons=page.lessons),
    )


def _show(
    request: HttpRequest,
    page: RemarksPage,
    *,
    forms: tuple[CheckForm, RemarkForm] | None = None,
    refused: tuple[int, Refused] | None = None,
    status: int = 200,
) -> HttpResponse:
    check, remark = forms or _forms(request, page)
    context = {
        "page": page,
        "check_form": check,
        "remark_form": remark,
        "refused": refused[0] if refused else None,
        "error": refused[1] if refused else None,
        "typed": request.POST.get("answer", ""),
    }
    return render(request, "journal/remarks.html", context, status=status)
