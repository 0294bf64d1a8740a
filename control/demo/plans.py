"""Curriculum plans of the year: most approved, some still on their way, a few not there yet."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from random import Random

from control.demo.bulk import copy, take_keys
from control.demo.topics import homework, work_kind, year_of_topics
from control.demo.world import Taught, World
from journal.models import CoursePlan, PlannedTopic, PlanState
from school.models import Scale

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
        in_use = [state != PlanState.DRAFT for state in states]
        _write_topics(world, list(zip(keys, courses, in_use, strict=True)), author)


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
        key, world.school.pk, taught.course.pk, 1, state.value, state != PlanState.DRAFT,
        "Рабочая программа",
        taught.course.hours_a_year, "", made, author, sent,
        made + timedelta(days=1) if decided else None, deputy if decided else None, remark,
    )  # fmt: skip


def _write_topics(world: World, plans: list[tuple[int, Taught, bool]], author: int) -> None:
    """Topics of a year; lessons take them from the plans in use."""
    rows: list[tuple[object, ...]] = []
    for plan_id, taught, in_use in plans:
        titles = year_of_topics(taught.key, taught.grade, taught.course.hours_a_year)
        keys = take_keys(PlannedTopic, len(titles))
        taught.topic_keys = tuple(keys) if in_use else ()
        more = _works_and_homework(world, taught, titles)
        for position, (key, title) in enumerate(zip(keys, titles, strict=True), start=1):
            kind, homework_words = more[position - 1]
            rows.append(
                (key, world.school.pk, plan_id, position, _section(title), title, 1, None, kind,
                 homework_words)
            )  # fmt: skip
    copy(PlannedTopic, _TOPIC, rows, author_id=author)


def _section(title: str) -> str:
    return title.split(": ")[0].split(". ")[0][:200]


def _works_and_homework(
    world: World, taught: Taught, titles: tuple[str, ...]
) -> list[tuple[int | None, str]]:
    """A work at the end of every other theme, homework for most lessons. Chance of its own, so
    that the rest of the school stays as it was."""
    rng = Random(f"plan-{world.number}-{taught.key}-{taught.grade}")
    names = [_section(title) for title in titles]
    ends = sorted({name: at for at, name in enumerate(names)}.values())
    works = set(ends[1::2]) if taught.course.scale == Scale.TWO_TO_FIVE else set()
    found: list[tuple[int | None, str]] = []
    for at in range(len(titles)):
        kind = world.kinds[work_kind(taught.key, rng)] if at in works else None
        words = homework(taught.key, rng, at) if taught.has_homework and not kind else ""
        found.append((kind.pk if kind and kind.is_written else None, words))
    return found
