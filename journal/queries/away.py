"""Exemptions of a class, and who of the school is taught elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from core.text import Name
from journal.models import Exemption, StudyAway, StudyMode
from journal.queries.notes import students_on
from school.models import Course, GroupKind, Membership, SchoolClass, Student, Subject
from school.models.base import Dated


@dataclass(frozen=True, slots=True, kw_only=True)
class AwayLine:
    """An exemption (`what` is the subject) or learning elsewhere (`what` says how)."""

    pk: int
    student: Name
    class_name: str
    what: str
    since: date
    until: date | None
    document: str
    order_day: date | None
    made_by: str
    is_over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ExemptionsPage:
    school_class: SchoolClass
    lines: tuple[AwayLine, ...]
    may_write: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AwayPage:
    lines: tuple[AwayLine, ...]
    may_write: bool


def exemptions_page(school_class: SchoolClass, *, today: date, may_write: bool) -> ExemptionsPage:
    """Exemptions of the class's students within its year, those that hold first."""
    rows = exemptions_of(school_class, today).select_related("student__person", "made_by")
    lines = [
        _line(row, row.subject.name, row.document, today, class_name=school_class.name)
        for row in rows.select_related("subject")
    ]
    return ExemptionsPage(
        school_class=school_class, lines=_running_first(lines), may_write=may_write
    )


def exemptions_of(school_class: SchoolClass, today: date) -> QuerySet[Exemption]:
    """Of who is in the class today, within its year."""
    return Exemption.objects.filter(
        Q(until=None) | Q(until__gte=school_class.year.first_day),
        student__in=students_on(school_class, today),
        school_id=school_class.school_id,
    ).order_by("student__person__sort_key", "since")


def away_page(school_id: int, *, today: date, may_write: bool) -> AwayPage:
    """All who learn elsewhere by an order, this school year's and those that still hold."""
    rows = StudyAway.objects.filter(school_id=school_id).select_related(
        "student__person", "made_by"
    )
    rows = rows.order_by("student__person__sort_key", "since")
    classes = _classes([row.student_id for row in rows], today)
    lines = [
        _line(
            row,
            str(StudyMode(row.mode).label),
            row.order_number,
            today,
            class_name=classes.get(row.student_id, ""),
            order_day=row.order_day,
        )
        for row in rows
    ]
    return AwayPage(lines=_running_first(lines), may_write=may_write)


def subjects_of_class(school_class: SchoolClass) -> QuerySet[Subject]:
    """What the class is taught, whole or in subgroups."""
    courses = Course.objects.filter(group__school_class=school_class)
    return Subject.objects.filter(courses__in=courses).distinct()


def students_in_school(school_id: int, day: date) -> QuerySet[Student]:
    """Every student in a class on the day, to choose from."""
    return (
        Student.objects.filter(
            Q(memberships__until=None) | Q(memberships__until__gte=day),
            school_id=school_id,
            memberships__group__kind=GroupKind.WHOLE_CLASS,
            memberships__since__lte=day,
        )
        .select_related("person")
        .order_by("person__sort_key", "pk")
    )


def _classes(student_ids: list[int], day: date) -> dict[int, str]:
    rows = (
        Membership.objects.on(day)
        .filter(student_id__in=student_ids, group__kind=GroupKind.WHOLE_CLASS)
        .select_related("group__school_class")
    )
    return {row.student_id: row.group.school_class.name for row in rows}


def _line(
    row: Dated,
    what: str,
    document: str,
    today: date,
    *,
    class_name: str,
    order_day: date | None = None,
) -> AwayLine:
    return AwayLine(
        pk=row.pk,
        student=row.student.person.name,
        class_name=class_name,
        what=what,
        since=row.since,
        until=row.until,
        document=document,
        order_day=order_day,
        made_by=row.made_by.name.short,
        is_over=row.until is not None and row.until < today,
    )


def _running_first(lines: list[AwayLine]) -> tuple[AwayLine, ...]:
    return tuple(sorted(lines, key=lambda line: line.is_over))
