"""What a day holds: a teacher's lessons, and when the children's last lesson ends."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import connection

from schedule.models import Lesson
from school.models import GroupKind

# Clubs and extended-day groups do not extend "the last lesson" (requirements.md, A4 2.2).
AFTER_LESSONS = (GroupKind.CLUB, GroupKind.EXTENDED_DAY)

# Groups that share a child with the asked lesson's group on that day ("kin"; its own among them),
# then the latest end among the lessons of these groups, recorded or not, not cancelled.
# Each step is worked out before the next one: a school that was filled a moment ago has no
# statistics yet, and a plan made without them joins all lessons with all members.
_LAST_ENDS = """
WITH asked AS MATERIALIZED (
    SELECT l.id, l.school_id, l.day, l.ends_at, l.state, c.group_id
      FROM schedule_lesson l JOIN school_course c ON c.id = l.course_id
     WHERE l.id = ANY(%(lessons)s)
), kin AS MATERIALIZED (
    SELECT DISTINCT a.day, a.group_id, n.group_id AS other_id
      FROM (SELECT DISTINCT day, group_id FROM asked) a
      JOIN school_membership m ON m.group_id = a.group_id
           AND m.since <= a.day AND (m.until IS NULL OR m.until >= a.day)
      JOIN school_membership n ON n.student_id = m.student_id
           AND n.since <= a.day AND (n.until IS NULL OR n.until >= a.day)
), held AS MATERIALIZED (
    SELECT c.group_id, o.day, max(o.ends_at) AS ends_at
      FROM (SELECT DISTINCT school_id, day FROM asked) d
      JOIN schedule_lesson o ON o.school_id = d.school_id AND o.day = d.day
           AND o.state = 'planned'
      JOIN school_course c ON c.id = o.course_id
      JOIN school_group g ON g.id = c.group_id AND NOT g.kind = ANY(%(after)s)
     GROUP BY c.group_id, o.day
), ends AS (
    SELECT k.day, k.group_id, max(h.ends_at) AS ends_at
      FROM kin k JOIN held h ON h.group_id = k.other_id AND h.day = k.day
     GROUP BY k.day, k.group_id
)
SELECT a.id, CASE WHEN a.state = 'planned' THEN greatest(e.ends_at, a.ends_at)
                  ELSE coalesce(e.ends_at, a.ends_at) END
  FROM asked a LEFT JOIN ends e ON e.day = a.day AND e.group_id = a.group_id
"""


def end_of_last_lesson(
    lesson_ids: Collection[int], *, with_clubs: bool = False
) -> dict[int, datetime]:
    """For each lesson, when the last lesson of that day ends for any child of its group (order
    2.3.2, A4 2.2): the homework's clock starts there.

    Counts every lesson that is not cancelled, recorded or not, also those of other subgroups and
    electives; clubs and extended-day groups only where the school says so (`with_clubs`). One SQL
    statement for any number of lessons; moments are aware, in UTC."""
    after = [] if with_clubs else list(AFTER_LESSONS)
    with connection.cursor() as cursor:
        cursor.execute(_LAST_ENDS, {"lessons": list(lesson_ids), "after": after})
        return dict(cursor.fetchall())


def day_of_teacher(employee_id: int, day: date) -> list[Lesson]:
    """The lessons this employee gives that day, in order, cancelled ones among them; each with
    its course, subject, group, class, room, and the substitution if it is one. One SQL."""
    return list(
        Lesson.objects.of_day(day)
        .filter(teacher_id=employee_id)
        .select_related(
            "course__subject",
            "course__group__school_class",
            "room",
            "substitution__absent__person",
        )
        .order_by("starts_at", "pk")
    )
