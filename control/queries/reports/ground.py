"""What every report stands on: the school, its years and periods, classes, subjects and courses,
what the school decided, and how much of it this person may see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.http import Http404

from control.figures import NaInSou
from control.queries.reports.periods import ClassTerm, Period, chosen_period, periods_of
from core.text import Name
from journal.policy import POLICY_KEYS, Policy
from school.choices import chosen
from school.models import Scale
from school.standing import InSchool

_CHOICES = ("na_in_sou", "point_borders", "missed_day", *POLICY_KEYS)
_SCHOOL = """SELECT s.name, s.short_name, s.address,
 (SELECT json_agg(json_build_array(y.id, y.name, y.first_day, y.last_day) ORDER BY y.first_day)
    FROM school_academicyear y WHERE y.school_id = s.id),
 (SELECT json_agg(json_build_array(t.id, c.year_id, c.id, t.kind, t.number, t.first_day,
         t.last_day) ORDER BY t.first_day, t.id)
    FROM school_term t JOIN school_calendar c ON c.id = t.calendar_id
   WHERE t.school_id = s.id AND t.kind <> 'year'
     AND EXISTS (SELECT 1 FROM school_schoolclass k WHERE k.calendar_id = c.id))
  FROM school_school s WHERE s.id = %(school)s"""
_YEAR = """SELECT
 (SELECT json_agg(json_build_array(k.id, k.grade, k.letter, k.calendar_id, p.last_name,
         p.first_name, p.patronymic) ORDER BY k.grade, k.letter)
    FROM school_schoolclass k
    LEFT JOIN school_homeroomteacher h ON h.school_class_id = k.id AND h.since <= %(day)s
         AND (h.until IS NULL OR h.until >= %(day)s)
    LEFT JOIN school_employee e ON e.id = h.employee_id
    LEFT JOIN school_person p ON p.id = e.person_id
   WHERE k.school_id = %(school)s AND k.year_id = %(year)s),
 (SELECT json_agg(json_build_array(x.id, x.name, x.short_name) ORDER BY x.position, x.name)
    FROM school_subject x WHERE x.school_id = %(school)s),
 (SELECT json_agg(json_build_array(c.id, c.subject_id, g.name, g.school_class_id, c.hours_a_year,
         c.scale, g.kind) ORDER BY k.grade NULLS LAST, k.letter, g.name, c.id)
    FROM school_course c JOIN school_group g ON g.id = c.group_id
    LEFT JOIN school_schoolclass k ON k.id = g.school_class_id
   WHERE c.school_id = %(school)s AND c.year_id = %(year)s
     AND g.kind NOT IN ('club', 'extended_day')),
 (SELECT json_agg(json_build_array(t.course_id, t.employee_id, t.since, t.until))
    FROM school_courseteacher t JOIN school_course c ON c.id = t.course_id
   WHERE c.school_id = %(school)s AND c.year_id = %(year)s),
 (SELECT json_agg(json_build_array(e.id, p.last_name, p.first_name, p.patronymic)
                  ORDER BY p.sort_key, e.id)
    FROM school_employee e JOIN school_person p ON p.id = e.person_id
   WHERE e.school_id = %(school)s)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassRef:
    """A class of the year."""

    pk: int
    grade: int
    letter: str
    calendar_id: int
    homeroom: Name | None

    @property
    def name(self) -> str:
        return f"{self.grade}{self.letter}"

    @property
    def has_marks(self) -> bool:
        return self.grade > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseRef:
    """A course of the year that is no club, with its teachers of the period."""

    pk: int
    subject_id: int
    group: str
    class_id: int | None
    hours_a_year: int
    scale: str
    teacher_ids: tuple[int, ...]

    @property
    def has_marks(self) -> bool:
        return self.scale != Scale.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the address asks for. Nonsense asks for nothing."""

    year: int | None = None
    term: str = ""
    school_class: int | None = None
    teacher: int | None = None
    subject: int | None = None
    course: int | None = None
    grade: int | None = None
    by: str = ""
    against: str = ""
    what: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Everything a report is made on. `sees_all`: leaders; others see `class_ids` (as homeroom
    teacher) and the courses of `employee_id` (as teacher)."""

    here: InSchool
    asked: Asked
    school: str
    short_name: str
    now: datetime
    today: date
    year: tuple[int, str, date, date] | None
    years: tuple[tuple[int, str, date, date], ...]
    terms: tuple[ClassTerm, ...]
    periods: tuple[Period, ...]
    period: Period | None
    classes: tuple[ClassRef, ...]
    subjects: dict[int, str]
    labels: dict[int, str]
    courses: tuple[CourseRef, ...]
    teachers: dict[int, Name]
    sees_all: bool
    class_ids: frozenset[int]
    employee_id: int | None
    policy: Policy
    na: NaInSou
    missed_day: int
    point_borders: tuple[Decimal, ...]
    course_by_id: dict[int, CourseRef] = field(default_factory=dict)
    class_by_id: dict[int, ClassRef] = field(default_factory=dict)

    @property
    def day(self) -> date:
        """The day of which the report speaks: the period's last one, today while it runs."""
        return min(self.period.last, self.today) if self.period else self.today

    def sees(self, class_id: int | None, course_id: int | None) -> bool:
        """Whether this person may see names and marks of a class's students in a course."""
        if self.sees_all or class_id in self.class_ids:
            return True
        course = self.course_by_id.get(course_id or 0)
        return course is not None and self.employee_id in course.teacher_ids

    def courses_of(self, employee_id: int) -> list[CourseRef]:
        """What somebody teaches in the period."""
        return [one for one in self.courses if employee_id in one.teacher_ids]

    @property
    def seen_classes(self) -> list[ClassRef]:
        """Classes this person may choose."""
        return [one for one in self.classes if self.sees_all or one.pk in self.class_ids]

    def chosen_class(self) -> ClassRef | None:
        """The class the address asks for, as far as it may be seen (else Http404); None where it
        asks for none."""
        if self.asked.school_class is None:
            return None
        found = self.class_by_id.get(self.asked.school_class)
        if found is None or found not in self.seen_classes:
            raise Http404
        return found

    def only_class(self) -> ClassRef | None:
        """The class asked for; without asking that of a homeroom teacher who has one."""
        seen = self.seen_classes
        return self.chosen_class() or (seen[0] if len(seen) == 1 and not self.sees_all else None)


