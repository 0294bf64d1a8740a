"""The class's sheet of marks (сводная ведомость): students × all subjects for a period, the year,
the exams or the final marks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from journal.groups_of_students import MarksGroup, Placed, WithOne, placed
from journal.models import Decision, TermMarkKind
from journal.queries.class_sheet import Lack, Sheet, lacks_in, read_sheet, short_name
from journal.queries.pieces import Member
from journal.queries.term_grounds import OTHER_KINDS, Column, Standing, terms_of_class
from school.choices import chosen
from school.models import SchoolClass, Term

# So long before a period's end its empty cells begin to stand out.
AWAITED = timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectHead:
    """A column of the sheet."""

    pk: int
    name: str
    short_name: str
    lacking: int

    @property
    def label(self) -> str:
        return self.short_name or self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassCell:
    """A student in a subject: the mark that stands; whether one is expected at all."""

    mark: Standing | None
    is_expected: bool

    @property
    def is_lacking(self) -> bool:
        return self.is_expected and self.mark is None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassRow:
    """A student's line."""

    student: Member
    cells: tuple[ClassCell, ...]
    conduct: Standing | None
    missed: int
    ill: int
    unexcused: int
    placed: Placed
    decision: str

    @property
    def decision_label(self) -> str:
        return str(Decision(self.decision).label) if self.decision else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLine:
    """A group of students by their marks."""

    label: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassTermsPage:
    """All that the sheet shows."""

    school_class: SchoolClass
    columns: tuple[Column, ...]
    column: Column | None
    subjects: tuple[SubjectHead, ...]
    rows: tuple[ClassRow, ...]
    groups: tuple[GroupLine, ...]
    lacks: tuple[Lack, ...]
    conduct_scale: str
    locked_at: datetime | None
    locked_by: str
    has_begun: bool
    is_awaited: bool

    @property
    def marks_conduct(self) -> bool:
        """Whether the school marks conduct, and in this column."""
        kinds = (TermMarkKind.TERM, TermMarkKind.YEAR)
        return (
            self.conduct_scale != "none" and self.column is not None and (self.column.kind in kinds)
        )

    @property
    def has_decisions(self) -> bool:
        return self.column is not None and self.column.kind == TermMarkKind.YEAR

    @property
    def lacking(self) -> int:
        return sum(lack.count for lack in self.lacks)


def class_terms_page(school_class: SchoolClass, *, slug: str, now: datetime) -> ClassTermsPage:
    """The sheet of one column (`slug`: t17, year, exam, final; anything else: the period of
    today). Six statements beside the door's, whatever the size of the class."""
    today = timezone.localdate(now)
    terms = terms_of_class(school_class)
    columns = columns_of(terms)
    column = _chosen(columns, slug, today)
    sheet = read_sheet(school_class, column, terms)
    lacks = lacks_in(sheet)
    day = min(today, sheet.last)
    locked = {row[0]: row for row in sheet.locks}.get(_closing_term(column, terms))
    return ClassTermsPage(
        school_class=school_class,
        columns=tuple(columns),
        column=column,
        subjects=tuple(_heads(sheet)),
        rows=tuple(_row(sheet, member) for member in sheet.members),
        groups=tuple(_groups(sheet)),
        lacks=tuple(lacks),
        conduct_scale=chosen(school_class.school_id, day, "conduct_scale")["conduct_scale"],
        locked_at=datetime.fromtimestamp(locked[1], tz=now.tzinfo) if locked else None,
        locked_by=short_name(*locked[2:]) if locked else "",
        has_begun=sheet.first <= today,
        is_awaited=sheet.last - AWAITED <= today,
    )


def columns_of(terms: Sequence[Term]) -> list[Column]:
    """Periods, year, exam, final."""
    periods = [Column(kind=TermMarkKind.TERM, term=term) for term in terms]
    return [*periods, *(Column(kind=kind) for kind in OTHER_KINDS)] if terms else []


def _chosen(columns: Sequence[Column], slug: str, today: date) -> Column | None:
    for column in columns:
        if column.slug == slug:
            return column
    begun = [column for column in columns if column.term and column.term.first_day <= today]
    return begun[-1] if begun else next(iter(columns), None)


def _closing_term(column: Column | None, terms: Sequence[Term]) -> int | None:
    """The term whose closing closes this column."""
    if column is None:
        return None
    return column.term_id or (terms[-1].pk if terms else None)


def _heads(sheet: Sheet) -> Iterable[SubjectHead]:
    for pk, name, short in sheet.subjects:
        lacking = sum(
            1
            for member in sheet.members
            if sheet.expects_marks
            and (member.pk, pk) in sheet.courses
            and (member.pk, pk) not in sheet.marks
        )
        yield SubjectHead(pk=pk, name=name, short_name=short, lacking=lacking)


def _row(sheet: Sheet, member: Member) -> ClassRow:
    away = {kind: n for student, kind, n in sheet.absences if student == member.pk}
    cells = tuple(
        ClassCell(
            mark=sheet.marks.get((member.pk, subject[0])),
            is_expected=sheet.expects_marks and (member.pk, subject[0]) in sheet.courses,
        )
        for subject in sheet.subjects
    )
    return ClassRow(
        student=member,
        cells=cells,
        conduct=sheet.marks.get((member.pk, None)),
        missed=sum(away.values()),
        ill=away.get("ill", 0),
        unexcused=away.get("absent", 0),
        placed=placed_of(sheet, member),
        decision=sheet.decisions.get(member.pk, ""),
    )


def placed_of(sheet: Sheet, member: Member) -> Placed:
    """A student's group by the marks of the column; conduct is no subject."""
    return placed(
        one.value
        for (student, subject), one in sheet.marks.items()
        if student == member.pk and subject is not None
    )


def _groups(sheet: Sheet) -> Iterable[GroupLine]:
    """The groups that have somebody in them; the failing are named with those not attested too,
    and who left before the end of the period is in nobody's count."""
    found = [
        (member.name, placed_of(sheet, member))
        for member in sheet.members
        if member.was_in(sheet.last)
    ]
    if not sheet.marks:
        return
    for group in MarksGroup:
        names = [name for name, one in found if one.group == group]
        if group == MarksGroup.FAILING:
            names += [name for name, one in found if one.is_also_failing]
        if names:
            yield GroupLine(label=str(group.label), names=tuple(names))
        for with_one in (WithOne.FOUR, WithOne.THREE):
            single = [
                name for name, one in found if one.group == group and one.with_one == with_one
            ]
            if single:
                yield GroupLine(label=str(with_one.label), names=tuple(single))
