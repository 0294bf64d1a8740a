"""A course's plan on one page: versions, sections with topics, hours, and what was given when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet

from journal.actions.plans import EDITABLE
from journal.models import CoursePlan, PlannedTopic, PlanState
from journal.permissions import CourseHere
from journal.progress import CourseLesson, Progress, forecast, given_by_root, progress
from journal.queries.plan_facts import base_of, course_lessons, days_ahead, plan_rows
from school.models import Course


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenOn:
    """A lesson that gave the topic."""

    lesson_id: int
    day: date
    is_over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LineShown:
    """A topic of the plan: its lessons by number (1–3), what was given, when it is expected."""

    pk: int
    first: int
    last: int
    title: str
    hours: int
    practice_hours: Decimal | None
    kind: str
    homework: str
    merged: tuple[str, ...]
    given: tuple[GivenOn, ...]
    given_hours: int
    expected: date | None
    is_late: bool

    @property
    def is_given(self) -> bool:
        return self.hours > 0 and self.given_hours >= self.hours

    @property
    def numbers(self) -> str:
        if not self.hours:
            return "—"
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionShown:
    """Lines under one heading."""

    name: str
    hours: int
    lines: tuple[LineShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPage:
    """All that the page of a plan shows; `plan` None: the course has none yet."""

    course: Course
    versions: tuple[CoursePlan, ...]
    plan: CoursePlan | None
    sections: tuple[SectionShown, ...]
    hours: int
    topics: int
    works: int
    progress: Progress | None
    teaches: bool
    decides: bool

    @property
    def may_edit(self) -> bool:
        return self.teaches and self.plan is not None and self.plan.state in EDITABLE

    @property
    def is_replan(self) -> bool:
        return self.plan is not None and self.plan.based_on_id is not None

    @property
    def may_replan(self) -> bool:
        """The version in use is looked at, and no re-plan of it is begun."""
        if not self.teaches or self.plan is None or not self.plan.is_in_use:
            return False
        if self.plan.state != PlanState.APPROVED:
            return False
        return not any(one.based_on_id == self.plan.pk for one in self.versions)

    @property
    def waits(self) -> bool:
        return self.plan is not None and self.plan.state == PlanState.SUBMITTED

    @property
    def differs_from_course(self) -> bool:
        return self.plan is not None and self.hours != self.course.hours_a_year

    @property
    def differs_from_declared(self) -> bool:
        return (
            self.plan is not None
            and self.plan.declared_hours is not None
            and self.hours != self.plan.declared_hours
        )

    @property
    def names_of_sections(self) -> list[str]:
        return list(dict.fromkeys(one.name for one in self.sections if one.name))

    @property
    def lines(self) -> list[LineShown]:
        return [line for section in self.sections for line in section.lines]


def plan_page(thing: CourseHere, *, version: int | None, decides: bool, now: datetime) -> PlanPage:
    """The asked version of the course's plan; else the one in use, else the newest. Three
    statements beside the door's."""
    versions = tuple(_versions(thing.course.pk))
    used = next((one for one in versions if one.is_in_use), None)
    asked = next((one for one in versions if one.version == version), None)
    plan = asked or used or (versions[0] if versions else None)
    base = base_of(versions, used)
    lines = _lines([one.pk for one in {plan, used, base} if one is not None])
    lessons = course_lessons(thing.course.pk, now=now) if plan else []
    shown = lines.get(plan.pk, []) if plan else []
    heads = [line for line in shown if line.merged_into_id is None]
    # The figures are those of the version in use; a re-plan shows what it would come to.
    measured = plan if plan and (plan.is_in_use or plan.based_on_id) else used
    return PlanPage(
        course=thing.course,
        versions=versions,
        plan=plan,
        sections=tuple(_sections(shown, lessons)),
        hours=sum(line.hours for line in heads),
        topics=len(heads),
        works=sum(line.control_kind_id is not None for line in heads),
        progress=_progress(measured, base, lines, lessons),
        teaches=thing.teaches,
        decides=decides,
    )


def plan_of(course_id: int, plan_id: int) -> CoursePlan | None:
    """One version of this course's plan."""
    return CoursePlan.objects.filter(course_id=course_id, pk=plan_id).first()


def line_of(plan_id: int, topic_id: int) -> PlannedTopic | None:
    """One line of a version."""
    return PlannedTopic.objects.select_related("plan").filter(plan_id=plan_id, pk=topic_id).first()


def _versions(course_id: int) -> QuerySet[CoursePlan]:
    return (
        CoursePlan.objects.filter(course_id=course_id)
        .select_related("made_by", "decided_by", "based_on")
        .order_by("-version")
    )


def _lines(plan_ids: Sequence[int]) -> dict[int, list[PlannedTopic]]:
    found: dict[int, list[PlannedTopic]] = {}
    if plan_ids:
        rows = PlannedTopic.objects.filter(plan_id__in=plan_ids).select_related("control_kind")
        for line in rows.order_by("plan_id", "position"):
            found.setdefault(line.plan_id, []).append(line)
    return found


def _progress(
    measured: CoursePlan | None,
    base: CoursePlan | None,
    lines: dict[int, list[PlannedTopic]],
    lessons: list[CourseLesson],
) -> Progress | None:
    if measured is None or base is None:
        return None
    return progress(
        plan_rows(lines.get(measured.pk, [])), plan_rows(lines.get(base.pk, [])), lessons
    )


def _sections(
    lines: Sequence[PlannedTopic], lessons: Sequence[CourseLesson]
) -> Iterable[SectionShown]:
    """Lines that follow each other under the same name stand together."""
    shown = _shown(lines, lessons)
    groups: list[tuple[str, list[LineShown]]] = []
    for line in lines:
        if line.merged_into_id is not None:
            continue
        if not groups or groups[-1][0] != line.section:
            groups.append((line.section, []))
        groups[-1][1].append(shown[line.pk])
    for name, group in groups:
        hours = sum(line.hours for line in group)
        yield SectionShown(name=name, hours=hours, lines=tuple(group))


def _shown(lines: Sequence[PlannedTopic], lessons: Sequence[CourseLesson]) -> dict[int, LineShown]:
    given = given_by_root(lessons)
    by_root: dict[int, list[GivenOn]] = {}
    for one in lessons:
        if one.root is not None and not one.is_cancelled:
            by_root.setdefault(one.root, []).append(
                GivenOn(lesson_id=one.pk, day=one.day, is_over=one.is_over)
            )
    expected = forecast(plan_rows(lines), given, days_ahead(lessons))
    merged: dict[int, list[str]] = {}
    for line in lines:
        if line.merged_into_id is not None:
            merged.setdefault(line.merged_into_id, []).append(line.title)
    found: dict[int, LineShown] = {}
    number = 1
    for line in lines:
        if line.merged_into_id is not None:
            continue
        root = line.root_id or line.pk
        done = given.get(root, 0)
        found[line.pk] = LineShown(
            pk=line.pk,
            first=number,
            last=number + max(line.hours, 1) - 1,
            title=line.title,
            hours=line.hours,
            practice_hours=line.practice_hours,
            kind=line.control_kind.name if line.control_kind else "",
            homework=line.homework,
            merged=tuple(merged.get(line.pk, ())),
            given=tuple(by_root.get(root, ())),
            given_hours=done,
            expected=expected.get(line.pk),
            is_late=bool(lessons) and line.hours > done and line.pk not in expected,
        )
        number += line.hours
    return found
