"""Lists of plans: the deputy's, of all courses of a year; and those a teacher may copy from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from journal.models import CoursePlan, PlanState
from school.models import Course
from school.standing import InSchool

MOST = 400

# For each course of the year: its newest version, the one in use with its hours, hours still to
# be given of it, and lessons that can take them (to come, or over without a topic).
_COURSES = """
WITH course AS (
  SELECT c.id, c.hours_a_year, s.name AS subject, s.position AS place, g.name AS group_name,
         k.grade, k.letter
    FROM school_course c
    JOIN school_academicyear y ON y.id = c.year_id
     AND %(day)s BETWEEN y.first_day AND y.last_day
    JOIN school_subject s ON s.id = c.subject_id
    JOIN school_group g ON g.id = c.group_id
    LEFT JOIN school_schoolclass k ON k.id = g.school_class_id
   WHERE c.school_id = %(school)s
), newest AS (
  SELECT DISTINCT ON (p.course_id) p.course_id, p.version, p.state, p.submitted_at
    FROM journal_courseplan p JOIN course c ON c.id = p.course_id
   ORDER BY p.course_id, p.state = 'submitted' DESC, p.version DESC
), shown AS (
  SELECT DISTINCT ON (p.course_id) p.id, p.course_id, p.is_in_use, p.declared_hours,
         p.is_in_use AND p.state = 'approved' AS is_approved
    FROM journal_courseplan p JOIN course c ON c.id = p.course_id
   ORDER BY p.course_id, p.is_in_use DESC, p.state = 'submitted' DESC, p.version DESC
), given AS (
  SELECT l.course_id, coalesce(t.root_id, t.id) AS root, count(*) AS hours
    FROM journal_plannedtopic t
    JOIN journal_lessonrecord r ON r.planned_topic_id = t.id
    JOIN schedule_lesson l ON l.id = r.lesson_id AND l.state <> 'cancelled'
     AND l.ends_at <= %(now)s AND l.school_id = %(school)s
    JOIN course c ON c.id = l.course_id
   WHERE t.school_id = %(school)s
   GROUP BY 1, 2
), hours AS (
  SELECT p.course_id, sum(t.hours) AS hours,
         sum(greatest(t.hours - coalesce(v.hours, 0), 0)) AS remaining
    FROM shown p JOIN journal_plannedtopic t ON t.plan_id = p.id AND t.merged_into_id IS NULL
     AND t.school_id = %(school)s
    LEFT JOIN given v ON v.course_id = p.course_id AND v.root = coalesce(t.root_id, t.id)
   GROUP BY 1
), lessons AS (
  SELECT l.course_id, count(*) AS free
    FROM schedule_lesson l JOIN course c ON c.id = l.course_id
    LEFT JOIN journal_lessonrecord r ON r.lesson_id = l.id
   WHERE l.school_id = %(school)s AND l.state <> 'cancelled'
     AND (l.ends_at > %(now)s OR r.topic_at IS NULL)
   GROUP BY 1
)
SELECT c.id, c.subject, c.group_name, c.hours_a_year, n.version, n.state, p.is_in_use,
       p.declared_hours, h.hours, h.remaining, coalesce(l.free, 0),
       (SELECT string_agg(DISTINCT e.last_name, ', ') FROM school_courseteacher t
          JOIN school_employee m ON m.id = t.employee_id JOIN school_person e ON e.id = m.person_id
         WHERE t.course_id = c.id AND t.since <= %(day)s
           AND (t.until IS NULL OR t.until >= %(day)s)), p.is_approved
  FROM course c
  LEFT JOIN newest n ON n.course_id = c.id
  LEFT JOIN shown p ON p.course_id = c.id
  LEFT JOIN hours h ON h.course_id = c.id
  LEFT JOIN lessons l ON l.course_id = c.id
 ORDER BY coalesce(n.state = 'submitted', false) DESC, c.grade NULLS LAST, c.letter, c.group_name,
          c.place, c.subject
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLine:
    """A course with the state of its plan. `lag` > 0: hours that find no lesson."""

    course_id: int
    subject: str
    group: str
    teachers: str
    course_hours: int
    version: int | None
    state: str
    is_in_use: bool
    is_approved: bool
    declared_hours: int | None
    hours: int | None
    lag: int

    @property
    def differs(self) -> bool:
        if self.hours is None:
            return False
        return self.hours != self.course_hours or self.declared_hours not in (None, self.hours)

    @property
    def has_lag(self) -> bool:
        return self.is_in_use and self.lag > 0

    @property
    def state_label(self) -> str | Promise:
        return PlanState(self.state).label if self.state else _("no plan")


