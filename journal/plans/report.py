"""What was read, as JSON (the shape is described in docs/plans.md)."""

from __future__ import annotations

from typing import Any

from journal.plans.parts import LineList, PlanFile, PlanLine, ReadPlan, Remark, plain

Json = dict[str, Any]


def report(files: list[PlanFile]) -> Json:
    """All files of one call with their totals."""
    plans = [plan for file in files for plan in file.plans]
    return {
        "files": [file_report(file) for file in files],
        "totals": {
            "files": len(files),
            "plans": _different(plans),
            "topics": sum(len(plan.topics.lines) for plan in plans if plan.topics),
            "lesson_lists": sum(len(plan.lessons) for plan in plans),
            "lessons": sum(len(one.lines) for plan in plans for one in plan.lessons),
            "flagged_plans": _different([plan for plan in plans if plan.flags]),
            "flags": sum(len(plan.flags) for plan in plans),
            "notes": sum(len(plan.notes) for plan in plans),
            "errors": sum(len(file.faults) for file in files),
        },
    }


def file_report(file: PlanFile) -> Json:
    """One file: its plans, all their flags and notes, and what could not be read."""
    return {
        "file": file.name,
        "format": file.format,
        "plans": [plan_report(plan) for plan in file.plans],
        "flags": [_remark(one, plan) for plan in file.plans for one in plan.flags],
        "notes": [_remark(one, plan) for plan in file.plans for one in plan.notes],
        "errors": [fault.as_json() for fault in file.faults],
    }


def plan_report(plan: ReadPlan) -> Json:
    """One plan with every row."""
    topics = plan.topics
    return {
        "name": plan.name,
        "slug": plan.slug,
        "subject": plan.subject,
        "level": plan.level,
        "variant": plan.variant,
        "grade": plan.grade,
        "source": plan.source,
        "modular": plan.is_modular,
        "declared_hours": plain(plan.declared_hours),
        "topics_hours": plain(topics.hours) if topics else None,
        "lessons_hours": plain(plan.lessons[0].hours) if plan.lessons else None,
        "flagged": bool(plan.flags),
        "rows": sum(len(one.lines) for one in plan.lists),
        "topics": len(topics.lines) if topics else 0,
        "lessons": sum(len(one.lines) for one in plan.lessons),
        "sections": _sections(topics) if topics else [],
        "lesson_lists": [_lessons(one) for one in plan.lessons],
        "flags": [_remark(one, plan) for one in plan.flags],
        "notes": [_remark(one, plan) for one in plan.notes],
    }


def _different(plans: list[ReadPlan]) -> int:
    """A programme's JSON and its lists of lessons in CSV are one plan."""
    named = {(plan.slug, plan.grade) for plan in plans if plan.slug}
    return len(named) + sum(not plan.slug for plan in plans)


def _sections(topics: LineList) -> list[Json]:
    """Topics before the first section stand in one without a name."""
    places: list[int | None] = list(range(len(topics.sections)))
    if any(line.section is None for line in topics.lines):
        places.insert(0, None)
    return [
        {
            "name": "" if place is None else topics.sections[place].name,
            "declared_hours": None if place is None else plain(topics.sections[place].hours),
            "topics_hours": plain(topics.hours_of(place)),
            "topics": [_line(line) for line in topics.lines if line.section == place],
        }
        for place in places
    ]


def _lessons(one: LineList) -> Json:
    return {
        "name": one.name,
        "rows": len(one.lines),
        "hours": plain(one.hours),
        "lessons": [_line(line) | {"section": one.section_of(line)} for line in one.lines],
    }


def _line(line: PlanLine) -> Json:
    return {
        "number": line.number,
        "title": line.title,
        "hours": plain(line.hours),
        "practice_hours": plain(line.practice_hours),
        "control": line.control,
        "homework": line.homework,
        "row": line.row,
    }


def _remark(one: Remark, plan: ReadPlan) -> Json:
    name = f"{plan.slug}-{plan.grade}" if plan.slug and plan.grade else plan.name
    return {"code": one.code, "message": one.message, "plan": name, **one.numbers}
