"""Who reaches the plans: the course's teachers write, a deputy decides, leaders and the homeroom
teacher read."""

from __future__ import annotations

from journal.models import CoursePlan, PlannedTopic
from tests import builders as b
from tests.village import Village

_READS = {
    "everyone": 403,
    "own_teacher": 200,
    "homeroom": 200,
    "leaders": 200,
    "families": 404,
    "strangers": 404,
    "logged_out": 302,
}
_TEACHER = {
    "everyone": 403,
    "own_teacher": 200,
    "families": 404,
    "strangers": 404,
    "logged_out": 302,
}
_POST_ONLY = {"everyone": 405, "logged_out": 302}
_DEPUTY = _TEACHER | {"own_teacher": 403, "deputy": 422}

ROWS = {
    "journal:plans": {"everyone": 403, "leaders": 200, "strangers": 404, "logged_out": 302},
    "journal:plan": _READS,
    "journal:plan_import": _TEACHER,
    "POST journal:plan_import": _TEACHER | {"own_teacher": 422},
    "journal:plan_copy": _TEACHER,
    "POST journal:plan_copy": _TEACHER | {"own_teacher": 422},
    "journal:plan_new": _POST_ONLY,
    "POST journal:plan_new": _TEACHER | {"own_teacher": 302},
    "journal:plan_replan": _TEACHER,
    "POST journal:plan_replan": _TEACHER | {"own_teacher": 422},
    "journal:plan_step": _POST_ONLY,
    "POST journal:plan_step": _TEACHER | {"own_teacher": 422},
    "journal:plan_decide": _POST_ONLY,
    "POST journal:plan_decide": _DEPUTY,
    "journal:plan_change": _POST_ONLY,
    "POST journal:plan_change": _TEACHER | {"own_teacher": 422},
    "journal:plan_line_new": _TEACHER,
    "POST journal:plan_line_new": _TEACHER | {"own_teacher": 422},
    "journal:plan_line": _TEACHER,
    "POST journal:plan_line": _TEACHER | {"own_teacher": 422},
}


def _plan(village: Village) -> dict[str, int]:
    plan = CoursePlan.objects.filter(course=village.course).first() or a_plan(village)
    return {"plan_id": plan.pk}


def _line(village: Village) -> dict[str, int]:
    found = _plan(village)
    return found | {"topic_id": PlannedTopic.objects.filter(plan_id=found["plan_id"])[0].pk}


def a_plan(village: Village) -> CoursePlan:
    """A draft of two topics for the village's course."""
    return b.a_plan(village.course, by=village.people["own_teacher"])


_OF_A_PLAN = ("plan_step", "plan_decide", "plan_change", "plan_line_new")
ARGS = {f"journal:{name}": _plan for name in _OF_A_PLAN} | {"journal:plan_line": _line}
