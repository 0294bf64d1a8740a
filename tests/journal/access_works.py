"""Who reaches works: the teacher of the course plans and writes results, a deputy too, who says
why; homeroom teacher and leaders read; the schedule of a class is for all who teach or lead."""

from __future__ import annotations

from decimal import Decimal

from journal.models import Work
from tests import builders as b
from tests.village import NOW, Village

_READS = {
    "everyone": 403,
    "own_teacher": 200,
    "homeroom": 200,
    "leaders": 200,
    "families": 404,
    "strangers": 404,
    "logged_out": 302,
}
_PLANS = {
    "everyone": 403,
    "own_teacher": 200,
    "deputy": 200,
    "families": 404,
    "strangers": 404,
    "logged_out": 302,
}
_REFUSED = _PLANS | {"own_teacher": 422, "deputy": 422}

_POST_ONLY = {"everyone": 405, "logged_out": 302}

ROWS = {
    "journal:comment": _POST_ONLY,
    # No mark of this number stands there; the deputy is asked for a reason.
    "POST journal:comment": _REFUSED,
    "journal:again": _POST_ONLY,
    "POST journal:again": _REFUSED,
    "journal:note": _POST_ONLY,
    "POST journal:note": _READS | {"own_teacher": 302, "homeroom": 302, "leaders": 302},
    "journal:works": _READS,
    "POST journal:works": _REFUSED,
    "journal:works_check": _PLANS,
    "journal:work_results": _READS,
    # Nothing sent is nothing changed; the deputy is asked for a reason.
    "POST journal:work_results": _PLANS | {"own_teacher": 302, "deputy": 422},
    "journal:change_work": _PLANS,
    "POST journal:change_work": _REFUSED,
    "journal:class_works": {"everyone": 403, "staff": 200, "strangers": 404, "logged_out": 302},
}


def a_work(village: Village) -> Work:
    """A test with points in the lesson that is looked at."""
    kind = b.a_work_kind(village.school, name="Контрольная работа", weight="1.5")
    if not kind.is_written:
        kind.is_written = True
        kind.save()
    found = Work.objects.filter(lesson=village.lesson, kind=kind).first()
    return found or Work.objects.create(
        school=village.school,
        course=village.course,
        lesson=village.lesson,
        kind=kind,
        title="Сложение и вычитание",
        weight=kind.weight,
        days_for_results=7,
        most_points=Decimal(20),
        made_at=NOW,
        made_by=village.people["own_teacher"],
    )


def _work(village: Village) -> dict[str, int]:
    return {"work_id": a_work(village).pk}


ARGS = {"journal:work_results": _work, "journal:change_work": _work}
