"""A version goes to the deputy, who approves it or returns it with a remark."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core.refusal import Refused
from journal.actions.plans import alone_with_plans, editable, reason_said
from journal.models import CoursePlan, PlanState
from school.models import Person

REMARK_LENGTH = 500


def submit_plan(*, actor: Person, plan: CoursePlan, now: datetime, reason: str = "") -> CoursePlan:
    """Send a draft to the deputy. One version of a course waits at a time; a re-plan says why.
    Until a first version is approved, lessons propose from the one that was sent."""
    words = reason_said(reason, field="reason")
    with transaction.atomic():
        alone_with_plans(plan.course_id, actor=actor, key=None, now=now)
        fresh = editable(plan)
        if not fresh.topics.exists():
            raise Refused("empty", _("A plan without a single line cannot be submitted."))
        others = CoursePlan.objects.filter(course_id=plan.course_id, state=PlanState.SUBMITTED)
        if other := others.first():
            raise Refused(
                "another_waits",
                _("Version %(version)d waits for the deputy already: take it back first.")
                % {"version": other.version},
            )
        if fresh.based_on_id and not (words or fresh.reason):
            raise Refused("reason_needed", _("Say why the plan changes."), field="reason")
        fresh.reason = words or fresh.reason
        used = CoursePlan.objects.filter(course_id=plan.course_id, is_in_use=True)
        if not used.filter(state=PlanState.APPROVED).exists():
            used.update(is_in_use=False)
            fresh.is_in_use = True
        fresh.state, fresh.submitted_at = PlanState.SUBMITTED, now
        fresh.save(update_fields=["state", "submitted_at", "reason", "is_in_use"])
        return fresh


def withdraw_plan(*, actor: Person, plan: CoursePlan, now: datetime) -> CoursePlan:
    """Take a waiting version back to go on with it."""
    with transaction.atomic():
        alone_with_plans(plan.course_id, actor=actor, key=None, now=now)
        fresh = _waiting(plan)
        fresh.state, fresh.submitted_at = PlanState.DRAFT, None
        fresh.save(update_fields=["state", "submitted_at"])
        return fresh


def approve_plan(*, actor: Person, plan: CoursePlan, now: datetime, remark: str = "") -> CoursePlan:
    """From now on lessons propose from this version; the one before stays as it was approved."""
    words = reason_said(remark, field="remark", most=REMARK_LENGTH)
    with transaction.atomic():
        alone_with_plans(plan.course_id, actor=actor, key=None, now=now)
        fresh = _waiting(plan)
        CoursePlan.objects.filter(course_id=plan.course_id, is_in_use=True).update(is_in_use=False)
        return _decided(fresh, PlanState.APPROVED, actor=actor, remark=words, now=now)


def return_plan(*, actor: Person, plan: CoursePlan, remark: str, now: datetime) -> CoursePlan:
    """Back to the teacher, with what is to be changed."""
    words = reason_said(remark, field="remark", most=REMARK_LENGTH)
    if not words:
        raise Refused("remark_needed", _("Say what is to be changed."), field="remark")
    with transaction.atomic():
        alone_with_plans(plan.course_id, actor=actor, key=None, now=now)
        return _decided(_waiting(plan), PlanState.RETURNED, actor=actor, remark=words, now=now)


def _decided(
    plan: CoursePlan, state: str, *, actor: Person, remark: str, now: datetime
) -> CoursePlan:
    plan.state, plan.is_in_use = state, plan.is_in_use or state == PlanState.APPROVED
    plan.decided_at, plan.decided_by, plan.remark = now, actor, remark
    plan.save(update_fields=["state", "is_in_use", "decided_at", "decided_by", "remark"])
    return plan


def _waiting(plan: CoursePlan) -> CoursePlan:
    fresh = CoursePlan.objects.filter(pk=plan.pk).first()
    if fresh is None:
        raise Refused("gone", _("This version was thrown away meanwhile."))
    if fresh.state != PlanState.SUBMITTED:
        raise Refused("not_waiting", _("This version does not wait for a decision any more."))
    return fresh
