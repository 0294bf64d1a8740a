"""What saving answers: small JSON that says what stands there now, or why it was refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.history import typed_on_device
from core.refusal import ChangedMeanwhile, Refused
from journal.actions.bulk import CellsRefused
from journal.actions.rules import learns_with_marks
from journal.averages import shown
from journal.cells import entry_text
from journal.forms import Posted
from journal.marks_shown import ShownCell, ShownMark, cell_content, note_of, tries_of
from journal.models import LessonRecord
from journal.permissions import ClassHere, CourseHere, LessonHere
from journal.queries.cell import Cell, Standing, values_of

Answer = dict[str, object]
Thing = LessonHere | CourseHere | ClassHere


def saving(
    request: HttpRequest,
    thing: Thing,
    save: Callable[[Posted], Answer],
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
    except CellsRefused as error:
        return _bad_cells(error)
    except Refused as error:
        body = {"code": error.code, "message": error.message, "field": error.field}
        return JsonResponse(body, status=422)
    return JsonResponse({**answer, **_moments(posted, thing, now=now)})


def _bad_cells(error: CellsRefused) -> JsonResponse:
    """Every bad cell by lesson and student; where each only asks for a reason, the question."""
    bad = [
        {"l": cell.lesson_id, "s": cell.student_id, "code": cell.code, "message": cell.message}
        | ({} if cell.theirs is None else {"theirs": cell.theirs, "by": cell.by})
        for cell in error.bad
    ]
    codes = {cell.code for cell in error.bad}
    code = codes.pop() if codes in ({"reason_needed"}, {"changed_meanwhile"}) else error.code
    message = error.bad[0].message if code == "reason_needed" else error.message
    body = {"code": code, "message": message, "field": error.field, "cells": bad}
    return JsonResponse(body, status=409 if code == "changed_meanwhile" else 422)


def _moments(posted: Posted, thing: Thing, *, now: datetime) -> Answer:
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
    mean = {"average": shown(cell.average)} if learns_with_marks(thing.lesson.course) else {}
    return {
        "text": cell.content.text,
        "html": inside,
        **mean,
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
        tries=tries_of(is_retake=first.retake_of is not None, is_counted=first.is_counted),
    )
    lowest = None if None in points else min(points)
    return ShownMark(entry_text(values_of(entry)), lowest, note, first.is_written)


def _day(moment: datetime, thing: LessonHere) -> date:
    return timezone.localdate(moment, timezone=thing.here.school.zone)
