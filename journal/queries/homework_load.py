"""How much homework is due on a day (HOMEWORK_LOAD): for each student of a class or group all that
is due for any of the student's groups, the individual ones included; the class's figure is that of
the student with the most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.db import connection
from django.db.models import Min

from journal.actions.homework import Task
from journal.regulation import homework_norm, over_norm
from schedule.models import Lesson
from school.choices import chosen
from school.models import Group, GroupKind, SchoolClass

HIGHEST_GRADE = 11

_DUE = """
WITH pupils AS MATERIALIZED (
    SELECT DISTINCT m.student_id FROM school_membership m
     WHERE m.group_id = %(group)s AND m.since <= %(last)s
       AND (m.until IS NULL OR m.until >= %(first)s)
), courses AS MATERIALIZED (
    SELECT DISTINCT c.id, c.group_id, c.subject_id
      FROM pupils p JOIN school_membership m ON m.student_id = p.student_id
      JOIN school_course c ON c.group_id = m.group_id AND c.year_id = %(year)s
     WHERE m.since <= %(last)s AND (m.until IS NULL OR m.until >= %(first)s)
), due AS (
    SELECT n.day, h.*, c.group_id, c.subject_id FROM courses c
      JOIN schedule_lesson n ON n.course_id = c.id AND n.day BETWEEN %(first)s AND %(last)s
           AND n.state <> 'cancelled'
      JOIN journal_homework h ON h.due_lesson_id = n.id
    UNION ALL
    SELECT h.due_day, h.*, c.group_id, c.subject_id FROM courses c
      JOIN journal_homework h ON h.course_id = c.id AND h.due_lesson_id IS NULL
           AND h.due_day BETWEEN %(first)s AND %(last)s
)
SELECT d.day, d.id, d.given_at_id, COALESCE(NULLIF(s.short_name, ''), s.name), g.name, g.kind,
       d.minutes, d.is_individual, d.text,
       ARRAY(SELECT p.student_id FROM pupils p WHERE EXISTS (
                 SELECT 1 FROM school_membership m
                  WHERE m.student_id = p.student_id AND m.group_id = d.group_id
                    AND m.since <= d.day AND (m.until IS NULL OR m.until >= d.day))
              AND (NOT d.is_individual OR EXISTS (
                 SELECT 1 FROM journal_homeworkrecipient r
                  WHERE r.homework_id = d.id AND r.student_id = p.student_id)))
  FROM due d JOIN school_subject s ON s.id = d.subject_id JOIN school_group g ON g.id = d.group_id
 ORDER BY d.day, s.position, s.name, d.is_individual, d.id
"""


class DueTask(NamedTuple):
    """Homework due on a day, with those of the asked students who have to do it."""

    day: date
    pk: int
    lesson_id: int
    subject: str
    group: str
    group_kind: str
    minutes: int | None
    is_individual: bool
    text: str
    student_ids: Collection[int]

    @property
    def is_for_a_part(self) -> bool:
        return self.group_kind != GroupKind.WHOLE_CLASS


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLoad:
    """What is due on one day: the minutes of the student with the most, against the norm, and of
    what they are made. Homework without expected minutes is counted apart."""

    day: date
    norm: int
    minutes: int
    parts: tuple[tuple[str, int], ...]
    untimed: int
    tasks: tuple[DueTask, ...]

    @property
    def over(self) -> int:
        return over_norm(self.minutes, self.norm)

    @property
    def percent(self) -> int:
        """For the bar: how much of the norm is taken, at most whole."""
        return min(100, 100 * self.minutes // self.norm) if self.norm else 100 * bool(self.minutes)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadPage:
    """A class's week of homework."""

    school_class: SchoolClass
    days: tuple[DayLoad, ...]
    norm: int
    previous: date
    next: date
    monday: date
    is_this_week: bool


