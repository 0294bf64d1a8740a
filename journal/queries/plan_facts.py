"""What was given of a course's plan: lessons with their planned topics, told across versions."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db import connection
from django.db.models import Count
from django.db.models.functions import Coalesce

from journal.models import CoursePlan, LessonRecord, PlannedTopic
from journal.progress import CourseLesson, PlanRow
from schedule.models import LessonState

_LESSONS = """SELECT l.course_id, l.id, l.day, l.ends_at <= %(now)s, l.state = 'cancelled',
       r.topic_at IS NOT NULL OR r.register_at IS NOT NULL, r.topic_at IS NOT NULL,
       coalesce(t.root_id, t.id)
  FROM schedule_lesson l
  LEFT JOIN journal_lessonrecord r ON r.lesson_id = l.id
  LEFT JOIN journal_plannedtopic t ON t.id = r.planned_topic_id
 WHERE l.course_id = ANY(%(courses)s) ORDER BY l.starts_at"""


def given_hours(course_id: int) -> dict[int, int]:
    """Hours of each topic (by its root) that a lesson of the course says it gave or will give."""
    rows = (
        LessonRecord.objects.filter(lesson__course_id=course_id, planned_topic__isnull=False)
        .exclude(lesson__state=LessonState.CANCELLED)
        .annotate(root=Coalesce("planned_topic__root_id", "planned_topic_id"))
        .values_list("root")
        .annotate(count=Count("pk"))
    )
    return dict(rows)


def course_lessons(course_id: int, *, now: datetime) -> list[CourseLesson]:
    """All lessons of the course in their order, one statement."""
    return lessons_of_courses([course_id], now=now).get(course_id, [])


def lessons_of_courses(
    course_ids: Collection[int], *, now: datetime
) -> dict[int, list[CourseLesson]]:
    """All lessons of these courses by course, in their order, one statement."""
    found: dict[int, list[CourseLesson]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_LESSONS, {"courses": list(course_ids), "now": now})
        for course, pk, day, over, cancelled, recorded, topic, root in cursor.fetchall():
            found.setdefault(course, []).append(
                CourseLesson(
                    pk=pk,
                    day=day,
                    is_over=over,
                    is_cancelled=cancelled,
                    is_recorded=bool(recorded),
                    has_topic=bool(topic),
                    root=root,
                )
            )
    return found


def plan_rows(lines: Iterable[PlannedTopic]) -> list[PlanRow]:
    """Lines of a version as the reckoning takes them."""
    return [
        PlanRow(
            pk=line.pk,
            root=line.root_id or line.pk,
            hours=line.hours,
            merged_into=line.merged_into_id,
        )
        for line in lines
    ]


def base_of(versions: Iterable[CoursePlan], used: CoursePlan | None) -> CoursePlan | None:
    """The version first approved of those the used one was made from, each from the one before."""
    by_pk = {version.pk: version for version in versions}
    while used is not None and used.based_on_id in by_pk:
        used = by_pk[used.based_on_id]
    return used


def days_ahead(lessons: Iterable[CourseLesson]) -> list[date]:
    """Days of the lessons that may still take a topic: those to come, and none lost between."""
    return [one.day for one in lessons if not one.is_over and not one.is_cancelled]
