"""One guardian's papers with their history, and who opened a child's record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from consent.children import Child
from consent.models import (
    Contact,
    DataConsent,
    InformingChoice,
    InformingForm,
    Paper,
    RecordOpening,
    ServiceApplication,
)
from consent.openings import PAGE_NAMES, ROLE_NAMES
from core.text import Name
from school.models import Guardianship, Kinship

OPENINGS_SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """A paper as it was registered and, maybe, ended."""

    pk: int
    number: str
    signed_on: date
    registered_at: datetime
    registered_by: str
    is_in_force: bool
    ended_at: datetime | None
    ended_on: date | None
    ended_by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperHistory:
    """All papers of one kind, the newest first."""

    kind: str
    papers: tuple[PaperLine, ...]

    @property
    def in_force(self) -> PaperLine | None:
        return next((paper for paper in self.papers if paper.is_in_force), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPage:
    """What the school has on paper from one guardian of one child."""

    guardianship: Guardianship
    student: Name
    guardian: Name
    kinship: str
    class_id: int | None
    application: PaperHistory
    consent: PaperHistory
    informing: str
    choices: tuple[InformingChoice, ...]
    contacts: tuple[Contact, ...]
    today: date
    may_change: bool

    @property
    def is_open(self) -> bool:
        return bool(self.application.in_force and self.consent.in_force)

    @property
    def histories(self) -> tuple[PaperHistory, PaperHistory]:
        return self.application, self.consent


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningLine:
    """One opening of a child's record."""

    at: datetime
    name: str
    role: str
    page: str
    is_export: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningsPage:
    """The access report of one child (A4 1.5)."""

    student_id: int
    student: Name
    class_name: str
    openings: tuple[OpeningLine, ...]
    total: int


def card_page(
    guardianship: Guardianship, *, class_id: int | None, today: date, may_change: bool
) -> CardPage:
    """All papers, choices and contacts of one guardian of one child, with their history."""
    choices = tuple(
        InformingChoice.objects.filter(guardianship=guardianship)
        .select_related("declared_by")
        .order_by("-since")
    )
    return CardPage(
        guardianship=guardianship,
        student=guardianship.student.person.name,
        guardian=guardianship.guardian.name,
        kinship=Kinship(guardianship.kinship).label,
        class_id=class_id,
        application=_history("application", ServiceApplication, guardianship, today),
        consent=_history("consent", DataConsent, guardianship, today),
        informing=InformingForm(choices[0].form if choices else InformingForm.UNDECIDED).label,
        choices=choices,
        contacts=tuple(
            Contact.objects.filter(
                school_id=guardianship.school_id, person=guardianship.guardian
            ).order_by("ended_at", "pk")
        ),
        today=today,
        may_change=may_change,
    )


def openings_page(child: Child) -> OpeningsPage:
    """Who opened this child's record, the newest first."""
    rows = RecordOpening.objects.filter(student_id=child.student_id)
    return OpeningsPage(
        student_id=child.student_id,
        student=child.name,
        class_name=child.class_name or "",
        total=rows.count(),
        openings=tuple(
            OpeningLine(
                at=row.at,
                name=row.person.name.full,
                role=str(ROLE_NAMES.get(row.as_role, row.as_role)),
                page=str(PAGE_NAMES.get(row.page, row.page)),
                is_export=row.is_export,
            )
            for row in rows.select_related("person").order_by("-at", "-pk")[:OPENINGS_SHOWN]
        ),
    )


def _history(
    kind: str, model: type[Paper], guardianship: Guardianship, today: date
) -> PaperHistory:
    papers = (
        model.objects.filter(guardianship=guardianship)
        .select_related("registered_by", "ended_by")
        .order_by("-signed_on", "-pk")
    )
    return PaperHistory(kind=kind, papers=tuple(_line(paper, today) for paper in papers))


def _line(paper: Paper, today: date) -> PaperLine:
    return PaperLine(
        pk=paper.pk,
        number=paper.number,
        signed_on=paper.signed_on,
        registered_at=paper.registered_at,
        registered_by=paper.registered_by.name.short,
        is_in_force=paper.is_in_force(today),
        ended_at=paper.ended_at,
        ended_on=paper.ended_on,
        ended_by=paper.ended_by.name.short if paper.ended_by else "",
        reason=paper.end_reason,
    )
