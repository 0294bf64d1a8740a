"""Courses, subjects and rooms of a school."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from school.models import (
    AcademicYear,
    Course,
    CourseTeacher,
    Group,
    GroupKind,
    Room,
    Scale,
    SchoolClass,
    Subject,
)
from school.queries.years import clamp, year_on


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseRow:
    course: Course
    teachers: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CoursesPage:
    """Courses of a year: of one class, of one subject, or those without a teacher."""

    year: AcademicYear | None
    rows: list[CourseRow]
    classes: list[SchoolClass]
    subjects: list[Subject]
    class_id: int | None
    subject_id: int | None
    without: str
    may_change: bool

    @property
    def hours(self) -> int:
        return sum(row.course.hours_a_year for row in self.rows)


def courses_page(
    school_id: int,
    *,
    day: date,
    class_id: int | None,
    subject_id: int | None,
    without: str,
    may_change: bool,
) -> CoursesPage:
    """Without a filter the first class is shown: a whole school's courses are no page to read."""
    year = year_on(school_id, day)
    classes = list(SchoolClass.objects.filter(year=year)) if year else []
    if not (class_id or subject_id or without) and classes:
        class_id = classes[0].pk
    found = _found(year, class_id, subject_id) if year else Course.objects.none()
    rows = _rows(found, clamp(year, day)) if year else []
    if without == "teacher":
        rows = [row for row in rows if not row.teachers]
    return CoursesPage(
        year=year,
        rows=rows,
        classes=classes,
        subjects=list(Subject.objects.filter(school_id=school_id)),
        class_id=class_id,
        subject_id=subject_id,
        without=without,
        may_change=may_change,
    )


def _found(year: AcademicYear, class_id: int | None, subject_id: int | None) -> QuerySet[Course]:
    found = Course.objects.filter(year=year).select_related("subject", "group__school_class")
    if class_id:
        found = found.filter(group__school_class=class_id)
    if subject_id:
        found = found.filter(subject=subject_id)
    return found.order_by(
        "group__school_class__grade",
        "group__school_class__letter",
        "subject__position",
        "subject__name",
        "group__name",
    )


def _rows(courses: QuerySet[Course], day: date) -> list[CourseRow]:
    teachers: dict[int, list[str]] = {}
    links = CourseTeacher.objects.on(day).filter(course__in=courses.order_by())
    for row in links.select_related("employee__person"):
        teachers.setdefault(row.course_id, []).append(row.employee.person.name.short)
    return [CourseRow(course=one, teachers=teachers.get(one.pk, [])) for one in courses]


@dataclass(frozen=True, slots=True, kw_only=True)
class CoursePage:
    course: Course
    teachers: list[CourseTeacher]
    today: date
    may_change: bool


def course_page(course: Course, *, day: date, may_change: bool) -> CoursePage:
    """A course with all its teachers, the latest first."""
    return CoursePage(
        course=course,
        teachers=list(course.teachers.select_related("employee__person").order_by("-since")),
        today=day,
        may_change=may_change,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectRow:
    subject: Subject
    courses: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectsPage:
    rows: list[SubjectRow]
    may_change: bool


def subjects_page(school_id: int, *, may_change: bool) -> SubjectsPage:
    """All subjects with the number of courses they are taught in."""
    subjects = Subject.objects.filter(school_id=school_id).annotate(in_courses=Count("courses"))
    return SubjectsPage(
        rows=[SubjectRow(subject=one, courses=one.in_courses) for one in subjects],
        may_change=may_change,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomsPage:
    rooms: list[Room]
    may_change: bool


def rooms_page(school_id: int, *, may_change: bool) -> RoomsPage:
    """Rooms in the order people count them: 2 before 10."""
    rooms = sorted(Room.objects.filter(school_id=school_id), key=_by_number)
    return RoomsPage(rooms=rooms, may_change=may_change)


def _by_number(room: Room) -> tuple[int, str]:
    digits = "".join(sign for sign in room.name if sign.isdecimal())
    return (int(digits[:9]) if digits else 10**9, room.name)


def usual_rules(year_id: int, group_id: int | None) -> dict[str, object]:
    """What a new course of this group begins with (App. 2 3): an elective is passed or not, clubs
    and extended-day groups have neither marks nor homework, nor has grade 1. Empty: not known."""
    group = (
        Group.objects.filter(pk=group_id, year_id=year_id).select_related("school_class").first()
    )
    if group is None:
        return {}
    first_grade = group.school_class is not None and group.school_class.grade == 1
    match group.kind:
        case GroupKind.CLUB | GroupKind.EXTENDED_DAY:
            return {"scale": Scale.NONE, "asks_homework": False}
        case _ if first_grade:
            return {"scale": Scale.NONE, "asks_homework": False}
        case GroupKind.ELECTIVE:
            return {"scale": Scale.PASS_FAIL, "asks_homework": False}
        case _:
            return {}
