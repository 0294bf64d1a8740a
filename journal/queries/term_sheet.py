"""The teacher's sheet of a course: students × periods, year, exam, final mark, with what the
school's policy suggests beside each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.utils import timezone

from journal.averages import shown
from journal.models import TermLock, TermMark, TermMarkKind, TermMarkVia
from journal.permissions import CourseHere
from journal.policy import NOT_ATTESTED, Policy, Suggestion, Value, is_debt
from journal.queries.course_page import terms_of
from journal.queries.pieces import MEMBERS, Member, members_from
from journal.queries.term_grounds import Column, Standing, SubjectGrounds, subject_grounds
from school.models import Course, Scale, Student, Term

LAST_GRADES = (9, 11)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetColumn:
    """A column: what it is, whether it may be written to now, how much of it is set."""

    column: Column
    is_open: bool
    is_locked: bool
    is_now: bool
    expected: int
    done: int
    suggested: int

    @property
    def slug(self) -> str:
        return self.column.slug

    @property
    def term(self) -> Term | None:
        return self.column.term


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetCell:
    """A place of the sheet. `marks` of `needed`: the minimum of marks of the period."""

    slug: str
    mark: Standing | None
    before: tuple[Standing, ...]
    suggestion: Suggestion
    average: str
    marks: int
    needed: int
    is_alarm: bool
    is_expected: bool
    is_open: bool
    term_id: int | None

    @property
    def text(self) -> str:
        return self.mark.text if self.mark else ""

    @property
    def is_enough(self) -> bool:
        return self.marks >= self.needed

    @property
    def differs(self) -> bool:
        """The teacher decided otherwise than the policy would."""
        return bool(self.mark and self.suggestion.text and self.mark.text != self.suggestion.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """A student's line."""

    student: Member
    cells: tuple[SheetCell, ...]
    has_debt: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TermSheet:
    """All that the sheet shows."""

    course: Course
    columns: tuple[SheetColumn, ...]
    rows: tuple[SheetRow, ...]
    policy: Policy
    may_write: bool
    as_deputy: bool
    scale: str
    is_whole: bool

    @property
    def is_averaged(self) -> bool:
        return self.scale in (Scale.TWO_TO_FIVE, Scale.ONE_TO_FIVE)

    @property
    def debtors(self) -> tuple[SheetRow, ...]:
        return tuple(row for row in self.rows if row.has_debt)


def term_sheet(thing: CourseHere, *, may_write: bool, whole: bool, now: datetime) -> TermSheet:
    """The sheet of a course; `whole` shows exam and final columns also where this grade seldom has
    them. Seven statements beside the door's, whatever the size of the group."""
    course, today = thing.course, timezone.localdate(now)
    terms = terms_of(course)
    members = sheet_members(course, terms)
    grounds = subject_grounds(course, [member.pk for member in members], terms=terms, today=today)
    locked = _locked(course)
    columns = [column for column in grounds.columns if whole or _is_usual(column, grounds)]
    rows = tuple(_row(member, columns, grounds, today) for member in members)
    heads = (
        _head(number, column, grounds, rows, locked, today) for number, column in enumerate(columns)
    )
    return TermSheet(
        course=course,
        columns=tuple(heads),
        rows=rows,
        policy=grounds.policy,
        may_write=may_write,
        as_deputy=thing.as_deputy,
        scale=course.scale if grounds.has_marks else Scale.NONE,
        is_whole=len(columns) == len(grounds.columns),
    )


def sheet_members(course: Course, terms: Sequence[Term]) -> list[Member]:
    """Who was in the group in any of the periods, as a class list is sorted."""
    values = {
        "group": course.group_id,
        "first": terms[0].first_day if terms else course.year.first_day,
        "last": terms[-1].last_day if terms else course.year.last_day,
    }
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {MEMBERS}", values)
        return members_from(cursor.fetchone()[0])


def _locked(course: Course) -> set[int]:
    """Terms that are closed in the course's class."""
    class_id = course.group.school_class_id
    if class_id is None:
        return set()
    return set(TermLock.objects.filter(school_class_id=class_id).values_list("term_id", flat=True))


def _is_usual(column: Column, grounds: SubjectGrounds) -> bool:
    """Exams and final marks belong to the last grades, or where one was entered."""
    if column.kind in (TermMarkKind.TERM, TermMarkKind.YEAR) or grounds.grade in LAST_GRADES:
        return True
    if column.kind == TermMarkKind.EXAM and grounds.policy.year_mark == "periods_exam":
        return True
    return any(slug == column.slug for _student, slug in grounds.current)


