"""What the page shows of a file before anything is saved: its lists to choose from, the chosen
one whole, flags, notes and faults."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from core.imports.faults import Fault
from journal.plans.carried import carry
from journal.plans.parts import LineList, PlanFile, PlanLine, ReadPlan, Remark
from school.models import Course

_SHOWN_FAULTS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ListChoice:
    """A list of the file: the topics of a plan, or lessons."""

    key: str
    plan: str
    grade: int | None
    name: str
    is_lessons: bool
    rows: int
    hours: Decimal
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """A section that may be left out."""

    index: int
    name: str
    hours: Decimal
    is_chosen: bool
    lines: tuple[PlanLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPreview:
    """All that the preview shows."""

    file: str
    faults: tuple[Fault, ...]
    more_faults: int
    choices: tuple[ListChoice, ...]
    modules: tuple[Module, ...]
    flags: tuple[Remark, ...]
    notes: tuple[Remark, ...]
    is_modular: bool
    declared_hours: Decimal | None
    course_hours: int
    hours: Decimal
    rows: int
    token: str

    @property
    def differs_from_course(self) -> bool:
        return self.hours != self.course_hours


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A list of a file with the plan it belongs to."""

    plan: ReadPlan
    one: LineList
    key: str


def choose(file: PlanFile, course: Course, key: str) -> Chosen | None:
    """The list named by `key` («0.1»: the second list of the first plan); without one, that which
    fits the course best."""
    every = [
        Chosen(plan=plan, one=one, key=f"{index}.{place}")
        for index, plan in enumerate(file.plans)
        for place, one in enumerate(plan.lists)
        if one.lines
    ]
    named = next((one for one in every if one.key == key), None)
    return named or max(every, key=lambda one: _fitness(one, course), default=None)


def preview(
    file: PlanFile, course: Course, *, person_id: int, key: str, sections: Iterable[int] | None
) -> PlanPreview:
    """The page's figures and rows. `sections` None: all of them are taken."""
    chosen = choose(file, course, key)
    modules = tuple(_modules(chosen.one, sections)) if chosen else ()
    kept = [line for module in modules if module.is_chosen for line in module.lines]
    faults = list(file.faults)
    return PlanPreview(
        file=file.name,
        faults=tuple(faults[:_SHOWN_FAULTS]),
        more_faults=len(file.faults) - min(len(faults), _SHOWN_FAULTS),
        choices=tuple(_choices(file, chosen)),
        modules=modules,
        flags=chosen.plan.flags if chosen else (),
        notes=tuple({one.message: one for one in chosen.plan.notes}.values()) if chosen else (),
        is_modular=bool(chosen) and len(modules) > 1,
        declared_hours=chosen.plan.declared_hours if chosen else None,
        course_hours=course.hours_a_year,
        hours=sum((line.hours or Decimal(1) for line in kept), Decimal()),
        rows=len(kept),
        token="" if faults else carry(file, course_id=course.pk, person_id=person_id),
    )


def _fitness(one: Chosen, course: Course) -> tuple[bool, bool, bool]:
    """Of the course's own grade, of as many hours, lesson by lesson."""
    school_class = course.group.school_class
    return (
        school_class is not None and one.plan.grade == school_class.grade,
        one.one.hours == course.hours_a_year,
        one.one is not one.plan.topics,
    )


def _choices(file: PlanFile, chosen: Chosen | None) -> Iterable[ListChoice]:
    for index, plan in enumerate(file.plans):
        for place, one in enumerate(plan.lists):
            key = f"{index}.{place}"
            yield ListChoice(
                key=key,
                plan=plan.subject or plan.name,
                grade=plan.grade,
                name=one.name,
                is_lessons=one is not plan.topics,
                rows=len(one.lines),
                hours=one.hours,
                is_chosen=bool(chosen) and key == chosen.key,
            )


def _modules(one: LineList, sections: Iterable[int] | None) -> Iterable[Module]:
    kept = None if sections is None else set(sections)
    if any(line.section is None for line in one.lines):
        yield _module(one, -1, is_chosen=True)
    for index in range(len(one.sections)):
        yield _module(one, index, is_chosen=kept is None or index in kept)


def _module(one: LineList, index: int, *, is_chosen: bool) -> Module:
    place = None if index < 0 else index
    return Module(
        index=index,
        name="" if place is None else one.sections[place].name,
        hours=one.hours_of(place),
        is_chosen=is_chosen,
        lines=tuple(line for line in one.lines if line.section == place),
    )
