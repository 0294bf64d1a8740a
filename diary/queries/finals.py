"""The finals of one child: all subjects × periods, year, exam, final mark, and conduct; for this
year and those before. What a re-examination superseded stays visible beside what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, ClassVar

from django.db import connection

from consent.permissions import Access
from diary.queries.set_marks import mark_words, period_name
from journal.models import Decision, TermMarkKind, TermMarkVia
from school.models import TermKind

# Years with their terms (those of the calendar the child's marks or class belong to), the subjects
# of the courses the child had, the marks.
_YEARS = """SELECT y.id, y.name, y.first_day,
 (SELECT json_agg(json_build_array(t.id, t.kind, t.number) ORDER BY t.first_day)
    FROM school_term t WHERE t.kind <> %(year_kind)s AND t.calendar_id = k.calendar_id),
 (SELECT json_agg(DISTINCT jsonb_build_array(s.position, s.name, s.id))
    FROM school_membership m JOIN school_course c ON c.group_id = m.group_id
    JOIN school_group g ON g.id = c.group_id JOIN school_subject s ON s.id = c.subject_id
   WHERE m.student_id = %(student)s AND c.year_id = y.id AND c.scale <> 'none'
     AND g.kind NOT IN ('club', 'extended_day')),
 (SELECT json_agg(json_build_array(t.subject_id, s.position, s.name, t.kind, t.term_id, t.points,
         t.sign, t.is_current, t.via, t.reason, t.published_at) ORDER BY t.id)
    FROM journal_termmark t LEFT JOIN school_subject s ON s.id = t.subject_id
   WHERE t.student_id = %(student)s AND t.year_id = y.id),
 (SELECT json_build_array(p.decision, p.order_number) FROM journal_promotion p
   WHERE p.student_id = %(student)s AND p.year_id = y.id)
  FROM (SELECT c.year_id, (array_agg(c.calendar_id ORDER BY m.since DESC))[1] AS calendar_id
          FROM school_membership m JOIN school_group g ON g.id = m.group_id AND g.kind = 'class'
          JOIN school_schoolclass c ON c.id = g.school_class_id
         WHERE m.student_id = %(student)s GROUP BY c.year_id) k
  JOIN school_academicyear y ON y.id = k.year_id
 WHERE y.first_day <= %(today)s
 ORDER BY y.first_day DESC"""


@dataclass(frozen=True, slots=True, kw_only=True)
class FinalColumn:
    """A column of the table: a period, the year, exam, final mark."""

    slug: str
    name: str
    short: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FinalMark:
    """A mark as it stands, what a retake superseded, and why where a reason is told."""

    text: str
    before: tuple[str, ...]
    reason: str
    is_retake: bool
    published_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FinalRow:
    """A subject, or conduct."""

    subject: str
    marks: tuple[FinalMark | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A mark that needs words: not attested and why, or re-examined."""

    subject: str
    period: str
    mark: FinalMark


@dataclass(frozen=True, slots=True, kw_only=True)
class FinalYear:
    """One school year."""

    name: str
    columns: tuple[FinalColumn, ...]
    rows: tuple[FinalRow, ...]
    conduct: FinalRow | None
    told: tuple[Told, ...]
    decision: str
    order_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FinalsPage:
    tab: ClassVar[str] = "finals"
    access: Access
    years: tuple[FinalYear, ...]


def finals_page(access: Access) -> FinalsPage:
    """All years of the child in this school, the present one first; one statement."""
    values = {
        "student": access.student_id,
        "today": access.today,
        "year_kind": TermKind.YEAR.value,
    }
    with connection.cursor() as cursor:
        cursor.execute(_YEARS, values)
        rows = cursor.fetchall()
    return FinalsPage(access=access, years=tuple(_year(row) for row in rows))


def _year(row: tuple[Any, ...]) -> FinalYear:
    _pk, name, _first, terms, subjects, marks, decision = row
    placed = _placed(marks or ())
    columns = _columns(terms or (), placed)
    names = {subject: (position, title) for position, title, subject in subjects or ()}
    names |= {row[0]: (row[1], row[2]) for row in marks or () if row[0] is not None}
    order = sorted(names, key=lambda subject: (*names[subject], subject))
    rows = tuple(_row(names[subject][1], subject, columns, placed) for subject in order)
    conduct = _row("", None, columns, placed)
    return FinalYear(
        name=name,
        columns=columns,
        rows=rows,
        conduct=conduct if any(conduct.marks) else None,
        told=tuple(_told(rows, columns)),
        decision=str(Decision(decision[0]).label) if decision else "",
        order_number=decision[1] if decision else "",
    )


Placed = dict[tuple[int | None, str], list[list[Any]]]


def _placed(marks: Iterable[list[Any]]) -> Placed:
    """Marks by subject and column, in the order in which they were given."""
    found: Placed = {}
    for row in marks:
        slug = f"t{row[4]}" if row[4] else row[3]
        found.setdefault((row[0], slug), []).append(row)
    return found


def _columns(terms: Iterable[list[Any]], placed: Placed) -> tuple[FinalColumn, ...]:
    """Every period and the year; exam and final mark where there is one."""
    columns = [
        FinalColumn(
            slug=f"t{pk}",
            name=period_name(TermMarkKind.TERM, number, kind),
            short=str(number),
        )
        for pk, kind, number in terms
    ]
    used = {slug for _subject, slug in placed}
    for kind in (TermMarkKind.YEAR, TermMarkKind.EXAM, TermMarkKind.FINAL):
        if kind == TermMarkKind.YEAR or kind.value in used:
            columns.append(
                FinalColumn(slug=kind.value, name=str(kind.label), short=str(kind.label))
            )
    return tuple(columns)


def _row(
    name: str, subject: int | None, columns: tuple[FinalColumn, ...], placed: Placed
) -> FinalRow:
    return FinalRow(
        subject=name,
        marks=tuple(_mark(placed.get((subject, column.slug), [])) for column in columns),
    )


def _mark(rows: list[list[Any]]) -> FinalMark | None:
    """The current one; a mark that was merely corrected is not told again, a retaken one is."""
    current = next((row for row in rows if row[7]), None)
    if current is None:
        return None
    retaken = current[8] == TermMarkVia.RETAKE
    before = [mark_words(row[5], row[6]) for row in rows if not row[7]] if retaken else []
    return FinalMark(
        text=mark_words(current[5], current[6]),
        before=tuple(text for text, _same in groupby(before)),
        reason=current[9] if current[6] == "not_attested" or retaken else "",
        is_retake=retaken,
        published_at=datetime.fromisoformat(current[10]),
    )


def _told(rows: Iterable[FinalRow], columns: tuple[FinalColumn, ...]) -> Iterable[Told]:
    for row in rows:
        for column, mark in zip(columns, row.marks, strict=True):
            if mark is not None and mark.reason:
                yield Told(subject=row.subject, period=column.name, mark=mark)
