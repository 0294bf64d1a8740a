"""The teacher's sheet of a course: marks of periods, year, exam and final mark."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from core.asked import number_asked
from core.refusal import Refused
from journal.actions.retakes import re_examine
from journal.actions.term_marks import set_all_suggested, set_term_mark
from journal.actions.whole_sheet import save_whole_sheet
from journal.answers import Answer, saving
from journal.forms import Posted, key_of
from journal.forms_terms import RetakeForm
from journal.permissions import CourseHere, course_for
from journal.queries.term_sheet import (
    TermSheet,
    debtor_of,
    suggested_page,
    suggestions_now,
    term_sheet,
)
from school.views.forms import done, said

WRITE = "journal.set_term_marks"


def sheet(request: HttpRequest, school_id: int, course_id: int) -> HttpResponse:
    """Students × periods (?all=1 shows exam and final columns in every grade)."""
    to = WRITE if request.method == "POST" else "journal.view_course"
    thing = course_for(request, school_id, course_id, to=to)
    errors: dict[str, Refused] = {}
    if request.method == "POST":
        errors = _saved_whole(request, thing)
        if not errors:
            return redirect(request.get_full_path())
    context = {
        "page": _sheet(request, thing),
        "typed": request.POST.dict(),
        "errors": {field: error.message for field, error in errors.items()},
    }
    return render(request, "journal/terms.html", context, status=422 if errors else 200)


def _sheet(request: HttpRequest, thing: CourseHere) -> TermSheet:
    return term_sheet(
        thing,
        may_write=request.user.has_perm(WRITE, thing),
        whole=bool(request.GET.get("all")),
        now=timezone.now(),
    )


def _saved_whole(request: HttpRequest, thing: CourseHere) -> dict[str, Refused]:
    """The sheet as one plain form."""

    def save(student_id: int, column: str, text: str, seen: str, reason: str) -> object:
        thing.refuse_silent_deputy(reason)
        return set_term_mark(
            actor=request.user,
            course=thing.course,
            student_id=student_id,
            slug=column,
            text=text,
            seen=seen,
            reason=reason,
            now=timezone.now(),
        )

    return save_whole_sheet(request.POST, save)


@require_POST
def mark(
    request: HttpRequest, school_id: int, course_id: int, student_id: int, column: str
) -> JsonResponse:
    """One place of the sheet: `4`, `н/а`, `осв`, or nothing."""
    thing = course_for(request, school_id, course_id, to=WRITE)

    def save(posted: Posted) -> Answer:
        stands = set_term_mark(
            actor=request.user,
            course=thing.course,
            student_id=student_id,
            slug=column,
            text=posted.text,
            seen=posted.seen,
            key=posted.key,
            reason=posted.reason,
            now=timezone.now(),
        )
        suggested = suggestions_now(thing.course, student_id, today=timezone.localdate())
        return {"text": stands.text if stands else "", "suggested": suggested}

    return saving(request, thing, save)


def suggested(request: HttpRequest, school_id: int, course_id: int, column: str) -> HttpResponse:
    """Set all that the policy suggests: who gets what, looked at before it is set."""
    thing = course_for(request, school_id, course_id, to=WRITE)
    page = suggested_page(thing, slug=column, now=timezone.now())
    if page is None:
        raise Http404
    error: Refused | None = None
    if request.method == "POST":
        try:
            _set_all(request, thing, column)
            return redirect("journal:terms", school_id, course_id)
        except Refused as refused:
            error = refused
    context = {"page": page, "error": error, "as_deputy": thing.as_deputy}
    return render(request, "journal/terms_suggested.html", context, status=422 if error else 200)


def _set_all(request: HttpRequest, thing: CourseHere, column: str) -> None:
    reason = request.POST.get("reason", "")
    thing.refuse_silent_deputy(reason)
    chosen = (number_asked(raw) for raw in request.POST.getlist("students"))
    set_all_suggested(
        actor=request.user,
        course=thing.course,
        slug=column,
        wanted={pk: request.POST.get(f"mark-{pk}", "") for pk in chosen if pk is not None},
        reason=reason,
        key=key_of(request.POST),
        now=timezone.now(),
    )


def retake(request: HttpRequest, school_id: int, course_id: int, student_id: int) -> HttpResponse:
    """A debt re-examined: the protocol's mark reaches the year by itself."""
    thing = course_for(request, school_id, course_id, to="journal.view_course")
    if not request.user.has_perm(WRITE, thing):
        raise PermissionDenied
    debtor = debtor_of(thing.course, student_id)
    if debtor is None:
        raise Http404
    form = RetakeForm(request.POST or None, initial={"day": timezone.localdate()})
    if done(
        request,
        form,
        lambda: re_examine(
            actor=request.user, course=thing.course, student_id=student_id, **said(form)
        ),
    ):
        return redirect("journal:terms", school_id, course_id)
    context = {"form": form, "page": debtor}
    return render(request, "journal/retake.html", context, status=422 if form.errors else 200)
