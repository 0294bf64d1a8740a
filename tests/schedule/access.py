"""Who reaches the timetable: staff look, deputy and administrator make it, families neither."""

from __future__ import annotations

from datetime import date

from core.models import Job
from schedule.models import TimetableSlot
from tests.village import Village

_LOOKS = {"families": 403, "staff": 200, "strangers": 404, "logged_out": 302}
_MOVES_ON = _LOOKS | {"staff": 302}
_MAKES = {
    "families": 403,
    "staff": 403,
    "deputy": 200,
    "administrator": 200,
    "strangers": 404,
    "logged_out": 302,
}
_REFUSED = _MAKES | {"deputy": 422, "administrator": 422}
_POST_ONLY = {"everyone": 405, "logged_out": 302}


def _slot(village: Village) -> dict[str, int]:
    slot, _made = TimetableSlot.objects.get_or_create(
        school=village.school,
        course=village.course,
        weekday=1,
        number=1,
        since=date(2025, 9, 1),
    )
    return {"slot_id": slot.pk}


def _job(village: Village) -> dict[str, int]:
    job, _made = Job.objects.get_or_create(
        school_id=village.school.pk,
        kind="generate_lessons",
        asked_by=village.people["deputy"],
        defaults={"result": {"first": "2025-09-01", "last": "2026-05-26"}},
    )
    return {"job_id": job.pk}


ARGS = {
    "schedule:choose": lambda _village: {"kind": "class"},
    "schedule:slot": _slot,
    "schedule:slot_end": _slot,
    "schedule:job": _job,
    "schedule:job_status": _job,
}

ROWS = {
    "schedule:home": _MOVES_ON,
    "schedule:day": _LOOKS,
    "schedule:choose": _MOVES_ON,
    "schedule:class": _LOOKS,
    "schedule:teacher": _LOOKS,
    "schedule:room": _LOOKS,
    "schedule:lesson": _LOOKS,
    "schedule:absence": _MAKES,
    "POST schedule:absence": _REFUSED,
    "schedule:add_lesson": _MAKES,
    "POST schedule:add_lesson": _REFUSED,
    "schedule:move": _POST_ONLY,
    "POST schedule:move": _REFUSED,
    "schedule:cancel": _POST_ONLY,
    "POST schedule:cancel": _REFUSED,
    "schedule:restore": _POST_ONLY,
    "POST schedule:restore": _MAKES | {"deputy": 302, "administrator": 302},
    "schedule:substitute": _POST_ONLY,
    "POST schedule:substitute": _REFUSED,
    "schedule:slots": _MAKES,
    "schedule:slot_add": _MAKES,
    "POST schedule:slot_add": _REFUSED,
    "schedule:slot": _MAKES,
    "POST schedule:slot": _REFUSED,
    "schedule:slot_end": _POST_ONLY,
    "POST schedule:slot_end": _REFUSED,
    "schedule:generate": _MAKES,
    "POST schedule:generate": _REFUSED,
    "schedule:job": _MAKES,
    "schedule:job_status": _MAKES,
}
