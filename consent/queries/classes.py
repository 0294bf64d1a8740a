"""The papers of a class at a glance, and of all classes in figures."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from consent.actions import PaperKind, next_number
from consent.models import DataConsent, InformingChoice, InformingForm, Paper, ServiceApplication
from core.text import Name
from school.models import AcademicYear, Guardianship, Kinship, Membership, SchoolClass
from school.standing import InSchool


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperCell:
    """One paper of one guardian, and the inputs to register it."""

    field: str
    state: str  # in_force, future, ended, none
    number: str = ""
    day: date | None = None
    is_ticked: bool = False
    typed_number: str = ""
    typed_day: str = ""
    error: str = ""

    @property
    def is_in_force(self) -> bool:
        return self.state == "in_force"

    @property
    def may_register(self) -> bool:
        return self.state in ("none", "ended")


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRow:
    """A guardian of one student of the class."""

    student: Name
    guardian: Name
    kinship: str
    guardianship_id: int
    application: PaperCell
    consent: PaperCell
    informing: str

    @property
    def cells(self) -> tuple[PaperCell, PaperCell]:
        return self.application, self.consent

    @property
    def is_complete(self) -> bool:
        return self.application.is_in_force and self.consent.is_in_force


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassPage:
    """The table in which a class's papers are registered: what lacks stands on top."""

    school_class: SchoolClass
    missing: tuple[PaperRow, ...]
    complete: tuple[PaperRow, ...]
    without_guardian: tuple[tuple[int, Name], ...]
    next_application: str
    next_consent: str
    today: date
    common_day: str

    @property
    def groups(self) -> tuple[tuple[str, tuple[PaperRow, ...]], ...]:
        return ("missing", self.missing), ("complete", self.complete)

    @property
    def guardians(self) -> int:
        return len(self.missing) + len(self.complete)

    @property
    def guardianship_ids(self) -> tuple[int, ...]:
        return tuple(row.guardianship_id for row in self.missing + self.complete)


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What was typed into the table and could not be registered yet."""

    cells: Mapping[str, tuple[bool, str, str]]
    errors: Mapping[str, str]
    common_day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassFigures:
    """How far a class is with its papers."""

    school_class: SchoolClass
    guardians: int
    complete: int

    @property
    def missing(self) -> int:
        return self.guardians - self.complete


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    classes: tuple[ClassFigures, ...]


def students_of_class(school_class: SchoolClass, day: date) -> list[Membership]:
    """Who is in the class on the day, in the order of a class list."""
    return list(
        Membership.objects.on(day)
        .filter(group__school_class=school_class, group__kind="class")
        .select_related("student__person")
        .order_by("student__person__sort_key", "student_id")
    )


def class_page(school_class: SchoolClass, *, today: date, typed: Typed | None = None) -> ClassPage:
    """The table of a class; `typed` brings back what was typed and why it was refused."""
    members = students_of_class(school_class, today)
    guardianships = _guardianships({member.student_id for member in members}, today)
    rows = _rows(guardianships, today, typed)
    with_guardian = {guardianship.student_id for guardianship in guardianships}
    return ClassPage(
        school_class=school_class,
        missing=tuple(row for row in rows if not row.is_complete),
        complete=tuple(row for row in rows if row.is_complete),
        without_guardian=tuple(
            (member.student_id, member.student.person.name)
            for member in members
            if member.student_id not in with_guardian
        ),
        next_application=next_number(school_class.school_id, PaperKind.APPLICATION),
        next_consent=next_number(school_class.school_id, PaperKind.CONSENT),
        today=today,
        common_day=typed.common_day if typed else today.isoformat(),
    )


def home_page(here: InSchool, *, today: date) -> HomePage:
    """The classes of the year whose papers this person may see, with their figures."""
    year = (
        AcademicYear.objects.filter(school_id=here.school.pk, first_day__lte=today)
        .order_by("-first_day")
        .first()
    )
    classes = SchoolClass.objects.filter(year=year).order_by("grade", "letter")
    if not here.leads:
        classes = classes.filter(pk__in=here.class_ids)
    figures = {row[0]: row[1:] for row in _figures(here.school.pk, today)}
    return HomePage(
        classes=tuple(
            ClassFigures(
                school_class=one,
                guardians=figures.get(one.pk, (0, 0))[0],
                complete=figures.get(one.pk, (0, 0))[1],
            )
            for one in classes
        )
    )


def _figures(school_id: int, today: date) -> list[tuple[int, int, int]]:
    in_force = Q(
        Exists(ServiceApplication.objects.in_force(today).filter(guardianship=OuterRef("pk"))),
        Exists(DataConsent.objects.in_force(today).filter(guardianship=OuterRef("pk"))),
    )
    member = Q(
        Q(student__memberships__until=None) | Q(student__memberships__until__gte=today),
        student__memberships__since__lte=today,
        student__memberships__group__kind="class",
    )
    return list(
        Guardianship.objects.on(today)
        .filter(member, school_id=school_id)
        .values_list("student__memberships__group__school_class_id")
        .annotate(guardians=Count("pk"), complete=Count("pk", filter=in_force))
    )


def _guardianships(student_ids: Collection[int], today: date) -> list[Guardianship]:
    return list(
        Guardianship.objects.on(today)
        .filter(student_id__in=student_ids)
        .select_related("student__person", "guardian")
        .order_by("student__person__sort_key", "student_id", "guardian__sort_key", "pk")
    )


def _rows(guardianships: list[Guardianship], today: date, typed: Typed | None) -> list[PaperRow]:
    ids = [guardianship.pk for guardianship in guardianships]
    papers = {kind: _latest(kind.model, ids) for kind in PaperKind}
    informing = dict(
        InformingChoice.objects.filter(guardianship_id__in=ids, since__lte=today)
        .order_by("since")
        .values_list("guardianship_id", "form")
    )
    return [
        PaperRow(
            student=one.student.person.name,
            guardian=one.guardian.name,
            kinship=Kinship(one.kinship).label,
            guardianship_id=one.pk,
            application=_cell(PaperKind.APPLICATION, one.pk, papers, today, typed),
            consent=_cell(PaperKind.CONSENT, one.pk, papers, today, typed),
            informing=InformingForm(informing.get(one.pk, InformingForm.UNDECIDED)).label,
        )
        for one in guardianships
    ]


def _latest(model: type[Paper], ids: list[int]) -> dict[int, Paper]:
    papers = model.objects.filter(guardianship_id__in=ids).order_by("signed_on", "pk")
    return {paper.guardianship_id: paper for paper in papers}


def _cell(
    kind: PaperKind,
    pk: int,
    papers: dict[PaperKind, dict[int, Paper]],
    today: date,
    typed: Typed | None,
) -> PaperCell:
    field = f"{kind.value}-{pk}"
    paper = papers[kind].get(pk)
    is_ticked, number, day = typed.cells.get(field, (False, "", "")) if typed else (False, "", "")
    return PaperCell(
        field=field,
        state=_state(paper, today),
        number=paper.number if paper else "",
        day=(paper.ended_on or paper.signed_on) if paper else None,
        is_ticked=is_ticked,
        typed_number=number,
        typed_day=day,
        error=typed.errors.get(field, "") if typed else "",
    )


def _state(paper: Paper | None, today: date) -> str:
    if paper is None:
        return "none"
    if paper.is_in_force(today):
        return "in_force"
    return "ended" if paper.ended_on is not None and paper.ended_on <= today else "future"
