"""One column of a class's sheet of marks as it is read: who is in the class, who learns what by
whom, which marks stand, what is lacking."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db import connection

from journal.models import TermMarkKind
from journal.policy import Value
from journal.queries.pieces import MEMBERS, Member, members_from
from journal.queries.term_grounds import Column, Standing, standing_marks, terms_of_class
from school.models import SchoolClass, Term

LAST_GRADES = (9, 11)

# Everything but the marks themselves, in one statement of JSON columns.
_READ = f"""SELECT {MEMBERS},
 (SELECT json_agg(json_build_array(x.student_id, x.subject_id, x.course_id))
    FROM (SELECT DISTINCT ON (m.student_id, c.subject_id) m.student_id, c.subject_id,
                 c.id AS course_id
            FROM school_membership m JOIN school_course c ON c.group_id = m.group_id
            JOIN school_group g ON g.id = c.group_id
           WHERE m.student_id IN (SELECT student_id FROM school_membership
                                   WHERE group_id = %(group)s AND since <= %(last)s
                                     AND (until IS NULL OR until >= %(first)s))
             AND c.year_id = %(year)s AND c.scale <> 'none'
             AND g.kind NOT IN ('club', 'extended_day')
             AND m.since <= %(last)s AND (m.until IS NULL OR m.until >= %(last)s)
           ORDER BY m.student_id, c.subject_id, c.hours_a_year DESC, c.id) x),
 (SELECT json_agg(json_build_array(s.id, s.name, s.short_name) ORDER BY s.position, s.name)
    FROM school_subject s WHERE s.school_id = %(school)s),
 (SELECT json_agg(json_build_array(t.course_id, p.last_name, p.first_name, p.patronymic)
                  ORDER BY p.sort_key)
    FROM school_courseteacher t JOIN school_course c ON c.id = t.course_id
    JOIN school_group g ON g.id = c.group_id
    JOIN school_employee e ON e.id = t.employee_id JOIN school_person p ON p.id = e.person_id
   WHERE c.year_id = %(year)s AND (g.school_class_id = %(class)s OR g.school_class_id IS NULL)
     AND t.since <= %(last)s AND (t.until IS NULL OR t.until >= %(first)s)
     AND t.school_id = %(school)s),
 (SELECT json_agg(json_build_array(x.student_id, x.kind, x.n))
    FROM (SELECT a.student_id, journal_absence_kind(a.kind, a.student_id, a.lesson_id) AS kind,
                 count(*) AS n
            FROM journal_attendance a JOIN schedule_lesson l ON l.id = a.lesson_id
           WHERE a.student_id IN (SELECT student_id FROM school_membership
                                   WHERE group_id = %(group)s)
             AND l.day BETWEEN %(first)s AND %(last)s AND a.kind <> 'late'
           GROUP BY 1, 2) x),
 (SELECT json_agg(json_build_array(k.term_id, extract(epoch FROM k.locked_at), p.last_name,
                  p.first_name, p.patronymic))
    FROM journal_termlock k JOIN school_person p ON p.id = k.locked_by_id
   WHERE k.school_class_id = %(class)s),
 (SELECT json_agg(json_build_array(r.student_id, r.decision)) FROM journal_promotion r
   WHERE r.year_id = %(year)s AND r.school_id = %(school)s)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """Marks that are not set: of which course, by whom, of how many students."""

    course_id: int
    subject: str
    teachers: str
    students: tuple[str, ...]

    @property
    def count(self) -> int:
        return len(self.students)


class Sheet(NamedTuple):
    """What was read, brought into shape."""

    school_class: SchoolClass
    column: Column | None
    first: date
    last: date
    members: list[Member]
    courses: dict[tuple[int, int], int]
    subjects: list[list]
    teachers: dict[int, list[str]]
    absences: list[list]
    locks: list[list]
    decisions: dict[int, str]
    marks: dict[tuple[int, int | None], Standing]

    @property
    def expects_marks(self) -> bool:
        """Whether this column is to be full: an exam only where it was taken, a final mark in the
        last grades, in grade 1 the year alone."""
        if self.column is None or self.column.kind == TermMarkKind.EXAM:
            return False
        if self.column.kind == TermMarkKind.FINAL:
            return self.school_class.grade in LAST_GRADES
        return self.school_class.has_marks or self.column.kind == TermMarkKind.YEAR


