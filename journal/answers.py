"""What saving answers: small JSON that says what stands there now, or why it was refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.history import typed_on_device
from core.refusal import ChangedMeanwhile, Refused
from journal.averages import shown
from journal.cells import entry_text
from journal.forms import Posted
from journal.marks_shown import ShownCell, ShownMark, cell_content, note_of
from journal.models import LessonRecord
from journal.permissions import LessonHere
from journal.queries.cell import Cell, Standing, values_of

Answer = dict[str, object]


def saving(
    request: HttpRequest, thing: LessonHere, save: Callable[[Posted], Answer]
) -> JsonResponse:
    """Save what was posted and say what stands now. A conflict answers 409 with the other's
    value, a refusal 422 with its reason; both name the field. What one person typed is not saved
    for another who logged in since: 401, and the page keeps it."""
    if request.POST.get("person", "") not in ("", str(request.user.pk)):
        return JsonResponse({"code": "other_person"}, status=401)
    now = timezone.now()
    try:
        posted = Posted.of(request.POST, now=now)
        if thing.as_deputy and not posted.reason:
            raise Refused("reason_needed", _("A deputy who writes here says why."), field="reason")
        with typed_on_device(posted.typed_at):
            answer = save(posted)
    except ChangedMeanwhile as error:
        body = {"code": error.code, "message": error.message, "field": error.field}
        return JsonResponse({**body, "theirs": error.theirs, "by": error.by}, status=409)
    except Refused as error:
        body = {"code": error.code, "message": error.message, "field": error.field}
        return JsonResponse(body, status=422)
    return JsonResponse({**answer, **_moments(posted, thing, now=now)})


def _moments(posted: Posted, thing: LessonHere, *, now: datetime) -> Answer:
    """When it was received and, where it waited on the device, when it was typed there."""
    zone = thing.here.school.zone
    received = timezone.localtime(now, zone)
    if posted.typed_at is None:
        return {"at": f"{received:%H:%M}"}
    typed = timezone.localtime(posted.typed_at, zone)
    form = "%H:%M" if typed.date() == received.date() else "%d.%m %H:%M"
    return {"at": received.strftime(form), "typed": typed.strftime(form)}


def cell_answer(cell: Cell, thing: LessonHere) -> Answer:
    """A cell as it stands: its text (the version), its inside, the student's new average."""
    inside = cell_content(shown_cell(cell, thing))
    return {
        "text": cell.content.text,
        "html": inside,
        "average": shown(cell.average),
        "sign": cell.absence.kind.sign if cell.absence else "",
    }


def record_answer(record: LessonRecord, text: str) -> Answer:
    """A fact of the lesson as it stands."""
    return {"text": text, "version": record.version}


def shown_cell(cell: Cell, thing: LessonHere) -> ShownCell:
    """The cell as grid and register show it."""
    return ShownCell(tuple(_shown(entry, thing) for entry in cell.entries), cell.absence)


def _shown(entry: tuple[Standing, ...], thing: LessonHere) -> ShownMark:
    first = entry[0]
    points = [mark.value.points for mark in entry]
    written = _day(first.written_at, thing)
    note = note_of(
        kind=first.kind_name,
        weight=str(first.weight),
        written_on=written if written != thing.lesson.day else None,
        is_usual=first.is_usual,
        late=_("written on %s"),
    )
    lowest = None if None in points else min(points)
    return ShownMark(entry_text(values_of(entry)), lowest, note, first.is_written)


def _day(moment: datetime, thing: LessonHere) -> date:
    return timezone.localdate(moment, timezone=thing.here.school.zone)
