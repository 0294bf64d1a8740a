"""The results page of a work."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.refusal import Refused
from journal.actions.results import BadResult, ResultsRefused, save_results
from journal.forms import key_of
from journal.forms_results import SentResults, results_of
from journal.models import Work
from journal.pasted import BadRow
from journal.permissions import LessonHere, lesson_for
from journal.queries.work_page import work_of, work_page


def results(request: HttpRequest, school_id: int, work_id: int) -> HttpResponse:
    """Students down, the work's marks; with POST all of them are saved at once, or none."""
    to = "journal.record_lesson" if request.method == "POST" else "journal.view_lesson"
    thing, work = work_for(request, school_id, work_id, to=to)
    if request.method == "POST":
        return _saved(request, thing, work)
    return _show(request, thing, work)


def work_for(
    request: HttpRequest, school_id: int, work_id: int, *, to: str
) -> tuple[LessonHere, Work]:
    """The door to a work: that of its lesson."""
    work = work_of(school_id, work_id)
    thing = lesson_for(request, school_id, work.lesson_id if work else 0, to=to)
    if work is None:
        raise Http404
    work.lesson = thing.lesson
    return thing, work


def _saved(request: HttpRequest, thing: LessonHere, work: Work) -> HttpResponse:
    try:
        sent = results_of(request.POST, work)
        if sent.bad_rows:
            return _show(request, thing, work, bad_rows=sent.bad_rows)
        _save(request, thing, work, sent)
    except ResultsRefused as error:
        return _show(request, thing, work, error=error, bad=error.bad, sent=sent)
    except Refused as error:
        return _show(request, thing, work, error=error)
    count = len(sent.wishes)
    saved = ngettext("%(count)d result is saved.", "%(count)d results are saved.", count)
    messages.success(request, saved % {"count": count} if count else _("Nothing was changed."))
    return redirect(request.path)


def _save(request: HttpRequest, thing: LessonHere, work: Work, sent: SentResults) -> None:
    reason = " ".join(request.POST.get("reason", "").replace("\x00", "").split())[:200]
    thing.refuse_silent_deputy(reason)
    save_results(
        actor=request.user,
        course=thing.lesson.course,
        work=work,
        wishes=sent.wishes,
        key=key_of(request.POST),
        reason=reason,
        now=timezone.now(),
    )


def _show(
    request: HttpRequest,
    thing: LessonHere,
    work: Work,
    *,
    error: Refused | None = None,
    bad: Sequence[BadResult] = (),
    bad_rows: Sequence[BadRow] = (),
    sent: SentResults | None = None,
) -> HttpResponse:
    """The page; what was typed or pasted and refused stands in its fields."""
    may_write = request.user.has_perm("journal.record_lesson", thing)
    page = work_page(thing, work, may_write=may_write, now=timezone.now())
    codes = {one.code for one in bad} | ({error.code} if error else set())
    shown = {
        "page": page,
        "error": error,
        "bad": {(one.student_id, one.field): one.message for one in bad},
        "bad_rows": bad_rows,
        "asks_reason": page.as_deputy or "reason_needed" in codes,
        "typed": dict(request.POST.items()) | _laid_over(sent),
    }
    status = 422 if error or bad_rows else 200
    return render(request, "journal/works/results.html", shown, status=status)


def _laid_over(sent: SentResults | None) -> dict[str, str]:
    """The fields as they were understood, the pasted column among them."""
    return {
        f"{field}-{wish.student_id}": text
        for wish in (sent.wishes if sent else ())
        for field in ("mark", "points", "retake")
        if (text := getattr(wish, field)) is not None
    }
