"""Checks of journal pages and the remarks made there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from journal.models import JournalCheck, JournalRemark
from journal.permissions import CourseHere
from journal.queries.course_page import term_shown, terms_of
from journal.regulation import asks_homework
from schedule.models import Lesson
from school.models import Course, CourseTeacher, Term
from school.standing import InSchool

MOST = 200

# What a deputy counts on a page before writing a remark, in one statement.
_FACTS = """SELECT count(*), count(*) FILTER (WHERE r.register_at IS NOT NULL),
  count(*) FILTER (WHERE r.topic_at IS NULL), count(*) FILTER (WHERE r.register_at IS NULL),
  count(*) FILTER (WHERE r.homework_at IS NULL),
  (SELECT count(*) FROM journal_mark m JOIN schedule_lesson d ON d.id = m.lesson_id
    WHERE m.course_id = %(course)s AND d.day BETWEEN %(first)s AND %(last)s),
  (SELECT count(DISTINCT s.student_id) FROM school_membership s WHERE s.group_id = %(group)s
      AND s.since <= %(last)s AND (s.until IS NULL OR s.until >= %(first)s))
  FROM schedule_lesson l LEFT JOIN journal_lessonrecord r ON r.lesson_id = l.id
 WHERE l.course_id = %(course)s AND l.day BETWEEN %(first)s AND %(last)s
   AND l.ends_at <= %(now)s AND l.state <> 'cancelled'"""


class PageFacts(NamedTuple):
    """Counts of a page in a term: lessons over, held, and what they lack; marks, students."""

    over: int
    held: int
    without_topic: int
    without_register: int
    without_homework: int
    marks: int
    students: int

    @property
    def marks_a_student(self) -> str:
        """Marks per student with one place: one meaning of накопляемость."""
        if not self.students:
            return ""
        value = (Decimal(self.marks) / self.students).quantize(Decimal("0.1"))
        return str(value).replace(".", ",")


@dataclass(frozen=True, slots=True, kw_only=True)
class RemarkLine:
    """A remark as lists show it."""

    remark: JournalRemark
    is_overdue: bool

    @property
    def is_open(self) -> bool:
        return self.remark.closed_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemarksPage:
    """The remarks page of one journal."""

    course: Course
    term: Term | None
    facts: PageFacts
    asks_homework: bool
    checks: tuple[JournalCheck, ...]
    remarks: tuple[RemarkLine, ...]
    lessons: tuple[Lesson, ...]
    may_check: bool
    may_answer: bool

    @property
    def open(self) -> list[RemarkLine]:
        return [line for line in self.remarks if line.is_open]

    @property
    def closed(self) -> list[RemarkLine]:
        return [line for line in self.remarks if not line.is_open]


@dataclass(frozen=True, slots=True, kw_only=True)
class AllRemarks:
    """Remarks of the school: a teacher's own courses, or all for those who check."""

    remarks: tuple[RemarkLine, ...]
    wanted: str
    sees_all: bool
    is_cut: bool


def remarks_page(thing: CourseHere, *, may_check: bool, now: datetime) -> RemarksPage:
    """A journal's checks and remarks with the counts of the present term, in five statements
    beside the door's."""
    course = thing.course
    today = timezone.localdate(now, timezone=thing.here.school.zone)
    term = term_shown(terms_of(course), None, today)
    first, last = (
        (term.first_day, term.last_day) if term else (course.year.first_day, course.year.last_day)
    )
    return RemarksPage(
        course=course,
        term=term,
        facts=_facts(course, first, last, now),
        asks_homework=asks_homework(course),
        checks=tuple(JournalCheck.objects.filter(course=course).select_related("checked_by")[:20]),
        remarks=_lines(Q(course=course), today)[0],
        lessons=tuple(
            Lesson.objects.filter(course=course, day__range=(first, min(last, today)))
            .not_cancelled()
            .order_by("-starts_at")
            .only("pk", "day", "number", "course_id", "starts_at")[:120]
        )
        if may_check
        else (),
        may_check=may_check,
        may_answer=thing.teaches,
    )


def all_remarks(here: InSchool, *, wanted: str, now: datetime) -> AllRemarks:
    """Open, answered or closed remarks: of the school for those who check, else of one's own
    courses. One statement."""
    today = timezone.localdate(now, timezone=here.school.zone)
    condition = Q(school_id=here.school.pk)
    match wanted:
        case "closed":
            condition &= Q(closed_at__isnull=False)
        case "answered":
            condition &= Q(closed_at=None, answered_at__isnull=False)
        case _:
            wanted, condition = "open", condition & Q(closed_at=None)
    if not here.leads:
        mine = CourseTeacher.objects.filter(
            course=OuterRef("course"), employee=here.employee_id or 0
        )
        condition &= Q(Exists(mine))
    remarks, is_cut = _lines(condition, today)
    return AllRemarks(remarks=remarks, wanted=wanted, sees_all=here.leads, is_cut=is_cut)


def remark_of(school_id: int, pk: int) -> JournalRemark | None:
    """One remark of this school."""
    return JournalRemark.objects.filter(school_id=school_id, pk=pk).first()


def _lines(condition: Q, today: date) -> tuple[tuple[RemarkLine, ...], bool]:
    found = list(
        JournalRemark.objects.filter(condition)
        .select_related(
            "course__subject",
            "course__group",
            "lesson",
            "made_by",
            "answered_by",
            "closed_by",
        )
        .order_by("closed_at", "due_day", "pk")[: MOST + 1]
    )
    lines = tuple(RemarkLine(remark=one, is_overdue=_is_overdue(one, today)) for one in found)
    return lines[:MOST], len(lines) > MOST


def _is_overdue(remark: JournalRemark, today: date) -> bool:
    """Past its day, neither answered nor closed."""
    waits = remark.closed_at is None and remark.answered_at is None
    return waits and remark.due_day is not None and remark.due_day < today


def _facts(course: Course, first: date, last: date, now: datetime) -> PageFacts:
    values = {
        "course": course.pk,
        "group": course.group_id,
        "first": first,
        "last": last,
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute(_FACTS, values)
        return PageFacts(*cursor.fetchone())
