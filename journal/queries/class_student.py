"""One student as the homeroom teacher looks at him: all subjects of a term, absences, results from
outside, family, movements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db import connection

from consent.permissions import Access
from journal.forecast_shown import ShownForecast, shown_forecast
from journal.models import AbsenceKind, OutsideResult
from journal.queries.class_families import FamilyRow, families_of
from journal.queries.class_marks import class_terms
from journal.queries.debts import Debt, debts_of_class
from journal.queries.outside import results_of
from journal.queries.subject_marks import SubjectOfTerm, TermRules, subjects_of_term
from school.models import EnrolmentKind, SchoolClass, Term

_READ = """SELECT
 (SELECT json_agg(json_build_array(l.day, coalesce(nullif(s.short_name, ''), s.name),
         journal_absence_kind(a.kind, a.student_id, a.lesson_id), a.minutes)
         ORDER BY l.day DESC, l.starts_at)
    FROM journal_attendance a JOIN schedule_lesson l ON l.id = a.lesson_id
    JOIN school_course c ON c.id = l.course_id JOIN school_subject s ON s.id = c.subject_id
   WHERE a.student_id = %(student)s AND l.day BETWEEN %(first)s AND %(last)s),
 (SELECT json_agg(json_build_array(e.kind, e.day, k.grade || k.letter, e.order_number, e.order_day)
         ORDER BY e.day, e.id)
    FROM school_enrolment e LEFT JOIN school_schoolclass k ON k.id = e.to_class_id
   WHERE e.student_id = %(student)s)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedLesson:
    """A departure from «present» in one lesson."""

    subject: str
    sign: str
    words: str
    minutes: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedDay:
    """The departures of one day."""

    day: date
    lessons: tuple[MissedLesson, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """Enrolled, moved, left: by which order."""

    kind: str
    day: date
    to_class: str
    order_number: str
    order_day: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectLine:
    """A subject of the term with its forecast."""

    subject: SubjectOfTerm
    forecast: ShownForecast | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentPage:
    """All that the page of one student shows."""

    school_class: SchoolClass
    access: Access
    terms: tuple[Term, ...]
    term: Term | None
    subjects: tuple[SubjectLine, ...]
    rules: TermRules | None
    missed: tuple[MissedDay, ...]
    movements: tuple[Movement, ...]
    family: FamilyRow | None
    debts: tuple[Debt, ...]
    results: tuple[OutsideResult, ...]

    @property
    def lessons_missed(self) -> int:
        return sum(line.subject.missed for line in self.subjects)


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectPage:
    """One student in one subject: what unfolds from a cell of the class page."""

    school_class: SchoolClass
    access: Access
    term: Term
    line: SubjectLine
    rules: TermRules


def student_page(access: Access, school_class: SchoolClass, *, term_id: int | None) -> StudentPage:
    """Everything of one term and of the family, in seven statements beside the door's."""
    today = access.today
    terms, term, _day = class_terms(school_class, term_id=term_id, today=today)
    subjects, rules = _subjects(access, term)
    missed, movements = _more(access, term)
    families = families_of(school_class, student_id=access.student_id, today=today)
    return StudentPage(
        school_class=school_class,
        access=access,
        terms=terms,
        term=term,
        subjects=tuple(_line(one) for one in subjects),
        rules=rules,
        missed=missed,
        movements=movements,
        family=families[0] if families else None,
        debts=_debts(access, school_class, term),
        results=tuple(results_of(access.student_id)),
    )


def subject_page(
    access: Access, school_class: SchoolClass, *, subject_id: int, term_id: int | None
) -> SubjectPage | None:
    """The marks of one subject with the forecast; None where the student has no such subject."""
    _terms, term, _day = class_terms(school_class, term_id=term_id, today=access.today)
    subjects, rules = _subjects(access, term)
    found = next((one for one in subjects if one.subject_id == subject_id), None)
    if found is None:
        return None
    return SubjectPage(
        school_class=school_class, access=access, term=term, line=_line(found), rules=rules
    )


def _subjects(
    access: Access, term: Term | None
) -> tuple[tuple[SubjectOfTerm, ...], TermRules | None]:
    if term is None:
        return (), None
    found, rules = subjects_of_term(
        [access.student_id], term=term, zone=access.here.school.time_zone, today=access.today
    )
    return found.get(access.student_id, ()), rules


def _debts(access: Access, school_class: SchoolClass, term: Term | None) -> tuple[Debt, ...]:
    if term is None:
        return ()
    debts = debts_of_class(school_class, term, now=access.now)
    return tuple(debt for debt in debts if debt.student_id == access.student_id)


def _line(one: SubjectOfTerm) -> SubjectLine:
    return SubjectLine(subject=one, forecast=None if one.term_mark else shown_forecast(one))


def _more(access: Access, term: Term | None) -> tuple[tuple[MissedDay, ...], tuple[Movement, ...]]:
    values = {
        "student": access.student_id,
        "first": term.first_day if term else access.today,
        "last": term.last_day if term else access.today,
    }
    with connection.cursor() as cursor:
        cursor.execute(_READ, values)
        missed, movements = cursor.fetchone()
    days = groupby(missed or (), key=lambda row: row[0])
    return (
        tuple(
            MissedDay(day=date.fromisoformat(day), lessons=tuple(map(_missed, rows)))
            for day, rows in days
        ),
        tuple(map(_movement, movements or ())),
    )


def _missed(row: list) -> MissedLesson:
    _day, subject, kind, minutes = row
    found = AbsenceKind(kind)
    return MissedLesson(subject=subject, sign=found.sign, words=str(found.label), minutes=minutes)


def _movement(row: list) -> Movement:
    kind, day, to_class, number, order_day = row
    return Movement(
        kind=str(EnrolmentKind(kind).label),
        day=date.fromisoformat(day),
        to_class=to_class or "",
        order_number=number,
        order_day=date.fromisoformat(order_day) if order_day else None,
    )
