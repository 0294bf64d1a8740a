"""The movements of students over a time, each with its order."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import OuterRef, Subquery

from core.text import Name
from school.models import Enrolment, EnrolmentKind, GroupKind, Membership
from school.queries.years import year_on

MOST = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class MovementLine:
    """A student enrolled, moved or gone; the class before, and the class after."""

    day: date
    person_id: int
    name: Name
    kind: str
    label: str
    from_class: str
    to_class: str
    order_number: str
    order_day: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MovementsPage:
    """The movements of a period, in order of days."""

    first: date
    last: date
    kind: str
    lines: tuple[MovementLine, ...]
    is_cut: bool

    @property
    def kinds(self) -> list[tuple[str, str]]:
        return list(EnrolmentKind.choices)

    @property
    def sums(self) -> list[tuple[str, int]]:
        """How many of each kind."""
        counts = Counter(line.kind for line in self.lines)
        return [(label, counts[value]) for value, label in EnrolmentKind.choices]


def movements_page(
    school_id: int, *, first: date | None, last: date | None, kind: str, today: date
) -> MovementsPage:
    """The movements from `first` to `last`. Without days: of the academic year, but for its first
    day, on which everybody is enrolled. Two statements."""
    year = year_on(school_id, today)
    first = first or (year.first_day + timedelta(days=1) if year else today)
    last = last or (year.last_day if year else today)
    rows = Enrolment.objects.filter(school_id=school_id, day__range=(first, last))
    if kind in EnrolmentKind:
        rows = rows.filter(kind=kind)
    before = Membership.objects.filter(
        student=OuterRef("student"), group__kind=GroupKind.WHOLE_CLASS, since__lt=OuterRef("day")
    ).order_by("-since")
    found = list(
        rows.select_related("student__person", "to_class")
        .annotate(from_class=Subquery(before.values("group__name")[:1]))
        .order_by("day", "student__person__sort_key", "pk")[: MOST + 1]
    )
    return MovementsPage(
        first=first,
        last=last,
        kind=kind if kind in EnrolmentKind else "",
        lines=tuple(_line(row) for row in found[:MOST]),
        is_cut=len(found) > MOST,
    )


def _line(row: Enrolment) -> MovementLine:
    enrolled = row.kind == EnrolmentKind.ENROLLED
    return MovementLine(
        day=row.day,
        person_id=row.student.person_id,
        name=row.student.person.name,
        kind=row.kind,
        label=str(row.get_kind_display()),
        from_class="" if enrolled else row.from_class or "",
        to_class=row.to_class.name if row.to_class else "",
        order_number=row.order_number,
        order_day=row.order_day,
    )
