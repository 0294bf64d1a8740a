"""The excuses of a school: why rules counted as not broken, and who decided."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from core.regulation import Rule, rules
from schedule.actions.excuses import Excused
from schedule.models import Excuse, ExcuseKind, Lesson
from school.models import Employee, SchoolClass

_MOST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcuseRow:
    """One excuse; `ended_at` once it was taken back."""

    pk: int
    kind: ExcuseKind
    words: str
    rule: Rule | None
    first_day: date
    last_day: date
    of_class: str
    of_teacher: str
    lesson_id: int | None
    lesson: str
    decided_by: str
    decided_at: datetime
    ended_by: str
    ended_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcusesPage:
    """The newest first: those that hold, and those that were taken back."""

    holding: tuple[ExcuseRow, ...]
    ended: tuple[ExcuseRow, ...]
    today: date


def excuses_page(school_id: int, *, today: date) -> ExcusesPage:
    """One statement."""
    rows = [
        _row(one)
        for one in Excuse.objects.filter(school_id=school_id)
        .select_related("school_class", "teacher__person", "decided_by", "ended_by")
        .select_related("lesson__course__subject", "lesson__course__group")
        .order_by("-first_day", "-pk")[:_MOST]
    ]
    return ExcusesPage(
        holding=tuple(row for row in rows if row.ended_at is None),
        ended=tuple(row for row in rows if row.ended_at is not None),
        today=today,
    )


def are_of_school(school_id: int, wanted: Collection[Excused]) -> bool:
    """Whether all lessons, classes and teachers are the school's own. A form sends numbers."""
    asked = (
        (Lesson, {one.lesson_id for one in wanted}),
        (SchoolClass, {one.class_id for one in wanted}),
        (Employee, {one.teacher_id for one in wanted}),
    )
    return all(
        model.objects.filter(school_id=school_id, pk__in=ids - {None}).count() == len(ids - {None})
        for model, ids in asked
    )


def _row(one: Excuse) -> ExcuseRow:
    lesson = one.lesson
    return ExcuseRow(
        pk=one.pk,
        kind=ExcuseKind(one.kind),
        words=one.words,
        rule=rules[one.rule] if one.rule in rules else None,  # noqa: SIM401
        first_day=one.first_day,
        last_day=one.last_day,
        of_class=one.school_class.name if one.school_class else "",
        of_teacher=one.teacher.person.name.short if one.teacher else "",
        lesson_id=one.lesson_id,
        lesson=f"{lesson.number}. {lesson.course.subject.label}, {lesson.course.group.name}"
        if lesson
        else "",
        decided_by=one.decided_by.name.short,
        decided_at=one.decided_at,
        ended_by=one.ended_by.name.short if one.ended_by else "",
        ended_at=one.ended_at,
    )
