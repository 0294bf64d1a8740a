"""Results of contests, state exams and check works: of a class, of a school, of one student."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from core.regulation import State
from journal.models import OutsideResult, ResultKind
from journal.regulation import FINALS_24H
from school.models import AcademicYear, Membership, SchoolClass, Student, Subject
from school.standing import InSchool

MOST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultLine:
    """A result with the class of its student today."""

    result: OutsideResult
    class_id: int | None
    class_name: str
    may_change: bool

    @property
    def is_late(self) -> bool:
        """Visible later than 24 hours after it was known (A5 3)."""
        return is_late(self.result)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsPage:
    """Results, the newest first."""

    lines: tuple[ResultLine, ...]
    kind: str
    is_cut: bool
    classes: tuple[SchoolClass, ...]
    school_class: SchoolClass | None = None
    may_enter: bool = False

    @property
    def kinds(self) -> list[tuple[str, str]]:
        return [("", ""), *ResultKind.choices]

    @property
    def late(self) -> int:
        return sum(line.is_late for line in self.lines)


def is_late(result: OutsideResult) -> bool:
    """Whether it became visible too late: a clock, not a calendar."""
    state = FINALS_24H.state(
        due_at=FINALS_24H.due(result.known_at),
        done_at=result.published_at,
        now=result.published_at,
    )
    return state == State.LATE


def results_page(
    here: InSchool,
    *,
    kind: str,
    today: date,
    school_class: SchoolClass | None = None,
    may_enter: bool = False,
) -> ResultsPage:
    """Results of this year: of one class, else of all the person may see (a homeroom teacher's own
    classes), in two statements."""
    year = (
        AcademicYear.objects.filter(school_id=here.school.pk, first_day__lte=today)
        .order_by("-first_day")
        .first()
    )
    rows = _of_today(here.school.pk, today).filter(kind=kind) if kind in ResultKind else None
    rows = _of_today(here.school.pk, today) if rows is None else rows
    if year:
        rows = rows.filter(day__gte=year.first_day)
    if school_class is not None:
        rows = rows.filter(class_id=school_class.pk)
    elif not here.leads:
        rows = rows.filter(class_id__in=here.class_ids)
    found = list(rows[: MOST + 1])
    writes = here.has("deputy", "administrator")
    return ResultsPage(
        lines=tuple(
            _line(row, may_change=writes or row.class_id in here.class_ids) for row in found[:MOST]
        ),
        kind=kind,
        is_cut=len(found) > MOST,
        classes=() if school_class else _classes(here, year),
        school_class=school_class,
        may_enter=may_enter,
    )


def results_of(student_id: int) -> list[OutsideResult]:
    """All results of one student, the newest first, in one statement."""
    return list(OutsideResult.objects.filter(student_id=student_id).select_related("subject"))


def students_of(school_class: SchoolClass, today: date) -> QuerySet[Student]:
    """Who is in the class today, for a chooser."""
    members = Membership.objects.on(today).filter(
        group__school_class=school_class, group__kind="class"
    )
    return (
        Student.objects.filter(pk__in=members.values("student_id"))
        .select_related("person")
        .order_by("person__sort_key")
    )


def subjects_of(school_id: int) -> QuerySet[Subject]:
    """The school's subjects, for a chooser."""
    return Subject.objects.filter(school_id=school_id)


def result_of(school_id: int, result_id: int, today: date) -> OutsideResult | None:
    """A result of this school with its student and the id of the student's class."""
    return _of_today(school_id, today).filter(pk=result_id).first()


def _of_today(school_id: int, today: date) -> QuerySet[OutsideResult]:
    """With the class the student is in today, or was in last."""
    classes = (
        Membership.objects.filter(
            Q(since__lte=today), student=OuterRef("student"), group__kind="class"
        )
        .order_by("-since")
        .values("group__school_class_id", "group__name")
    )
    return (
        OutsideResult.objects.filter(school_id=school_id)
        .select_related("student__person", "subject", "entered_by")
        .annotate(
            class_id=Subquery(classes.values("group__school_class_id")[:1]),
            class_name=Subquery(classes.values("group__name")[:1]),
        )
    )


def _line(row: OutsideResult, *, may_change: bool) -> ResultLine:
    return ResultLine(
        result=row, class_id=row.class_id, class_name=row.class_name or "", may_change=may_change
    )


def _classes(here: InSchool, year: AcademicYear | None) -> tuple[SchoolClass, ...]:
    """Classes the person may enter results for."""
    classes: Iterable[SchoolClass] = SchoolClass.objects.filter(year=year)
    if not here.has("deputy", "administrator"):
        classes = classes.filter(pk__in=here.class_ids)
    return tuple(classes)


def initial_of(result: OutsideResult) -> dict[str, object]:
    """What stands, for the form that corrects it."""
    names = ("kind", "title", "level", "subject", "day", "result")
    known = timezone.localtime(result.known_at)
    return {name: getattr(result, name) for name in names} | {"known_at": known}
