"""The journal page while it is open: what others changed, and many cells at once."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from core.asked import number_asked
from journal.answers_grid import changes_answer
from journal.permissions import course_for
from journal.queries.course_changes import course_changes


def changes(request: HttpRequest, school_id: int, course_id: int) -> HttpResponse:
    """What changed since the page's cursor (?since=…&term=…); 204 where nothing did."""
    thing = course_for(request, school_id, course_id, to="journal.view_course")
    found = course_changes(
        thing,
        viewer_id=request.user.pk,
        term_id=number_asked(request.GET.get("term")),
        since=request.GET.get("since", ""),
        now=timezone.now(),
    )
    if found is None:
        return HttpResponse(status=204)
    return JsonResponse(changes_answer(found), status=200)
