"""The panel of a cell: history, comment for the family, note for oneself, retake."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from core.refusal import Refused
from journal.actions.panel import comment_mark, note_for_myself, retake_mark
from journal.forms import key_of, number
from journal.permissions import LessonHere, lesson_for
from journal.queries.cell_panel import cell_panel


def history(request: HttpRequest, school_id: int, lesson_id: int, student_id: int) -> HttpResponse:
    """Who wrote what to this cell, when and why; what is said of its marks."""
    thing = lesson_for(request, school_id, lesson_id, to="journal.view_lesson")
    return _show(request, thing, student_id)


@require_POST
def comment(request: HttpRequest, school_id: int, lesson_id: int, student_id: int) -> HttpResponse:
    """A comment for the family at a mark."""
    thing = lesson_for(request, school_id, lesson_id, to="journal.record_lesson")
    return _done(
        request,
        thing,
        student_id,
        lambda: comment_mark(
            actor=request.user,
            lesson=thing.lesson,
            student_id=student_id,
            mark_id=number(request.POST, "mark") or 0,
            text=request.POST.get("comment", ""),
            reason=_reason(request, thing),
            now=timezone.now(),
        ),
    )


@require_POST
def note(request: HttpRequest, school_id: int, lesson_id: int, student_id: int) -> HttpResponse:
    """A note only its author sees: for whoever may see the lesson."""
    thing = lesson_for(request, school_id, lesson_id, to="journal.view_lesson")
    return _done(
        request,
        thing,
        student_id,
        lambda: note_for_myself(
            actor=request.user,
            lesson=thing.lesson,
            student_id=student_id,
            text=request.POST.get("note", ""),
            now=timezone.now(),
        ),
    )


@require_POST
def again(request: HttpRequest, school_id: int, lesson_id: int, student_id: int) -> HttpResponse:
    """The mark of a retake beside the first."""
    thing = lesson_for(request, school_id, lesson_id, to="journal.record_lesson")
    return _done(
        request,
        thing,
        student_id,
        lambda: retake_mark(
            actor=request.user,
            lesson=thing.lesson,
            student_id=student_id,
            mark_id=number(request.POST, "mark") or 0,
            value=request.POST.get("retake", ""),
            key=key_of(request.POST),
            reason=_reason(request, thing),
            now=timezone.now(),
        ),
    )


def _reason(request: HttpRequest, thing: LessonHere) -> str:
    reason = " ".join(request.POST.get("reason", "").replace("\x00", "").split())[:200]
    thing.refuse_silent_deputy(reason)
    return reason


def _done(
    request: HttpRequest, thing: LessonHere, student_id: int, act: Callable[[], object]
) -> HttpResponse:
    try:
        act()
    except Refused as error:
        return _show(request, thing, student_id, error=error)
    return redirect("journal:history", thing.lesson.school_id, thing.lesson.pk, student_id)


def _show(
    request: HttpRequest, thing: LessonHere, student_id: int, *, error: Refused | None = None
) -> HttpResponse:
    may_write = request.user.has_perm("journal.record_lesson", thing)
    page = cell_panel(thing, student_id, viewer_id=request.user.pk, may_write=may_write)
    if page is None:
        raise Http404
    shown = {"page": page, "error": error, "typed": request.POST}
    return render(request, "journal/history.html", shown, status=422 if error else 200)
