"""The register of applications for the service: each a case that was received, decided, is in
force or has ended (210-FZ)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Paginator
from django.db.models import CharField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat

from consent.models import ServiceApplication
from core.text import Name
from school.models import School, SchoolClass

PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One application as a case of the service."""

    number: str
    guardian: Name
    student: Name
    class_name: str
    received_on: date
    decided_at: datetime
    is_in_force: bool
    ended_on: date | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationsPage:
    """A page of the register; all of it when printed."""

    school: School
    cases: tuple[Case, ...]
    number: int
    pages: int
    total: int
    today: date

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_next(self) -> bool:
        return self.number < self.pages

    @property
    def previous(self) -> int:
        return self.number - 1

    @property
    def next(self) -> int:
        return self.number + 1


def applications_page(
    school_id: int, *, today: date, number: int | None, class_id: int | None = None
) -> ApplicationsPage:
    """Page `number` of the register, or (None) all of it; of one class, or of the school."""
    papers = _papers(school_id, class_id, today)
    paginator = Paginator(papers, PAGE)
    page = paginator.get_page(number) if number is not None else None
    return ApplicationsPage(
        school=School.objects.get(pk=school_id),
        cases=tuple(_case(paper, today) for paper in (page or papers)),
        number=page.number if page else 1,
        pages=paginator.num_pages,
        total=paginator.count,
        today=today,
    )


def _papers(school_id: int, class_id: int | None, today: date) -> QuerySet[ServiceApplication]:
    its_class = (
        SchoolClass.objects.filter(
            groups__kind="class",
            groups__memberships__student_id=OuterRef("guardianship__student_id"),
            groups__memberships__since__lte=today,
        )
        .order_by("-groups__memberships__since")
        .annotate(shown=Concat(Cast("grade", CharField()), Value(""), "letter"))
    )
    papers = (
        ServiceApplication.objects.filter(school_id=school_id)
        .annotate(
            class_name=Subquery(its_class.values("shown")[:1]),
            class_id=Subquery(its_class.values("pk")[:1]),
        )
        .select_related("guardianship__guardian", "guardianship__student__person")
        .order_by("registered_at", "pk")
    )
    return papers.filter(class_id=class_id) if class_id else papers


def _case(paper: ServiceApplication, today: date) -> Case:
    return Case(
        number=paper.number,
        guardian=paper.guardianship.guardian.name,
        student=paper.guardianship.student.person.name,
        class_name=paper.class_name or "",
        received_on=paper.signed_on,
        decided_at=paper.registered_at,
        is_in_force=paper.is_in_force(today),
        ended_on=paper.ended_on,
        reason=paper.end_reason,
    )
