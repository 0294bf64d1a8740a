"""Curriculum plans of the year: most approved, some still on their way, a few not there yet."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

from control.demo.bulk import copy, take_keys
from control.demo.topics import year_of_topics
from control.demo.world import Taught, World
from journal.models import CoursePlan, PlannedTopic, PlanState

NOT_YET, ON_ITS_WAY = 0.03, 0.08  # of the courses
_PLAN = (
    "id school_id course_id version state is_in_use source declared_hours reason made_at made_by_id"
    " submitted_at decided_at decided_by_id remark"
).split()
_TOPIC = (
    "id school_id plan_id position section title hours practice_hours control_kind_id homework"
).split()


def make_plans(world: World) -> None:
    """A plan for nearly every course, written by its teacher; the lessons' topics come from it."""
    deputy = world.leaders["deputy"]
    by_author: dict[int, list[Taught]] = defaultdict(list)
    for taught in world.taught:
        if world.rng.random() >= NOT_YET:
            by_author[taught.teacher.person_id].append(taught)
    for author, courses in by_author.items():
        keys = take_keys(CoursePlan, len(courses))
        states = [_state(world) for _ in courses]
        copy(
            CoursePlan,
            _PLAN,
            (
                _plan(world, key, taught, state, author, deputy.pk)
                for key, taught, state in zip(keys, courses, states, strict=True)
            ),
            author_id=author,
        )
        _write_topics(world, dict(zip(keys, courses, strict=True)), author)


def _state(world: World) -> PlanState:
    if world.rng.random() >= ON_ITS_WAY:
        return PlanState.APPROVED
    return world.rng.choice((PlanState.DRAFT, PlanState.SUBMITTED, PlanState.RETURNED))


def _plan(
    world: World, key: int, taught: Taught, state: PlanState, author: int, deputy: int
) -> tuple[object, ...]:
    made = world.moment(world.year.first_day - timedelta(days=4), 11, world.rng.randrange(60))
    decided = state in (PlanState.APPROVED, PlanState.RETURNED)
    sent = made + timedelta(hours=2) if state != PlanState.DRAFT else None
    remark = "Уточните часы на повторение" if state == PlanState.RETURNED else ""
    return (
        key, world.school.pk, taught.course.pk, 1, state.value, True, "Рабочая программа",
        taught.course.hours_a_year, "", made, author, sent,
        made + timedelta(days=1) if decided else None, deputy if decided else None, remark,
    )  # fmt: skip


def _write_topics(world: World, plans: dict[int, Taught], author: int) -> None:
    rows = []
    for plan_id, taught in plans.items():
        titles = year_of_topics(taught.key, taught.grade, taught.course.hours_a_year)
        keys = take_keys(PlannedTopic, len(titles))
        taught.topic_keys = tuple(keys)
        for position, (key, title) in enumerate(zip(keys, titles, strict=True), start=1):
            section = title.split(": ")[0].split(". ")[0][:200]
            rows.append(
                (key, world.school.pk, plan_id, position, section, title, 1, None, None, "")
            )
    copy(PlannedTopic, _TOPIC, rows, author_id=author)
