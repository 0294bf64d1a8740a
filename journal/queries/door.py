"""What the doors of the journal read: a lesson or a course with all that stands around it.

Asked on every page and at every save, so by one function each (sql/doors.sql): the ORM's compiling
of the same joins costs more than all the rest of saving a mark. What is not read stays deferred."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model

from schedule.models import Lesson
from school.models import AcademicYear, Course, Group, SchoolClass, Subject

M = TypeVar("M", bound=Model)

# Fields in the order of the model's own, by model.
_LESSON = (
    "id school_id year_id course_id day number starts_at ends_at teacher_id state state_reason"
).split()
_COURSE = "id school_id year_id subject_id group_id hours_a_year scale asks_homework".split()
_SUBJECT = "id school_id name short_name".split()
_GROUP = "id school_id year_id kind name school_class_id".split()
_CLASS = "id school_id calendar_id grade letter".split()
_YEAR = "id school_id name first_day last_day".split()


def _columns(alias: str, fields: list[str]) -> str:
    return ", ".join(f"({alias}).{field}" for field in fields)


_AROUND = f"""{_columns("c", _COURSE)}, {_columns("s", _SUBJECT)}, {_columns("g", _GROUP)},
       {_columns("k", _CLASS)}"""
_ASKED = "(%(school)s, %(pk)s, %(employee)s, %(today)s)"
_FIND_LESSON = f"""SELECT teaches, {_columns("l", _LESSON)}, {_AROUND}
  FROM journal_lesson_door{_ASKED}"""
_FIND_COURSE = f"""SELECT ever, today, is_unopened, {_columns("y", _YEAR)}, {_AROUND}
  FROM journal_course_door{_ASKED}"""


def find_lesson(
    school_id: int, pk: int, *, employee_id: int | None, today: date
) -> tuple[Lesson, bool] | None:
    """A lesson of this school with course, subject, group and class, and whether this employee
    teaches the course on the lesson's day or today."""
    row = _row(_FIND_LESSON, school_id, pk, employee_id, today)
    if row is None:
        return None
    teaches, *values = row
    lesson = _built(Lesson, _LESSON, values)
    lesson.course = _course(values[len(_LESSON) :])
    return lesson, teaches


def find_course(
    school_id: int, pk: int, *, employee_id: int | None, today: date
) -> tuple[Course, bool, bool, bool] | None:
    """A course of this school with year, subject, group and class, whether this employee has ever
    taught it, and teaches it today, and whether the year waits for its opening."""
    row = _row(_FIND_COURSE, school_id, pk, employee_id, today)
    if row is None:
        return None
    ever, now, is_unopened, *values = row
    course = _course(values[len(_YEAR) :])
    course.year = _built(AcademicYear, _YEAR, values)
    return course, ever, now, is_unopened


def _row(
    sql: str, school_id: int, pk: int, employee_id: int | None, today: date
) -> tuple[Any, ...] | None:
    values = {"school": school_id, "pk": pk, "employee": employee_id or 0, "today": today}
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()


def _course(values: list[Any]) -> Course:
    course = _built(Course, _COURSE, values)
    values = values[len(_COURSE) :]
    course.subject = _built(Subject, _SUBJECT, values)
    values = values[len(_SUBJECT) :]
    course.group = _built(Group, _GROUP, values)
    if course.group.school_class_id is not None:
        course.group.school_class = _built(SchoolClass, _CLASS, values[len(_GROUP) :])
    return course


def _built(model: type[M], fields: list[str], values: list[Any]) -> M:
    return model.from_db(connection.alias, fields, values[: len(fields)])
