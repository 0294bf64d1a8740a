"""Who reaches attendance: homeroom teachers and leaders; each writes what the role covers."""

from __future__ import annotations

from journal.models import Exemption, StudyAway
from tests import builders as b
from tests.village import NOW, Village

_CLASS = {
    "everyone": 403,
    "homeroom": 200,
    "leaders": 200,
    "strangers": 404,
    "logged_out": 302,
}
_SCHOOL = {"everyone": 403, "leaders": 200, "strangers": 404, "logged_out": 302}
_POST_ONLY = {"everyone": 405, "logged_out": 302}
_NOTES = _CLASS | {"director": 403, "administrator": 403}
_EXEMPTIONS = _CLASS | {"director": 403}
_ORDERS = _SCHOOL | {"director": 403}


def _refused(row: dict[str, int]) -> dict[str, int]:
    """The same roles with an empty form: told what lacks."""
    return {role: 422 if status == 200 else status for role, status in row.items()}


ROWS = {
    "journal:school_attendance": _CLASS,
    "journal:class_attendance": _CLASS,
    "journal:class_attendance_sheet": _CLASS,
    "journal:class_notes": _CLASS,
    "journal:add_note": _NOTES,
    "POST journal:add_note": _refused(_NOTES),
    "journal:decide_note": _POST_ONLY,
    # Nothing is said of what was decided.
    "POST journal:decide_note": _refused(_NOTES),
    "journal:exemptions": _CLASS,
    "journal:add_exemption": _EXEMPTIONS,
    "POST journal:add_exemption": _refused(_EXEMPTIONS),
    "journal:end_exemption": _EXEMPTIONS,
    "POST journal:end_exemption": _refused(_EXEMPTIONS),
    "journal:study_away": _SCHOOL,
    "journal:add_study_away": _ORDERS,
    "POST journal:add_study_away": _refused(_ORDERS),
    "journal:end_study_away": _ORDERS,
    "POST journal:end_study_away": _refused(_ORDERS),
}


def _note(village: Village) -> dict[str, int]:
    return {"note_id": b.a_note(village.student, by=village.people["guardian"]).pk}


def _exemption(village: Village) -> dict[str, int]:
    row, _made = Exemption.objects.get_or_create(
        school=village.school,
        student=village.student,
        subject=village.course.subject,
        since=b.MONDAY,
        defaults={
            "document": "справка",
            "made_at": NOW,
            "made_by": village.people["homeroom"],
        },
    )
    return {"exemption_id": row.pk}


def _away(village: Village) -> dict[str, int]:
    row, _made = StudyAway.objects.get_or_create(
        school=village.school,
        student=village.student,
        since=b.MONDAY,
        defaults={
            "mode": "home",
            "order_number": "15",
            "made_at": NOW,
            "made_by": village.people["deputy"],
        },
    )
    return {"away_id": row.pk}


ARGS = {
    "journal:decide_note": _note,
    "journal:end_exemption": _exemption,
    "journal:end_study_away": _away,
}
