"""What students have in their subjects during a term: over all courses of the subject they were
in, so that marks follow a student into another class or subgroup, with the marks brought from
another school. One statement for one child and for a whole class."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from django.db import connection

from journal.averages import average, shown
from journal.forecast import Forecast, forecast
from journal.models import AbsenceKind, Sign, TermSign
from school.choices import CHOICES
from school.models import Scale, Term

AVERAGED = (Scale.TWO_TO_FIVE, Scale.ONE_TO_FIVE)

_READ = """SELECT
 (SELECT json_agg(json_build_array(x.student_id, x.id, x.name, x.short_name, x.scale, x.group_id)
                  ORDER BY x.student_id, x.position, x.name, x.id)
    FROM (SELECT DISTINCT ON (m.student_id, s.id) m.student_id, s.id, s.name, s.short_name,
                 s.position, c.scale, c.group_id
            FROM school_membership m
            JOIN school_course c ON c.group_id = m.group_id AND c.scale <> 'none'
            JOIN school_subject s ON s.id = c.subject_id
           WHERE m.student_id = ANY(%(students)s) AND m.since <= %(last)s
             AND (m.until IS NULL OR m.until >= %(first)s)
           ORDER BY m.student_id, s.id, m.since DESC, c.id) x),
 (SELECT json_agg(json_build_array(m.student_id, c.subject_id, m.id, l.day, m.points, m.sign,
                  (CASE WHEN m.is_counted THEN m.weight ELSE 0 END)::text, k.name,
                  coalesce(w.title, ''), m.retake_of_id IS NOT NULL,
                  m.comment, (m.written_at AT TIME ZONE %(zone)s)::date, c.group_id, g.name)
                  ORDER BY l.starts_at, m.id)
    FROM journal_mark m JOIN schedule_lesson l ON l.id = m.lesson_id
    JOIN school_course c ON c.id = m.course_id JOIN school_group g ON g.id = c.group_id
    JOIN journal_workkind k ON k.id = m.kind_id LEFT JOIN journal_work w ON w.id = m.work_id
   WHERE m.student_id = ANY(%(students)s) AND l.day BETWEEN %(first)s AND %(last)s),
 (SELECT json_agg(json_build_array(b.student_id, b.subject_id, b.id, b.day, b.points, '',
                  b.weight::text, b.kind_name, '', false, '', b.day, 0, b.from_where)
                  ORDER BY b.day, b.id)
    FROM journal_broughtmark b
   WHERE b.student_id = ANY(%(students)s) AND b.day BETWEEN %(first)s AND %(last)s),
 (SELECT json_agg(json_build_array(x.student_id, x.subject_id, x.kind, x.n))
    FROM (SELECT a.student_id, c.subject_id,
                 journal_absence_kind(a.kind, a.student_id, a.lesson_id) AS kind, count(*) AS n
            FROM journal_attendance a JOIN schedule_lesson l ON l.id = a.lesson_id
            JOIN school_course c ON c.id = l.course_id
           WHERE a.student_id = ANY(%(students)s) AND l.day BETWEEN %(first)s AND %(last)s
           GROUP BY 1, 2, 3) x),
 (SELECT json_agg(json_build_array(t.student_id, t.subject_id, t.points, t.sign))
    FROM journal_termmark t
   WHERE t.student_id = ANY(%(students)s) AND t.term_id = %(term)s AND t.is_current
     AND t.kind = 'term' AND t.subject_id IS NOT NULL),
 (SELECT json_build_array(k.weight::text) FROM journal_workkind k
   WHERE k.school_id = %(school)s AND k.is_usual),
 (SELECT json_build_array(k.weight::text, k.name) FROM journal_workkind k
   WHERE k.school_id = %(school)s AND k.is_written AND k.is_in_use
   ORDER BY k.weight DESC, k.position LIMIT 1),
 (SELECT json_build_array(s.value, s.act) FROM school_schoolsetting s
   WHERE s.school_id = %(school)s AND s.key = 'borders' AND s.since <= %(day)s
   ORDER BY s.since DESC LIMIT 1),
 (SELECT s.value FROM school_schoolsetting s
   WHERE s.school_id = %(school)s AND s.key = 'no_five_with_two' AND s.since <= %(day)s
   ORDER BY s.since DESC LIMIT 1)"""


class MarkOfSubject(NamedTuple):
    """A mark of the term, wherever it was given. `group_id` 0: brought, `where` says from."""

    student_id: int
    subject_id: int
    pk: int
    day: date
    points: int | None
    sign: str
    weight: Decimal
    kind: str
    title: str
    is_retake: bool
    comment: str
    written_on: date
    group_id: int
    where: str

    @property
    def text(self) -> str:
        return Sign(self.sign).sign if self.sign else str(self.points)

    @property
    def is_counted(self) -> bool:
        """Stands in the average: a number with a weight."""
        return self.points is not None and self.weight > 0

    @property
    def is_brought(self) -> bool:
        return self.group_id == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TermRules:
    """By what the school averages and forecasts on a day: its borders with their local act, the
    weight of an answer, the heaviest work."""

    borders: tuple[Decimal, ...]
    act: str
    usual_weight: Decimal
    work_weight: Decimal | None
    work_name: str
    no_five_with_two: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectOfTerm:
    """One student in one subject during the term."""

    subject_id: int
    name: str
    label: str
    scale: str
    group_id: int
    marks: tuple[MarkOfSubject, ...]
    absences: Counter[AbsenceKind]
    term_mark: str
    rules: TermRules

    @property
    def missed(self) -> int:
        """Lessons missed for whatever reason."""
        return sum(n for kind, n in self.absences.items() if kind.is_missed)

    @property
    def late(self) -> int:
        return self.absences[AbsenceKind.LATE]

    @property
    def reasons(self) -> str:
        """ill 2, absent 1: of what the missed lessons are made"""
        missed = [kind for kind in AbsenceKind if kind.is_missed and self.absences[kind]]
        return ", ".join(f"{kind.label} {self.absences[kind]}" for kind in missed)

    @property
    def weighed(self) -> list[tuple[int, Decimal]]:
        """(mark, weight) of all marks that count."""
        return [(mark.points, mark.weight) for mark in self.marks if mark.is_counted]

    @property
    def average(self) -> Fraction | None:
        return average(self.weighed)

    @property
    def shown_average(self) -> str:
        return shown(self.average)

    @property
    def is_averaged(self) -> bool:
        """Whether the borders of 3, 4 and 5 mean something on the scale."""
        return self.scale in AVERAGED

    @property
    def carried(self) -> tuple[MarkOfSubject, ...]:
        """Marks that stand in no cell of the course the student is in now."""
        return tuple(mark for mark in self.marks if mark.group_id != self.group_id)

    def forecast(self) -> Forecast | None:
        """None where the scale knows no borders."""
        if not self.is_averaged:
            return None
        return forecast(
            self.weighed,
            borders=self.rules.borders,
            usual_weight=self.rules.usual_weight,
            work_weight=self.rules.work_weight,
            no_five_with_two=self.rules.no_five_with_two,
        )


Subjects = dict[int, tuple[SubjectOfTerm, ...]]


def subjects_of_term(
    student_ids: Collection[int], *, term: Term, zone: str, today: date
) -> tuple[Subjects, TermRules]:
    """The subjects of each student in the school's order, and the rules of the day. A subject has
    a line when a course of it is marked and the student was in its group during the term."""
    values = {
        "students": list(student_ids),
        "first": term.first_day,
        "last": term.last_day,
        "term": term.pk,
        "school": term.school_id,
        "zone": zone,
        "day": min(today, term.last_day),
    }
    with connection.cursor() as cursor:
        cursor.execute(_READ, values)
        subjects, marks, brought, absences, set_marks, *choices = cursor.fetchone()
    rules = _rules(*choices)
    given = _by_place([*_marks(marks), *_marks(brought)])
    away = _absences(absences or ())
    standing = {(row[0], row[1]): _term_mark(row[2], row[3]) for row in set_marks or ()}
    found: dict[int, list[SubjectOfTerm]] = {}
    for student_id, subject_id, name, short_name, scale, group_id in subjects or ():
        place = (student_id, subject_id)
        found.setdefault(student_id, []).append(
            SubjectOfTerm(
                subject_id=subject_id,
                name=name,
                label=short_name or name,
                scale=scale,
                group_id=group_id,
                marks=given.get(place, ()),
                absences=away.get(place, Counter()),
                term_mark=standing.get(place, ""),
                rules=rules,
            )
        )
    return {pk: tuple(rows) for pk, rows in found.items()}, rules


def _rules(
    usual: list | None, work: list | None, borders: list | None, no_five: object
) -> TermRules:
    choice = CHOICES["borders"]
    barred = CHOICES["no_five_with_two"]
    return TermRules(
        borders=choice.parse(borders[0]) if borders else choice.default,
        act=borders[1] if borders else "",
        usual_weight=Decimal(usual[0]) if usual else Decimal(1),
        work_weight=Decimal(work[0]) if work else None,
        work_name=work[1] if work else "",
        no_five_with_two=barred.default if no_five is None else barred.parse(no_five),
    )


def _marks(rows: Iterable[list] | None) -> list[MarkOfSubject]:
    return [
        MarkOfSubject(
            *row[:3],
            date.fromisoformat(row[3]),
            *row[4:6],
            Decimal(row[6]),
            *row[7:11],
            date.fromisoformat(row[11]),
            *row[12:],
        )
        for row in rows or ()
    ]


def _by_place(
    marks: list[MarkOfSubject],
) -> dict[tuple[int, int], tuple[MarkOfSubject, ...]]:
    found: dict[tuple[int, int], list[MarkOfSubject]] = {}
    for mark in sorted(marks, key=lambda mark: mark.day):
        found.setdefault((mark.student_id, mark.subject_id), []).append(mark)
    return {place: tuple(rows) for place, rows in found.items()}


def _absences(rows: Iterable[list]) -> dict[tuple[int, int], Counter[AbsenceKind]]:
    """By student and subject: how many lessons were missed for which reason, or begun late."""
    found: dict[tuple[int, int], Counter[AbsenceKind]] = {}
    for student_id, subject_id, kind, n in rows:
        found.setdefault((student_id, subject_id), Counter())[AbsenceKind(kind)] += n
    return found


def _term_mark(points: int | None, sign: str) -> str:
    return TermSign(sign).sign if sign else str(points)
