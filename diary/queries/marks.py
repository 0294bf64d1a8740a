"""The marks of a term by subject, each average with everything it was made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from consent.permissions import Access
from diary.queries.parts import day_month, weight_text
from journal.averages import shown, suggested
from journal.forecast_shown import ShownForecast, shown_forecast
from journal.models import Sign
from journal.queries.subject_marks import (
    MarkOfSubject,
    SubjectOfTerm,
    TermRules,
    subjects_of_term,
)
from school.models import Term, TermKind


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
    brought_from: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectMarks:
    """A subject's marks in the term, and how its average comes about."""

    subject_id: int
    subject: str
    marks: tuple[MarkLine, ...]
    average: str
    sum: str
    suggested: int | None
    term_mark: str
    missed: int
    reasons: str
    late: int
    forecast: ShownForecast | None


@dataclass(frozen=True, slots=True)
class Borders:
    """From which averages which mark is suggested, and the school's act that says so."""

    rules: TermRules

    @property
    def act(self) -> str:
        return self.rules.act

    @property
    def shown(self) -> tuple[tuple[int, str], ...]:
        """(5, "4,5"), (4, "3,5"), (3, "2,5")"""
        return tuple((2 + n, weight_text(str(self.rules.borders[n - 1]))) for n in (3, 2, 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class MarksPage:
    tab: ClassVar[str] = "marks"
    access: Access
    terms: tuple[Term, ...]
    term: Term | None
    title: str
    subjects: tuple[SubjectMarks, ...]
    borders: Borders | None

    @property
    def has_marks(self) -> bool:
        return any(subject.marks for subject in self.subjects)


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastPage(MarksPage):
    """The same marks, read for where they lead: dated, with the way to the next mark."""

    tab: ClassVar[str] = "forecast"

    @property
    def is_over(self) -> bool:
        """The term ended: its marks are set or being set."""
        return self.term is not None and self.term.last_day < self.access.today

    @property
    def forecasts(self) -> tuple[SubjectMarks, ...]:
        return tuple(subject for subject in self.subjects if subject.forecast)


def marks_page(access: Access, *, term_id: int | None) -> MarksPage | None:
    """The marks of one term (none asked for: the one of today, else the last begun). None: this
    child's calendar has no such term."""
    return _page(MarksPage, access, term_id)


def forecast_page(access: Access) -> ForecastPage:
    """The forecast of the term that runs, else of the last begun (A5 2)."""
    return _page(ForecastPage, access, None)


def _page(kind: type[MarksPage], access: Access, term_id: int | None) -> MarksPage | None:
    calendar_id = access.child.calendar_id
    terms = tuple(Term.objects.filter(calendar_id=calendar_id).exclude(kind=TermKind.YEAR))
    term = _chosen(terms, term_id, access.today)
    if term is None:
        empty = kind(access=access, terms=terms, term=None, title="", subjects=(), borders=None)
        return empty if term_id is None else None
    found, rules = subjects_of_term(
        [access.student_id],
        term=term,
        zone=access.here.school.time_zone,
        today=access.today,
    )
    return kind(
        access=access,
        terms=terms,
        term=term,
        title=str(term),
        subjects=tuple(_subject(one) for one in found.get(access.student_id, ())),
        borders=Borders(rules),
    )


def _chosen(terms: Sequence[Term], term_id: int | None, today: date) -> Term | None:
    if term_id is not None:
        return next((term for term in terms if term.pk == term_id), None)
    begun = [term for term in terms if term.first_day <= today]
    return begun[-1] if begun else next(iter(terms), None)


def _subject(one: SubjectOfTerm) -> SubjectMarks:
    value = one.average
    led_to = suggested(value, one.rules.borders) if one.is_averaged and value is not None else None
    return SubjectMarks(
        subject_id=one.subject_id,
        subject=one.name,
        marks=tuple(_mark(mark) for mark in one.marks),
        average=shown(value),
        sum=_sum(one) if value is not None else "",
        suggested=led_to,
        term_mark=one.term_mark,
        missed=one.missed,
        reasons=one.reasons,
        late=one.late,
        forecast=shown_forecast(one),
    )


def _sum(one: SubjectOfTerm) -> str:
    """How the average came about: (5 + 4·2) / (1 + 2) = 13 / 3 = 4,33"""
    counted, value = one.weighed, one.average
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


def _mark(mark: MarkOfSubject) -> MarkLine:
    return MarkLine(
        day=mark.day,
        title=f"{mark.day:%d.%m}",
        text=mark.text,
        words=str(Sign(mark.sign).label) if mark.sign else "",
        tone=str(mark.points) if mark.points is not None and mark.points <= 5 else "other",
        kind=mark.title or mark.kind,
        weight=weight_text(str(mark.weight)),
        is_counted=mark.is_counted,
        is_retake=mark.is_retake,
        comment=mark.comment,
        written=day_month(mark.written_on) if mark.written_on != mark.day else "",
        brought_from=mark.where if mark.is_brought else "",
    )
