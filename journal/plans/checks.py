"""Do a plan's topics add up to the hours it declares? What is a fault is flagged, what is only
worth a look is noted (docs/plans.md says which is which, and why)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _

from journal.plans.parts import LineList, ReadPlan, Remark, plain

_TOTAL_INSIDE = re.compile(r"общее\s+количество\s+(часов|уроков)", re.IGNORECASE)


def checked(plan: ReadPlan) -> ReadPlan:
    """The plan with its flags and notes."""
    return replace(plan, flags=tuple(_flags(plan)), notes=plan.notes + tuple(_notes(plan)))


def _flags(plan: ReadPlan) -> Iterator[Remark]:
    """A plan that declares no hours cannot be wrong about them. In a modular programme the school
    chooses modules: more hours than declared is what it offers, only fewer is a fault. Where hours
    of some topics are not stated, only too many are certain."""
    summed = plan.topics or (plan.lessons[0] if plan.lessons else None)
    if plan.declared_hours is None or summed is None:
        return
    difference = summed.hours - plan.declared_hours
    open_ended = any(line.hours is None for line in summed.lines)
    if difference == 0 or (plan.is_modular and difference > 0) or (open_ended and difference < 0):
        return
    numbers = _numbers(plan.declared_hours, summed.hours)
    message = _("The plan declares %(declared)s h, its topics add up to %(topics)s h.")
    yield Remark(code="hours_differ", message=message % _shown(numbers), numbers=numbers)


def _notes(plan: ReadPlan) -> Iterator[Remark]:
    declared = plan.declared_hours
    if plan.topics is not None:
        if plan.is_modular and declared is not None and plan.topics.hours > declared:
            numbers = _numbers(declared, plan.topics.hours)
            message = _(
                "The programme is modular: its modules add up to %(topics)s h, the plan declares "
                "%(declared)s h. Choose the modules you teach."
            )
            yield Remark(code="modules_to_choose", message=message % _shown(numbers),
                         numbers=numbers)  # fmt: skip
        yield from _section_notes(plan.topics)
        if declared is not None and not plan.is_modular:
            yield from _lesson_notes(plan, declared)
    for one in plan.lists:
        yield from _title_notes(one)
        yield from _unknown_notes(one)


def _section_notes(topics: LineList) -> Iterator[Remark]:
    for index, section in enumerate(topics.sections):
        added = topics.hours_of(index)
        known = all(line.hours is not None for line in topics.lines if line.section == index)
        if section.hours is None or section.hours == added or not known:
            continue
        numbers = _numbers(section.hours, added) | {"section": section.name}
        message = _("Section “%(section)s” states %(declared)s h, its topics add up to %(topics)s.")
        yield Remark(code="section_hours_differ", message=message % _shown(numbers),
                     numbers=numbers)  # fmt: skip


def _lesson_notes(plan: ReadPlan, declared: Decimal) -> Iterator[Remark]:
    for one in plan.lessons:
        if one.hours != declared:
            numbers = _numbers(declared, one.hours) | {"list": one.name}
            message = _(
                "The list of lessons “%(list)s” has %(topics)s h, the plan declares %(declared)s h."
            )
            yield Remark(code="lessons_differ", message=message % _shown(numbers), numbers=numbers)


def _title_notes(one: LineList) -> Iterator[Remark]:
    for line in one.lines:
        if (found := _TOTAL_INSIDE.search(line.title)) and found.start() > 0:
            message = _("Line %(line)s: a sum of hours hangs at the end of the topic's words.")
            name = line.number or line.title[:40]
            yield Remark(code="total_in_topic", message=message % {"line": name},
                         numbers={"line": name})  # fmt: skip


def _unknown_notes(one: LineList) -> Iterator[Remark]:
    unknown = sum(line.hours is None for line in one.lines)
    if unknown:
        message = _("%(count)s lines without hours.") % {"count": unknown}
        yield Remark(code="hours_missing", message=message, numbers={"count": unknown})


def _numbers(declared: Decimal, added: Decimal) -> dict[str, int | float | str]:
    return {
        "declared_hours": plain(declared),
        "topics_hours": plain(added),
        "difference": plain(added - declared),
    }


def _shown(numbers: dict[str, int | float | str]) -> dict[str, int | float | str]:
    return {"declared": numbers["declared_hours"], "topics": numbers["topics_hours"], **numbers}
