"""The marks of a term by subject, each average with everything it was made of."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar

from django.db.models import Q
from django.utils import timezone

from consent.permissions import Access
from diary.queries.parts import day_month, mark_text, weight_text
from journal.averages import average, shown, suggested
from journal.models import AbsenceKind, Attendance, Mark, Sign
from journal.queries.absences import ShownKind
from school.choices import CHOICES
from school.models import Course, Scale, SchoolSetting, Term, TermKind

FIVE_POINT = (Scale.TWO_TO_FIVE, Scale.ONE_TO_FIVE)


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkLine:
    """One mark of the term."""

    day: date
    title: str
    text: str
    words: str
    tone: str
    kind: str
    weight: str
    is_counted: bool
    is_retake: bool
    comment: str
    written: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectMarks:
    """A subject's marks in the term, and how its average comes about."""

    subject: str
    marks: tuple[MarkLine, ...]
    average: str
    sum: str
    suggested: int | None
    missed: int
    reasons: str
    late: int


@dataclass(frozen=True, slots=True)
class Borders:
    """From which averages which mark is suggested, and the school's act that says so."""

    values: tuple[Decimal, ...]
    act: str

    @property
    def shown(self) -> tuple[tuple[int, str], ...]:
        """(5, "4,5"), (4, "3,5"), (3, "2,5")"""
        return tuple((2 + n, weight_text(str(self.values[n - 1]))) for n in (3, 2, 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class MarksPage:
    tab: ClassVar[str] = "marks"
    access: Access
    terms: tuple[Term, ...]
    term: Term | None
    title: str
    subjects: tuple[SubjectMarks, ...]
    borders: Borders

    @property
    def has_marks(self) -> bool:
        return any(subject.marks for subject in self.subjects)


def marks_page(access: Access, *, term_id: int | None) -> MarksPage | None:
    """The marks of one term (none asked for: the one of today, else the last begun). None: this
    child's calendar has no such term."""
    calendar_id = access.child.calendar_id
    terms = tuple(Term.objects.filter(calendar_id=calendar_id).exclude(kind=TermKind.YEAR))
    term = _chosen(terms, term_id, access.today)
    if term is None and term_id is not None:
        return None
    borders = _borders(access)
    return MarksPage(
        access=access,
        terms=terms,
        term=term,
        title=str(term) if term else "",
        subjects=_subjects(access, term, borders) if term else (),
        borders=borders,
    )


def _chosen(terms: Sequence[Term], term_id: int | None, today: date) -> Term | None:
    if term_id is not None:
        return next((term for term in terms if term.pk == term_id), None)
    begun = [term for term in terms if term.first_day <= today]
    return begun[-1] if begun else next(iter(terms), None)


def _borders(access: Access) -> Borders:
    row = (
        SchoolSetting.objects.filter(
            school_id=access.school_id, key="borders", since__lte=access.today
        )
        .order_by("-since")
        .values_list("value", "act")
        .first()
    )
    choice = CHOICES["borders"]
    return Borders(choice.parse(row[0]), row[1]) if row else Borders(choice.default, "")


def _subjects(access: Access, term: Term, borders: Borders) -> tuple[SubjectMarks, ...]:
    marks = defaultdict(list)
    for mark in _marks(access, term):
        marks[mark["course__subject_id"]].append(mark)
    absences = _absences(access, term)
    return tuple(
        _subject(name, marks[pk], absences[pk], borders, five=scale in FIVE_POINT)
        for pk, name, scale in _courses(access, term)
    )


def _courses(access: Access, term: Term) -> list[tuple[int, str, str]]:
    """Subjects the child is marked in during the term, in the school's order."""
    rows = (
        Course.objects.filter(
            Q(group__memberships__until=None) | Q(group__memberships__until__gte=term.first_day),
            group__memberships__student_id=access.student_id,
            group__memberships__since__lte=term.last_day,
        )
        .exclude(scale=Scale.NONE)
        .order_by("subject__position", "subject__name")
        .values_list("subject_id", "subject__name", "scale")
    )
    return list({row[0]: row for row in rows}.values())


def _marks(access: Access, term: Term) -> list[dict[str, Any]]:
    return list(
        Mark.objects.filter(
            student_id=access.student_id, lesson__day__range=(term.first_day, term.last_day)
        )
        .order_by("lesson__starts_at", "pk")
        .values(
            "course__subject_id", "lesson__day", "kind__name", "work__title", "weight", "points",
            "sign", "retake_of_id", "comment", "written_at",
        )
    )  # fmt: skip


def _absences(access: Access, term: Term) -> dict[int, Counter[AbsenceKind]]:
    """Per subject: how many lessons were missed for which reason, and how many begun late."""
    rows = Attendance.objects.filter(
        student_id=access.student_id, lesson__day__range=(term.first_day, term.last_day)
    ).values_list("lesson__course__subject_id", ShownKind())
    found: dict[int, Counter[AbsenceKind]] = defaultdict(Counter)
    for subject_id, kind in rows:
        found[subject_id][AbsenceKind(kind)] += 1
    return found


def _reasons(absences: Counter[AbsenceKind]) -> str:
    """ill 2, absent 1: of what the missed lessons are made"""
    missed = [kind for kind in AbsenceKind if kind.is_missed and absences[kind]]
    return ", ".join(f"{kind.label} {absences[kind]}" for kind in missed)


def _subject(
    name: str,
    marks: list[dict[str, Any]],
    absences: Counter[AbsenceKind],
    borders: Borders,
    *,
    five: bool,
) -> SubjectMarks:
    counted = [(m["points"], m["weight"]) for m in marks if m["points"] is not None and m["weight"]]
    value = average(counted)
    return SubjectMarks(
        subject=name,
        marks=tuple(_mark(mark) for mark in marks),
        average=shown(value) if value is not None else "",
        sum=_sum(counted, value) if value is not None else "",
        suggested=suggested(value, borders.values) if five and value is not None else None,
        missed=sum(n for kind, n in absences.items() if kind.is_missed),
        reasons=_reasons(absences),
        late=absences[AbsenceKind.LATE],
    )


def _sum(counted: list[tuple[int, Decimal]], value: Fraction) -> str:
    """How the average came about: (5 + 4·2) / (1 + 2) = 13 / 3 = 4,33"""
    weights = [weight_text(str(weight)) for _points, weight in counted]
    terms = [
        str(points) if weight == "1" else f"{points}·{weight}"
        for (points, _weight), weight in zip(counted, weights, strict=True)
    ]
    total = sum(points * weight for points, weight in counted)
    below = sum(weight for _points, weight in counted)
    if set(weights) == {"1"}:
        return f"({' + '.join(terms)}) / {len(terms)} = {shown(value)}"
    return (
        f"({' + '.join(terms)}) / ({' + '.join(weights)}) = "
        f"{weight_text(str(total))} / {weight_text(str(below))} = {shown(value)}"
    )


def _mark(mark: dict[str, Any]) -> MarkLine:
    day, written = mark["lesson__day"], timezone.localdate(mark["written_at"])
    points = mark["points"]
    return MarkLine(
        day=day,
        title=f"{day:%d.%m}",
        text=mark_text(points, mark["sign"]),
        words=str(Sign(mark["sign"]).label) if mark["sign"] else "",
        tone=str(points) if points is not None and points <= 5 else "other",
        kind=mark["work__title"] or mark["kind__name"],
        weight=weight_text(str(mark["weight"])),
        is_counted=points is not None and mark["weight"] > 0,
        is_retake=mark["retake_of_id"] is not None,
        comment=mark["comment"],
        written=day_month(written) if written != day else "",
    )
