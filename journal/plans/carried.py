"""A read plan on its way from the preview to saving: signed, in the form itself, so that nothing
has to be kept on the server and what is saved is what was shown."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

from core.refusal import Refused
from journal.plans.checks import checked
from journal.plans.parts import LineList, PlanFile, PlanLine, PlanSection, ReadPlan

_SALT = "journal.plan"
_DAY = 24 * 60 * 60
Json = dict[str, Any]


def carry(file: PlanFile, *, course_id: int, person_id: int) -> str:
    """The file's plans as a signed text for this person and this course."""
    said = {
        "for": [course_id, person_id],
        "name": file.name,
        "format": file.format,
        "plans": [_plan(one) for one in file.plans],
    }
    return signing.dumps(said, salt=_SALT, compress=True)


def carried(text: str, *, course_id: int, person_id: int) -> PlanFile:
    """The plans back. Raises Refused for a text that is not ours, is of another page, or is older
    than a day."""
    try:
        said = signing.loads(text, salt=_SALT, max_age=_DAY)
    except signing.BadSignature as error:
        raise _stale() from error
    if said["for"] != [course_id, person_id]:
        raise _stale()
    return PlanFile(
        name=said["name"],
        format=said["format"],
        plans=[checked(_read_plan(one)) for one in said["plans"]],
    )


def _stale() -> Refused:
    return Refused("stale", _("This preview is too old: hand the file in again."), field="file")


def _plan(plan: ReadPlan) -> Json:
    return {
        "name": plan.name,
        "slug": plan.slug,
        "subject": plan.subject,
        "variant": plan.variant,
        "grade": plan.grade,
        "declared": _number(plan.declared_hours),
        "modular": plan.is_modular,
        "topics": _list(plan.topics) if plan.topics else None,
        "lessons": [_list(one) for one in plan.lessons],
    }


def _list(one: LineList) -> Json:
    return {
        "name": one.name,
        "sections": [[section.name, _number(section.hours)] for section in one.sections],
        "lines": [
            [
                line.title,
                _number(line.hours),
                line.number,
                line.section,
                _number(line.practice_hours),
                line.control,
                line.homework,
                line.row,
            ]
            for line in one.lines
        ],
    }


def _read_plan(said: Json) -> ReadPlan:
    return ReadPlan(
        name=said["name"],
        slug=said["slug"],
        subject=said["subject"],
        variant=said["variant"],
        grade=said["grade"],
        declared_hours=_decimal(said["declared"]),
        is_modular=said["modular"],
        topics=_read_list(said["topics"]) if said["topics"] else None,
        lessons=tuple(_read_list(one) for one in said["lessons"]),
    )


def _read_list(said: Json) -> LineList:
    return LineList(
        name=said["name"],
        sections=tuple(
            PlanSection(name=name, hours=_decimal(hours)) for name, hours in said["sections"]
        ),
        lines=tuple(
            PlanLine(
                title=title,
                hours=_decimal(hours),
                number=number,
                section=section,
                practice_hours=_decimal(practice),
                control=control,
                homework=homework,
                row=row,
            )
            for title, hours, number, section, practice, control, homework, row in said["lines"]
        ),
    )


def _number(number: Decimal | None) -> str | None:
    return None if number is None else str(number)


def _decimal(said: str | None) -> Decimal | None:
    return None if said is None else Decimal(said)