# What a deputy asks the list for, by the word in the address.
FILTERS: dict[str, tuple[str | Promise, object]] = {
    "": (_("all"), lambda line: True),
    "none": (_("no plan"), lambda line: line.version is None),
    "draft": (_("in work"), lambda line: line.state in (PlanState.DRAFT, PlanState.RETURNED)),
    "waiting": (_("waits"), lambda line: line.state == PlanState.SUBMITTED),
    "approved": (_("approved"), lambda line: line.is_approved),
    "differ": (_("hours differ"), lambda line: line.differs),
    "lag": (_("lag"), lambda line: line.has_lag),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A filter with the number of courses it leaves."""

    key: str
    label: str | Promise
    count: int
    is_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanList:
    """All that the deputy's list shows."""

    lines: tuple[PlanLine, ...]
    choices: tuple[Choice, ...]
    search: str
    chosen: str
    is_cut: bool


def plan_list(here: InSchool, *, chosen: str, search: str, today: date, now: datetime) -> PlanList:
    """All courses of the school's year by the state of their plans, one statement."""
    chosen = chosen if chosen in FILTERS else ""
    words = [word.casefold() for word in search.split()[:5]]
    lines = [line for line in _read(here.school.pk, today, now) if _says(line, words)]
    kept = [line for line in lines if FILTERS[chosen][1](line)]
    return PlanList(
        lines=tuple(kept[:MOST]),
        choices=tuple(
            Choice(
                key=key,
                label=label,
                count=sum(map(bool, map(asks, lines))),
                is_here=key == chosen,
            )
            for key, (label, asks) in FILTERS.items()
        ),
        search=search,
        chosen=chosen,
        is_cut=len(kept) > MOST,
    )


def _says(line: PlanLine, words: Iterable[str]) -> bool:
    text = f"{line.subject} {line.group} {line.teachers}".casefold()
    return all(word in text for word in words)


def _read(school_id: int, today: date, now: datetime) -> list[PlanLine]:
    with connection.cursor() as cursor:
        cursor.execute(_COURSES, {"school": school_id, "day": in_year(today), "now": now})
        rows = cursor.fetchall()
    return [
        PlanLine(
            course_id=row[0],
            subject=row[1],
            group=row[2],
            course_hours=row[3],
            version=row[4],
            state=row[5] or "",
            is_in_use=bool(row[6]),
            declared_hours=row[7],
            hours=row[8],
            lag=int(row[9] or 0) - row[10],
            teachers=row[11] or "",
            is_approved=bool(row[12]),
        )
        for row in rows
    ]


def in_year(today: date) -> date:
    """In the summer the plans of the year to come are looked at."""
    return today.replace(month=9, day=1) if today.month in (7, 8) else today


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A plan that may be copied."""

    pk: int
    group: str
    year: str
    is_this_year: bool
    is_mine: bool
    teachers: str
    state: str | Promise
    hours: int
    topics: int


def sources_for(course: Course, *, employee_id: int | None) -> list[Source]:
    """Plans of the same subject and grade: a colleague's of this year, last year's of anybody.
    Of each course the version in use, else the newest that was submitted."""
    grade = course.group.school_class.grade if course.group.school_class else None
    plans = (
        CoursePlan.objects.filter(
            Q(is_in_use=True) | Q(state=PlanState.SUBMITTED),
            school_id=course.school_id,
            course__subject_id=course.subject_id,
            course__group__school_class__grade=grade,
        )
        .exclude(course_id=course.pk)
        .select_related("course__group", "course__year")
        .prefetch_related("topics", "course__teachers__employee__person")
        .order_by("-course__year__first_day", "course__group__name", "-is_in_use", "-version")
    )
    seen: set[int] = set()
    found = []
    for plan in plans[:60]:
        if plan.course_id not in seen:
            seen.add(plan.course_id)
            found.append(_source(plan, course, employee_id))
    return found


def source_of(course: Course, plan_id: int) -> CoursePlan | None:
    """One of the plans that may be copied."""
    grade = course.group.school_class.grade if course.group.school_class else None
    return (
        CoursePlan.objects.filter(
            Q(is_in_use=True) | Q(state=PlanState.SUBMITTED),
            pk=plan_id,
            school_id=course.school_id,
            course__subject_id=course.subject_id,
            course__group__school_class__grade=grade,
        )
        .exclude(course_id=course.pk)
        .select_related("course__group", "course__year")
        .first()
    )


def _source(plan: CoursePlan, course: Course, employee_id: int | None) -> Source:
    heads = [line for line in plan.topics.all() if line.merged_into_id is None]
    teachers = {one.employee_id: one.employee.person.name.short for one in
                plan.course.teachers.all()}  # fmt: skip
    return Source(
        pk=plan.pk,
        group=plan.course.group.name,
        year=plan.course.year.name,
        is_this_year=plan.course.year_id == course.year_id,
        is_mine=employee_id in teachers,
        teachers=", ".join(teachers.values()),
        state=plan.get_state_display(),
        hours=sum(line.hours for line in heads),
        topics=len(heads),
    )
