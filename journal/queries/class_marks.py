"""The class whole for a term: students × subjects, over all courses of a subject. One statement
beside the terms; the sums are the database's, exact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db import connection

from core.text import Name
from journal.averages import shown, suggested
from journal.models import Sign, TermSign
from school.choices import CHOICES
from school.models import Scale, SchoolClass, Term, TermKind

AVERAGED = (Scale.TWO_TO_FIVE, Scale.ONE_TO_FIVE)

_MEMBERS = """here AS MATERIALIZED (
  SELECT m.student_id, m.since, p.last_name, p.first_name, p.patronymic, p.sort_key
    FROM school_membership m JOIN school_group g ON g.id = m.group_id AND g.kind = 'class'
    JOIN school_student t ON t.id = m.student_id JOIN school_person p ON p.id = t.person_id
   WHERE g.school_class_id = %(class)s AND m.since <= %(day)s
     AND (m.until IS NULL OR m.until >= %(day)s))"""
_READ = f"""WITH {_MEMBERS},
taught AS MATERIALIZED (
  SELECT DISTINCT h.student_id, c.subject_id, c.scale
    FROM here h JOIN school_membership m ON m.student_id = h.student_id
     AND m.since <= %(last)s AND (m.until IS NULL OR m.until >= %(first)s)
    JOIN school_course c ON c.group_id = m.group_id AND c.scale <> 'none'),
given AS (
  SELECT m.student_id, c.subject_id, m.points, m.sign, l.starts_at AS at, m.id,
         CASE WHEN m.is_counted THEN m.weight ELSE 0 END AS weight
    FROM here h JOIN journal_mark m ON m.student_id = h.student_id
    JOIN schedule_lesson l ON l.id = m.lesson_id AND l.day BETWEEN %(first)s AND %(last)s
    JOIN school_course c ON c.id = m.course_id
   UNION ALL
  SELECT b.student_id, b.subject_id, b.points, '', b.day, b.id, b.weight
    FROM here h JOIN journal_broughtmark b ON b.student_id = h.student_id
     AND b.day BETWEEN %(first)s AND %(last)s),
missed AS (
  SELECT a.student_id, journal_absence_kind(a.kind, a.student_id, a.lesson_id) AS kind
    FROM here h JOIN journal_attendance a ON a.student_id = h.student_id AND a.kind <> 'late'
    JOIN schedule_lesson l ON l.id = a.lesson_id AND l.day BETWEEN %(first)s AND %(last)s)