def read_sheet(school_class: SchoolClass, column: Column | None, terms: Sequence[Term]) -> Sheet:
    """One column of the class's sheet, in two statements and one for the class's group."""
    year = school_class.year
    first, last = year.first_day, terms[-1].last_day if terms else year.last_day
    if column is not None and column.term is not None:
        first, last = column.term.first_day, column.term.last_day
    values = {
        "group": school_class.groups.filter(kind="class").values_list("pk", flat=True).first(),
        "class": school_class.pk,
        "year": school_class.year_id,
        "school": school_class.school_id,
        "first": first,
        "last": last,
    }
    with connection.cursor() as cursor:
        cursor.execute(_READ, values)
        members, places, subjects, teachers, absences, locks, decisions = (
            rows or [] for rows in cursor.fetchone()
        )
    people = members_from(members)
    standing = standing_marks(
        [member.pk for member in people],
        year_first_day=year.first_day,
        grade=school_class.grade,
        year=year,
        is_current=True,
        kind=column.kind if column else TermMarkKind.TERM,
        term_id=column.term_id if column else None,
    )
    courses = {(student, subject): course for student, subject, course in places}
    shown = {subject for _student, subject in courses} | {one.subject_id for one in standing}
    return Sheet(
        school_class=school_class,
        column=column,
        first=first,
        last=last,
        members=people,
        courses=courses,
        subjects=[row for row in subjects if row[0] in shown],
        teachers=_teachers(teachers),
        absences=absences,
        locks=locks,
        decisions=dict(decisions),
        marks={(one.student_id, one.subject_id): one for one in standing},
    )


def _teachers(rows: Iterable[list]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for course, *name in rows:
        found.setdefault(course, []).append(short_name(*name))
    return found


def short_name(last: str, first: str, patronymic: str) -> str:
    """Иванова А. П."""
    return " ".join([last, *(f"{part[0]}." for part in (first, patronymic) if part)])


def lacks_of(school_class: SchoolClass, term: Term) -> list[Lack]:
    """What is not set yet for a period of a class, by course."""
    terms = terms_of_class(school_class)
    return lacks_in(read_sheet(school_class, Column(kind=TermMarkKind.TERM, term=term), terms))


def lacks_in(sheet: Sheet) -> list[Lack]:
    """Marks that the column lacks, by course, in the order of the subjects."""
    if not sheet.expects_marks:
        return []
    names = {row[0]: row[1] for row in sheet.subjects}
    order = {row[0]: number for number, row in enumerate(sheet.subjects)}
    found: dict[tuple[int, int], list[str]] = {}
    for member in sheet.members:
        for subject in order:
            course = sheet.courses.get((member.pk, subject))
            if course is not None and (member.pk, subject) not in sheet.marks:
                found.setdefault((subject, course), []).append(member.name)
    return [
        Lack(
            course_id=course,
            subject=names[subject],
            teachers=", ".join(sheet.teachers.get(course, ())),
            students=tuple(students),
        )
        for (subject, course), students in sorted(
            found.items(), key=lambda item: (order[item[0][0]], item[0][1])
        )
    ]


def standing_years(sheet: Sheet, member: Member) -> list[Value | None]:
    """Marks of the column by subject, `None` for what is not set: what a decision rests on."""
    return [
        one.value if (one := sheet.marks.get((member.pk, subject[0]))) else None
        for subject in sheet.subjects
        if (member.pk, subject[0]) in sheet.courses or (member.pk, subject[0]) in sheet.marks
    ]


def term_of_class(school_class: SchoolClass, term_id: int) -> Term | None:
    """A period of this class's calendar."""
    return next((term for term in terms_of_class(school_class) if term.pk == term_id), None)
