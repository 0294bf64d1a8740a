"""Versions of a course's plan: made from a file, from another plan, from the approved one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from core.history import because
from core.once import first_time_alone
from core.refusal import Refused
from journal.models import CoursePlan, LessonRecord, PlannedTopic, PlanState
from journal.plans.parts import MOST_LINES
from school.models import Course, Person

EDITABLE = (PlanState.DRAFT, PlanState.RETURNED)
REASON_LENGTH = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLine:
    """A line as a new version begins with it."""

    title: str
    hours: int
    section: str = ""
    practice_hours: Decimal | None = None
    control_kind_id: int | None = None
    homework: str = ""


def make_plan(
    *,
    actor: Person,
    course: Course,
    lines: Sequence[NewLine],
    now: datetime,
    source: str = "",
    declared_hours: int | None = None,
    key: UUID | None = None,
) -> CoursePlan:
    """A new draft of the course's plan with these lines; none is a plan to be typed by hand."""
    if len(lines) > MOST_LINES:
        raise Refused("too_many_rows", _("More than %(most)s lines.") % {"most": MOST_LINES})
    with transaction.atomic():
        if not alone_with_plans(course.pk, actor=actor, key=key, now=now):
            return latest_of(course.pk)
        plan = _new_version(
            course, actor=actor, now=now, source=source, declared_hours=declared_hours
        )
        PlannedTopic.objects.bulk_create(_topics(plan, lines))
        return plan


def copy_plan(
    *, actor: Person, course: Course, source: CoursePlan, now: datetime, key: UUID | None = None
) -> CoursePlan:
    """A draft with the lines of another course's plan: last year's, or a colleague's. What was
    merged there stays merged; facts are not copied."""
    if source.school_id != course.school_id:
        raise Refused("not_here", _("This plan belongs to another school."))
    with transaction.atomic():
        if not alone_with_plans(course.pk, actor=actor, key=key, now=now):
            return latest_of(course.pk)
        name = f"{source.course.group.name}, {source.course.year.name}"
        plan = _new_version(
            course,
            actor=actor,
            now=now,
            source=name[:200],
            declared_hours=source.declared_hours,
        )
        _copy_lines(source, plan, keep_roots=False)
        return plan


def replan(
    *, actor: Person, course: Course, reason: str, now: datetime, key: UUID | None = None
) -> CoursePlan:
    """A new version based on the one in use, which stays as it was approved: topics are merged,
    shifted, hours dropped in the new one, and the deputy decides about it. One at a time."""
    words = reason_said(reason, field="reason")
    if not words:
        raise Refused("reason_needed", _("Say why the plan changes."), field="reason")
    with transaction.atomic(), because(words):
        if not alone_with_plans(course.pk, actor=actor, key=key, now=now):
            return latest_of(course.pk)
        approved = CoursePlan.objects.filter(course=course, state=PlanState.APPROVED)
        used = approved.filter(is_in_use=True).first()
        if used is None:
            raise Refused("none_in_use", _("No version is approved yet: change the draft itself."))
        started = CoursePlan.objects.filter(course=course, based_on=used)
        if waiting := started.exclude(state=PlanState.APPROVED).first():
            raise Refused(
                "begun_already",
                _("Version %(version)d is a re-plan already: go on with it.")
                % {"version": waiting.version},
            )
        plan = _new_version(
            course,
            actor=actor,
            now=now,
            source=used.source,
            declared_hours=used.declared_hours,
            based_on=used,
            reason=words,
        )
        _copy_lines(used, plan, keep_roots=True)
        return plan


def discard_plan(*, actor: Person, plan: CoursePlan, now: datetime) -> None:
    """Throw a version away that was never approved and gave no lesson its topic."""
    with transaction.atomic():
        alone_with_plans(plan.course_id, actor=actor, key=None, now=now)
        fresh = editable(plan)
        if LessonRecord.objects.filter(planned_topic__plan=fresh).exists():
            raise Refused("given_already", _("Lessons have topics of this version: it stays."))
        fresh.topics.filter(merged_into__isnull=False).delete()
        fresh.delete()


def alone_with_plans(course_id: int, *, actor: Person, key: UUID | None, now: datetime) -> bool:
    """Whether this request is new; holds the course's plans until the transaction ends."""
    return first_time_alone(
        key=key or uuid4(), person_id=actor.pk, now=now, alone=f"journal.plan.{course_id}"
    )


def editable(plan: CoursePlan) -> CoursePlan:
    """The plan as it stands now. Raises Refused where it is not a draft any more: an approved
    version stays as it is, one that waits is the deputy's."""
    fresh = CoursePlan.objects.filter(pk=plan.pk).first()
    if fresh is None:
        raise Refused("gone", _("This version was thrown away meanwhile."))
    if fresh.state == PlanState.SUBMITTED:
        raise Refused("submitted", _("This version waits for the deputy: take it back first."))
    if fresh.state not in EDITABLE:
        raise Refused("approved", _("An approved version stays as it is: make a re-plan."))
    return fresh


def reason_said(text: str, *, field: str, most: int = REASON_LENGTH) -> str:
    """A reason or a remark in one line. Raises Refused for one too long."""
    words = " ".join(text.replace("\x00", "").split())
    if len(words) > most:
        raise Refused("too_long", _("At most %(most)d characters.") % {"most": most}, field=field)
    return words


def latest_of(course_id: int) -> CoursePlan:
    """The newest version: what a repeated request has made."""
    plan = CoursePlan.objects.filter(course_id=course_id).order_by("-version").first()
    if plan is None:
        raise Refused("gone", _("This version was thrown away meanwhile."))
    return plan


def _new_version(course: Course, *, actor: Person, now: datetime, **fields: object) -> CoursePlan:
    newest = CoursePlan.objects.filter(course=course).order_by("-version").first()
    return CoursePlan.objects.create(
        school_id=course.school_id,
        course=course,
        version=newest.version + 1 if newest else 1,
        made_at=now,
        made_by=actor,
        **fields,
    )


def _topics(plan: CoursePlan, lines: Sequence[NewLine]) -> Iterable[PlannedTopic]:
    return (
        PlannedTopic(
            school_id=plan.school_id,
            plan=plan,
            position=position,
            section=line.section,
            title=line.title,
            hours=line.hours,
            practice_hours=line.practice_hours,
            control_kind_id=line.control_kind_id,
            homework=line.homework,
        )
        for position, line in enumerate(lines, start=1)
    )


def _copy_lines(source: CoursePlan, plan: CoursePlan, *, keep_roots: bool) -> None:
    old = list(source.topics.order_by("position"))
    new = [
        PlannedTopic(
            school_id=plan.school_id,
            plan=plan,
            position=position,
            section=line.section,
            title=line.title,
            hours=line.hours,
            practice_hours=line.practice_hours,
            control_kind_id=line.control_kind_id,
            homework=line.homework,
            root_id=(line.root_id or line.pk) if keep_roots else None,
        )
        for position, line in enumerate(old, start=1)
    ]
    made = dict(zip((line.pk for line in old), PlannedTopic.objects.bulk_create(new), strict=True))
    merged = []
    for line in old:
        if line.merged_into_id is not None:
            made[line.pk].merged_into = made[line.merged_into_id]
            merged.append(made[line.pk])
    PlannedTopic.objects.bulk_update(merged, ["merged_into"])