def day_load(tasks: Iterable[DueTask], *, day: date, norm: int) -> DayLoad:
    """The day of the student who has most to do; of equals the first."""
    here = tuple(task for task in tasks if task.day == day)
    sums: dict[int, int] = defaultdict(int)
    for task in here:
        for student_id in task.student_ids:
            sums[student_id] += task.minutes or 0
    heaviest = max(sorted(sums), key=lambda student_id: sums[student_id], default=None)
    theirs = [task for task in here if heaviest in task.student_ids]
    parts: dict[str, int] = defaultdict(int)
    for task in theirs:
        if task.minutes:
            parts[task.subject] += task.minutes
    return DayLoad(
        day=day,
        norm=norm,
        minutes=sums[heaviest] if heaviest is not None else 0,
        parts=tuple(sorted(parts.items(), key=lambda part: -part[1])),
        untimed=sum(task.minutes is None for task in theirs),
        tasks=here,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadWhileSetting:
    """What the students already have to do for a day, and the minutes that are being typed."""

    load: DayLoad
    typed: int

    @property
    def total(self) -> int:
        return self.load.minutes + self.typed

    @property
    def over(self) -> int:
        return over_norm(self.total, self.load.norm)


def load_while_setting(
    lesson: Lesson, task: Task, *, homework_id: int | None, student_ids: Collection[int]
) -> LoadWhileSetting | None:
    """What the lesson's group (or these of its students) already has to do for the day this task
    is due on, without what is being set. Four statements; None: no such day."""
    day = task.due_day or _day_of_lesson(lesson, task.due_lesson_id)
    if day is None:
        return None
    others = [
        due
        for due in _due(lesson.course.group_id, lesson.year_id, day, day)
        if due.pk != homework_id
        and (homework_id or student_ids or due.lesson_id != lesson.pk or due.is_individual)
    ]
    if student_ids:
        wanted = set(student_ids)
        others = [t._replace(student_ids=wanted.intersection(t.student_ids)) for t in others]
    norm = _norm(lesson.school_id, _grade(lesson.course.group), lesson.day)
    return LoadWhileSetting(load=day_load(others, day=day, norm=norm), typed=task.minutes or 0)


def load_page(school_class: SchoolClass, *, of: date, today: date) -> LoadPage:
    """The week of a class that holds the day `of`: each day's load, all subjects and subgroups.
    Three statements."""
    monday = of - timedelta(days=of.weekday())
    group = school_class.groups.get(kind=GroupKind.WHOLE_CLASS)
    tasks = _due(group.pk, school_class.year_id, monday, monday + timedelta(days=6))
    norm = _norm(school_class.school_id, school_class.grade, of)
    days = [monday + timedelta(days=shift) for shift in range(7)]
    loads = [day_load(tasks, day=day, norm=norm) for day in days]
    while len(loads) > 5 and not loads[-1].tasks:
        loads.pop()
    return LoadPage(
        school_class=school_class,
        days=tuple(loads),
        norm=norm,
        previous=monday - timedelta(days=7),
        next=monday + timedelta(days=7),
        monday=monday,
        is_this_week=monday <= today <= monday + timedelta(days=6),
    )


def _day_of_lesson(lesson: Lesson, due_lesson_id: int | None) -> date | None:
    """The day of a later lesson of the course; without one named, of the next."""
    later = Lesson.objects.filter(
        course_id=lesson.course_id, starts_at__gt=lesson.starts_at
    ).not_cancelled()
    if due_lesson_id is not None:
        later = later.filter(pk=due_lesson_id)
    return later.order_by("starts_at").values_list("day", flat=True).first()


def _due(group_id: int, year_id: int, first: date, last: date) -> list[DueTask]:
    """What is due for the members of a group from first to last."""
    values = {"group": group_id, "year": year_id, "first": first, "last": last}
    with connection.cursor() as cursor:
        cursor.execute(_DUE, values)
        return [DueTask(*row) for row in cursor.fetchall()]


def _grade(group: Group) -> int:
    """The grade of the group's class; of a group of several classes the lowest."""
    if group.school_class is not None:
        return group.school_class.grade
    grades = SchoolClass.objects.filter(
        year_id=group.year_id,
        groups__kind=GroupKind.WHOLE_CLASS,
        groups__memberships__student__memberships__group=group,
    )
    return grades.aggregate(lowest=Min("grade"))["lowest"] or HIGHEST_GRADE


def _norm(school_id: int, grade: int, day: date) -> int:
    return homework_norm(grade, chosen(school_id, day, "homework_norms")["homework_norms"])
