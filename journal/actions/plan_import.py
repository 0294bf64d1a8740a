"""A plan read from a file becomes a draft of a course."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import datetime
from decimal import Decimal
from uuid import UUID

import pghistory
from django.utils import timezone
from django.utils.translation import gettext as _

from core.imports.recognise import norm
from core.refusal import Refused
from journal.actions.plans import NewLine, make_plan
from journal.models import CoursePlan, WorkKind
from journal.permissions import CourseHere
from journal.plans.parts import LineList, PlanLine, ReadPlan
from journal.queries.door import find_course
from school.models import Course, Person
from school.standing import standing_of

_NOT_WORD = re.compile(r"\W+")
_MOST_PRACTICE = Decimal("999.9")


def save_read_plan(
    *,
    actor: Person,
    course: Course,
    plan: ReadPlan,
    chosen: LineList,
    now: datetime,
    source: str = "",
    sections: Collection[int] | None = None,
    key: UUID | None = None,
) -> CoursePlan:
    """Save the chosen list of a read plan as a draft of the course; `sections` keeps only these
    modules. Kinds of control works are those of the school whose name the topic says."""
    lines = [
        line
        for line in chosen.lines
        if sections is None or line.section is None or line.section in sections
    ]
    if not lines:
        raise Refused("no_lines", _("Nothing was chosen to be saved."), field="sections")
    kinds = ControlKinds(WorkKind.objects.filter(school_id=course.school_id, is_in_use=True))
    declared = plan.declared_hours
    return make_plan(
        actor=actor,
        course=course,
        lines=[_new(line, chosen, kinds) for line in lines],
        source=source[:200],
        declared_hours=None if declared is None else int(declared.to_integral_value()),
        now=now,
        key=key,
    )


def save_read_plan_as(
    *, login: str, course_id: int, plan: ReadPlan, chosen: LineList, source: str
) -> CoursePlan:
    """What the command does in the name of a person: a teacher of the course, its deputy or
    administrator. Raises Refused for anybody else."""
    actor = Person.objects.filter(login__iexact=login).first() if login else None
    if actor is None:
        raise Refused("no_person", _("Say with --as who saves the plan: no such login name."))
    course = Course.objects.select_related("year").filter(pk=course_id).first()
    here = standing_of(actor).in_school(course.school_id) if course else None
    found = here and find_course(
        course.school_id,
        course_id,
        employee_id=here.employee_id,
        today=timezone.localdate(timezone=here.school.zone),
    )
    if not found:
        raise Refused("no_course", _("This person has no such course."))
    known, ever, today, _is_unopened = found
    thing = CourseHere(here=here, course=known, teaches=today, taught=ever)
    if not (here.has("deputy", "administrator") or actor.has_perm("journal.edit_plan", thing)):
        raise Refused("not_allowed", _("This person may not change the plan of this course."))
    with pghistory.context(user=actor.pk, route="import_plans"):
        return save_read_plan(
            actor=actor, course=known, plan=plan, chosen=chosen, source=source, now=timezone.now()
        )


class ControlKinds:
    """Finds the school's kind of work that a topic names: «Контрольная работа № 2 по теме …».

    Only the name as it stands in the register counts: «Анализ контрольной работы» and «Подготовка
    к диктанту» are lessons about a work, no works."""

    def __init__(self, kinds: Iterable[WorkKind]) -> None:
        written = [kind for kind in kinds if kind.is_written]
        self.names = sorted(
            ((_words(kind.name), kind.pk) for kind in written), key=lambda pair: -len(pair[0])
        )
        self.shorts = {_words(kind.short_name): kind.pk for kind in written}
        self.usual = next((pk for name, pk in self.names if name == " контрольная работа "), None)

    def of(self, title: str, control: str = "") -> int | None:
        """The kind's key. A column that only says «1» or «+» means a контрольная, unless the topic
        names another work; «устный опрос» in it is no work at all."""
        for words in (_words(title), _words(control)):
            for name, pk in self.names:
                if name.strip() and name in words:
                    return pk
        return self.usual if control == "1" else self.shorts.get(_words(control))


def _words(text: str) -> str:
    return f" {_NOT_WORD.sub(' ', norm(text)).strip()} "


def _new(line: PlanLine, chosen: LineList, kinds: ControlKinds) -> NewLine:
    hours = Decimal(1) if line.hours is None else line.hours
    if hours != int(hours):
        raise Refused(
            "not_whole",
            _("“%(title)s” has %(hours)s h: a plan counts whole hours. Correct it in the file.")
            % {"title": line.title[:60], "hours": hours},
        )
    practice = line.practice_hours
    return NewLine(
        title=line.title,
        hours=int(hours),
        section=chosen.section_of(line),
        practice_hours=None
        if practice is None
        else min(practice, _MOST_PRACTICE).quantize(Decimal("0.1")),
        control_kind_id=kinds.of(line.title, line.control),
        homework=line.homework,
    )