SELECT
 (SELECT json_agg(json_build_array(student_id, last_name, first_name, patronymic, since)
         ORDER BY sort_key, student_id) FROM here),
 (SELECT json_agg(json_build_array(s.id, s.name, s.short_name, x.scale)
         ORDER BY s.position, s.name, s.id)
    FROM (SELECT subject_id, min(scale) AS scale FROM taught GROUP BY 1) x
    JOIN school_subject s ON s.id = x.subject_id),
 (SELECT json_agg(json_build_array(student_id, subjects))
    FROM (SELECT student_id, json_agg(subject_id) AS subjects FROM taught GROUP BY 1) x),
 (SELECT json_agg(json_build_array(student_id, subject_id, total, weights, n, marks))
    FROM (SELECT student_id, subject_id, sum(points * weight)::text AS total,
                 sum(weight) FILTER (WHERE points IS NOT NULL)::text AS weights,
                 count(*) AS n,
                 string_agg(coalesce(points::text, sign), ' ' ORDER BY at, id) AS marks
            FROM given GROUP BY 1, 2) x),
 (SELECT json_agg(json_build_array(t.student_id, t.subject_id, t.points, t.sign))
    FROM here h JOIN journal_termmark t ON t.student_id = h.student_id
   WHERE t.term_id = %(term)s AND t.is_current AND t.kind = 'term'
     AND t.subject_id IS NOT NULL),
 (SELECT json_agg(json_build_array(student_id, n, absent))
    FROM (SELECT student_id, count(*) AS n, count(*) FILTER (WHERE kind = 'absent') AS absent
            FROM missed GROUP BY 1) x),
 (SELECT json_agg(json_build_array(m.student_id, p.last_name, p.first_name, p.patronymic, m.until,
         (SELECT g2.name FROM school_membership m2 JOIN school_group g2 ON g2.id = m2.group_id
           WHERE m2.student_id = m.student_id AND g2.kind = 'class' AND m2.since > m.until
           ORDER BY m2.since LIMIT 1)) ORDER BY m.until, p.sort_key)
    FROM school_membership m JOIN school_group g ON g.id = m.group_id AND g.kind = 'class'
    JOIN school_student t ON t.id = m.student_id JOIN school_person p ON p.id = t.person_id
   WHERE g.school_class_id = %(class)s AND m.until BETWEEN %(first)s - 1 AND %(day)s - 1
     AND NOT EXISTS (SELECT 1 FROM here h WHERE h.student_id = m.student_id)),
 (SELECT json_build_array(s.value, s.act) FROM school_schoolsetting s
   WHERE s.school_id = %(school)s AND s.key = 'borders' AND s.since <= %(day)s
   ORDER BY s.since DESC LIMIT 1)"""


@dataclass(frozen=True, slots=True)
class SubjectHead:
    """A column."""

    pk: int
    name: str
    label: str
    is_averaged: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassCell:
    """One student in one subject; `is_taught` False: the student has no course of it."""

    subject_id: int
    is_taught: bool = True
    average: str = ""
    suggested: int | None = None
    count: int = 0
    marks: str = ""
    term_mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassRow:
    """A student of the class on the day."""

    student_id: int
    name: Name
    since: date
    is_new: bool
    cells: tuple[ClassCell, ...]
    missed: int
    unexcused: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """A student who left the class during the term, and where to."""

    name: Name
    until: date
    to_class: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """A student whom the average leads to a 2."""

    student_id: int
    name: Name
    subjects: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassMarksPage:
    """All that the class page's table shows."""

    school_class: SchoolClass
    terms: tuple[Term, ...]
    term: Term | None
    day: date
    subjects: tuple[SubjectHead, ...] = ()
    rows: tuple[ClassRow, ...] = ()
    gone: tuple[Gone, ...] = ()
    averages: tuple[str, ...] = ()
    borders: tuple[Decimal, ...] = ()
    act: str = ""

    @property
    def at_risk(self) -> tuple[Risk, ...]:
        """Whom the school's borders would give a 2 today, with the subjects."""
        names = {subject.pk: subject.label for subject in self.subjects}
        risks = (
            Risk(
                student_id=row.student_id,
                name=row.name,
                subjects=tuple(
                    (names[cell.subject_id], cell.average)
                    for cell in row.cells
                    if cell.suggested == 2
                ),
            )
            for row in self.rows
        )
        return tuple(risk for risk in risks if risk.subjects)


def class_terms(
    school_class: SchoolClass, *, term_id: int | None, today: date
) -> tuple[tuple[Term, ...], Term | None, date]:
    """The terms of the class, the one asked for (else today's, else the last begun), and the day
    in it whose class list counts. One statement."""
    terms = tuple(
        Term.objects.filter(calendar_id=school_class.calendar_id).exclude(kind=TermKind.YEAR)
    )
    asked = [term for term in terms if term.pk == term_id]
    begun = [term for term in terms if term.first_day <= today]
    term = asked[0] if asked else begun[-1] if begun else next(iter(terms), None)
    if term is None:
        return terms, None, today
    return terms, term, max(term.first_day, min(today, term.last_day))


