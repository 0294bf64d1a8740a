"""The journal page while it is open: what others changed, and many cells at once."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from core.asked import number_asked
from journal.actions.bulk import write_cells
from journal.answers import Answer, saving
from journal.answers_grid import cells_answer, changes_answer
from journal.forms import Posted
from journal.forms_grid import cells_of
from journal.permissions import course_for
from journal.queries.course_changes import course_cells, course_changes


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


@require_POST
def cells(request: HttpRequest, school_id: int, course_id: int) -> JsonResponse:
    """Many cells of the course at once, all or nothing (?term=… is the one shown)."""
    thing = course_for(request, school_id, course_id, to="journal.record_course")

    def save(posted: Posted) -> Answer:
        now, wishes = timezone.now(), cells_of(request.POST)
        written = write_cells(
            actor=request.user,
            course=thing.course,
            cells=wishes,
            key=posted.key,
            reason=posted.reason,
            now=now,
            typed_at=posted.typed_at,
        )
        term_id = number_asked(request.GET.get("term"))
        return cells_answer(*course_cells(thing, written.cells, term_id=term_id, now=now))

    return saving(request, thing, save)
