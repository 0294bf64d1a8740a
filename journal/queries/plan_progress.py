"""How far the plans of several courses are, as the plan's own page says it of one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from journal.models import CoursePlan, PlannedTopic
from journal.progress import CourseLesson, Progress, Share, progress
from journal.queries.plan_facts import base_of, lessons_of_courses, plan_rows


def progress_of_courses(course_ids: Collection[int], *, now: datetime) -> dict[int, Progress]:
    """The figures of each course's plan at a moment; three statements whatever the number of
    courses. A course without a plan in use has hours only: held of those that stood in the
    timetable."""
    lessons = lessons_of_courses(course_ids, now=now)
    versions: dict[int, list[CoursePlan]] = {}
    for version in CoursePlan.objects.filter(course_id__in=list(course_ids)):
        versions.setdefault(version.course_id, []).append(version)
    used = {pk: next((one for one in rows if one.is_in_use), None) for pk, rows in versions.items()}
    bases = {pk: base_of(rows, used[pk]) for pk, rows in versions.items()}
    lines = _lines([one.pk for one in {*used.values(), *bases.values()} if one is not None])
    return {
        pk: _progress(used.get(pk), bases.get(pk), lines, lessons.get(pk, [])) for pk in course_ids
    }


def _lines(plan_ids: Collection[int]) -> dict[int, list[PlannedTopic]]:
    found: dict[int, list[PlannedTopic]] = {}
    rows = PlannedTopic.objects.filter(plan_id__in=list(plan_ids)).order_by("plan_id", "position")
    for line in rows.only("plan_id", "hours", "root_id", "merged_into_id"):
        found.setdefault(line.plan_id, []).append(line)
    return found


def _progress(
    used: CoursePlan | None,
    base: CoursePlan | None,
    lines: dict[int, list[PlannedTopic]],
    lessons: list[CourseLesson],
) -> Progress:
    if used is not None and base is not None:
        return progress(
            plan_rows(lines.get(used.pk, ())), plan_rows(lines.get(base.pk, ())), lessons
        )
    over = [one for one in lessons if one.is_over]
    held = sum(one.is_recorded and not one.is_cancelled for one in over)
    return Progress(
        hours=Share(done=held, of=len(over)),
        topics=Share(done=0, of=0),
        remaining_hours=0,
        lessons_left=sum(not one.is_over and not one.is_cancelled for one in lessons),
        unrecorded=sum(not one.is_cancelled and not one.has_topic for one in over),
    )