def class_marks_page(
    school_class: SchoolClass, *, term_id: int | None, today: date
) -> ClassMarksPage:
    """Averages, counts, marks and period marks of everybody in the class, in two statements. Who
    left before the day is in nobody's count and named below."""
    terms, term, day = class_terms(school_class, term_id=term_id, today=today)
    if term is None:
        return ClassMarksPage(school_class=school_class, terms=terms, term=None, day=day)
    values = {
        "class": school_class.pk,
        "school": school_class.school_id,
        "first": term.first_day,
        "last": term.last_day,
        "day": day,
        "term": term.pk,
    }
    with connection.cursor() as cursor:
        cursor.execute(_READ, values)
        members, heads, taught, sums, set_marks, missed, gone, borders = cursor.fetchone()
    choice = CHOICES["borders"]
    values_of_borders = choice.parse(borders[0]) if borders else choice.default
    subjects = tuple(
        SubjectHead(pk, name, short or name, scale in AVERAGED)
        for pk, name, short, scale in heads or ()
    )
    table = _Table(
        subjects=subjects,
        taught={row[0]: set(row[1]) for row in taught or ()},
        sums={(row[0], row[1]): row[2:] for row in sums or ()},
        term_marks={(row[0], row[1]): _term_mark(*row[2:]) for row in set_marks or ()},
        missed={row[0]: (row[1], row[2]) for row in missed or ()},
        borders=values_of_borders,
    )
    return ClassMarksPage(
        school_class=school_class,
        terms=terms,
        term=term,
        day=day,
        subjects=subjects,
        rows=tuple(table.row(row, term) for row in members or ()),
        gone=tuple(_gone(row) for row in gone or ()),
        averages=table.averages(),
        borders=values_of_borders,
        act=borders[1] if borders else "",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """What was read, ready to be put into rows."""

    subjects: tuple[SubjectHead, ...]
    taught: dict[int, set[int]]
    sums: dict[tuple[int, int], list]
    term_marks: dict[tuple[int, int], str]
    missed: dict[int, tuple[int, int]]
    borders: tuple[Decimal, ...]

    def row(self, member: list, term: Term) -> ClassRow:
        pk, last, first, patronymic, since = member
        missed, unexcused = self.missed.get(pk, (0, 0))
        joined = date.fromisoformat(since)
        return ClassRow(
            student_id=pk,
            name=Name(last, first, patronymic),
            since=joined,
            is_new=joined > term.first_day,
            cells=tuple(self._cell(pk, subject) for subject in self.subjects),
            missed=missed,
            unexcused=unexcused,
        )

    def averages(self) -> tuple[str, ...]:
        """The class's average in each subject: of all marks, not of averages."""
        totals: dict[int, Fraction] = {}
        weights: dict[int, Fraction] = {}
        for (_student, subject), (total, weight, *_rest) in self.sums.items():
            totals[subject] = totals.get(subject, Fraction(0)) + Fraction(total or 0)
            weights[subject] = weights.get(subject, Fraction(0)) + Fraction(weight or 0)
        return tuple(
            shown(totals[one.pk] / weights[one.pk]) if weights.get(one.pk) else ""
            for one in self.subjects
        )

    def _cell(self, student_id: int, subject: SubjectHead) -> ClassCell:
        place = (student_id, subject.pk)
        found = self.sums.get(place)
        if found is None:
            return ClassCell(
                subject_id=subject.pk,
                is_taught=subject.pk in self.taught.get(student_id, ()),
                term_mark=self.term_marks.get(place, ""),
            )
        total, weights, count, marks = found
        mean = Fraction(total) / Fraction(weights) if weights and Fraction(weights) else None
        return ClassCell(
            subject_id=subject.pk,
            average=shown(mean),
            suggested=suggested(mean, self.borders) if mean and subject.is_averaged else None,
            count=count,
            marks=" ".join(map(_mark, marks.split())),
            term_mark=self.term_marks.get(place, ""),
        )


def _mark(text: str) -> str:
    return text if text.isdecimal() else Sign(text).sign


def _term_mark(points: int | None, sign: str) -> str:
    return TermSign(sign).sign if sign else str(points)


def _gone(row: list) -> Gone:
    _pk, last, first, patronymic, until, to_class = row
    return Gone(
        name=Name(last, first, patronymic), until=date.fromisoformat(until), to_class=to_class or ""
    )