def _row(
    member: Member,
    columns: Sequence[Column],
    grounds: SubjectGrounds,
    today: date,
) -> SheetRow:
    year = grounds.current.get((member.pk, TermMarkKind.YEAR.value))
    return SheetRow(
        student=member,
        cells=tuple(_cell(member, column, grounds, today) for column in columns),
        has_debt=year is not None and is_debt(year.value),
    )


def _cell(member: Member, column: Column, grounds: SubjectGrounds, today: date) -> SheetCell:
    found = grounds.of_term(member.pk, column.term) if column.term else None
    needed = grounds.needed(found, column.term) if found and column.term else 0
    count = found.count + found.passed + found.failed if found else 0
    suggestion = grounds.suggestion(member.pk, column)
    is_expected = grounds.is_marked_here(member.pk, column)
    return SheetCell(
        slug=column.slug,
        mark=grounds.stands(member.pk, column),
        before=grounds.superseded.get((member.pk, column.slug), ()),
        suggestion=suggestion,
        average=shown(found.average if found else suggestion.mean),
        marks=count,
        needed=needed,
        is_alarm=grounds.policy.is_alarm(count, needed),
        is_expected=is_expected,
        is_open=is_expected and is_open(column, grounds.terms, today),
        term_id=column.term_id,
    )


def is_open(column: Column, terms: Sequence[Term], today: date) -> bool:
    """Whether the time for such a mark has begun; a closed period is the deputy's."""
    match column.kind:
        case TermMarkKind.TERM:
            return column.term is not None and column.term.first_day <= today
        case TermMarkKind.EXAM:
            return True
    return bool(terms) and terms[-1].first_day <= today


def _head(
    number: int,
    column: Column,
    grounds: SubjectGrounds,
    rows: Sequence[SheetRow],
    locked: set[int],
    today: date,
) -> SheetColumn:
    cells = [row.cells[number] for row in rows]
    last = grounds.terms[-1].pk if grounds.terms else None
    is_now = column.term is not None and column.term.first_day <= today <= column.term.last_day
    return SheetColumn(
        column=column,
        is_open=is_open(column, grounds.terms, today),
        is_locked=(column.term_id or last) in locked,
        is_now=is_now,
        expected=sum(cell.is_expected for cell in cells),
        done=sum(cell.mark is not None for cell in cells),
        suggested=sum(_may_be_taken(cell) for cell in cells),
    )


def _may_be_taken(cell: SheetCell) -> bool:
    """A suggestion that can be set together with the others: н/а asks for a reason of its own."""
    return (
        cell.is_open
        and cell.mark is None
        and bool(cell.suggestion.text)
        and cell.suggestion.value != NOT_ATTESTED
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedPage:
    """The preview of «set all suggested»."""

    course: Course
    head: SheetColumn
    rows: tuple[tuple[Member, SheetCell], ...]
    skipped: tuple[tuple[Member, SheetCell], ...]


def suggested_page(thing: CourseHere, *, slug: str, now: datetime) -> SuggestedPage | None:
    """Who would get which mark; None: the course has no such column."""
    sheet = term_sheet(thing, may_write=True, whole=True, now=now)
    for number, head in enumerate(sheet.columns):
        if head.slug == slug:
            found = [(row.student, row.cells[number]) for row in sheet.rows]
            return SuggestedPage(
                course=sheet.course,
                head=head,
                rows=tuple(pair for pair in found if _may_be_taken(pair[1])),
                skipped=tuple(
                    pair
                    for pair in found
                    if pair[1].is_expected and pair[1].mark is None and not _may_be_taken(pair[1])
                ),
            )
    return None


def suggestions_now(course: Course, student_id: int, *, today: date) -> dict[str, str]:
    """What the policy suggests for the year and the final mark, after something was set."""
    grounds = subject_grounds(course, [student_id], terms=terms_of(course), today=today)
    columns = [column for column in grounds.columns if column.term is None]
    return {column.slug: grounds.suggestion(student_id, column).text for column in columns}


@dataclass(frozen=True, slots=True, kw_only=True)
class Debtor:
    """Whose debt is to be re-examined, and what was tried already."""

    course: Course
    student: Student
    year: TermMark
    tries: tuple[TermMark, ...]

    @property
    def is_second(self) -> bool:
        return len(self.tries) == 1


def debtor_of(course: Course, student_id: int) -> Debtor | None:
    """A student with a debt for the year in the course's subject; None: there is none."""
    marks = TermMark.objects.filter(
        student_id=student_id, subject_id=course.subject_id, year=course.year
    ).select_related("student__person")
    year = marks.filter(kind=TermMarkKind.YEAR, is_current=True).first()
    if year is None or not is_debt(Value(year.points, year.sign)):
        return None
    tries = marks.filter(kind=TermMarkKind.EXAM, via=TermMarkVia.RETAKE).order_by("pk")
    return Debtor(course=course, student=year.student, year=year, tries=tuple(tries))