def read_ground(here: InSchool, asked: Asked, *, now: datetime) -> Ground:
    """Three statements. The period is the one asked for, else the last that is over or ends within
    a week; its courses are those of its days."""
    school_id = here.school.pk
    today = now.astimezone(here.school.zone).date()
    name, short_name, _address, years, terms = _row(_SCHOOL, {"school": school_id})
    all_years = tuple((pk, title, _day(a), _day(b)) for pk, title, a, b in years or ())
    year = _chosen_year(all_years, asked.year, today)
    all_terms = tuple(_class_term(row) for row in terms or ())
    periods = periods_of(year, all_terms) if year else ()
    period = chosen_period(periods, asked.term, today)
    first, last = (period.first, period.last) if period else (today, today)
    day = min(max(first, min(last, today)), last)
    found = _row(_YEAR, {"school": school_id, "year": year[0] if year else 0, "day": day})
    classes, subjects, courses, links, people = (rows or [] for rows in found)
    choices = chosen(school_id, day, *_CHOICES)
    class_refs = tuple(map(_class, classes))
    course_refs = tuple(_courses(courses, links, first, last))
    return Ground(
        here=here,
        asked=asked,
        school=name,
        short_name=short_name,
        now=now,
        today=today,
        year=year,
        years=all_years,
        terms=all_terms,
        periods=periods,
        period=period,
        classes=class_refs,
        subjects={pk: title for pk, title, _short in subjects},
        labels={pk: short or title for pk, title, short in subjects},
        courses=course_refs,
        teachers={pk: Name(*parts) for pk, *parts in people},
        sees_all=here.leads,
        class_ids=frozenset(here.class_ids),
        employee_id=here.employee_id,
        policy=Policy.of(choices),
        na=NaInSou(choices["na_in_sou"]),
        missed_day=choices["missed_day"],
        point_borders=choices["point_borders"],
        course_by_id={one.pk: one for one in course_refs},
        class_by_id={one.pk: one for one in class_refs},
    )


def _row(sql: str, values: dict[str, Any]) -> tuple:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _chosen_year(years: Sequence[tuple], asked: int | None, today: date) -> tuple | None:
    """The year asked for; else the one of today; between two years the one that is over."""
    wanted = next((year for year in years if year[0] == asked), None)
    begun = [year for year in years if year[2] <= today + timedelta(days=7)]
    return wanted or (begun[-1] if begun else next(iter(years), None))


def _class_term(row: list) -> ClassTerm:
    pk, year, calendar, kind, number, first, last = row
    return ClassTerm(
        pk=pk,
        year_id=year,
        calendar_id=calendar,
        kind=kind,
        number=number,
        first_day=date.fromisoformat(first),
        last_day=date.fromisoformat(last),
    )


def _class(row: list) -> ClassRef:
    pk, grade, letter, calendar, last, first, patronymic = row
    homeroom = Name(last, first, patronymic or "") if last else None
    return ClassRef(pk=pk, grade=grade, letter=letter, calendar_id=calendar, homeroom=homeroom)


def _courses(
    rows: Sequence[list], links: Sequence[list], first: date, last: date
) -> Iterator[CourseRef]:
    teachers: dict[int, list[int]] = {}
    for course, employee, since, until in links:
        ends = _day(until)
        if date.fromisoformat(since) <= last and (ends is None or ends >= first):
            teachers.setdefault(course, []).append(employee)
    for pk, subject, group, class_id, hours, scale, _kind in rows:
        yield CourseRef(
            pk=pk,
            subject_id=subject,
            group=group,
            class_id=class_id,
            hours_a_year=hours,
            scale=scale,
            teacher_ids=tuple(dict.fromkeys(teachers.get(pk, ()))),
        )
