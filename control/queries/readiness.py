"""Whether a school is ready to open its year, and how it was opened (order 2.3)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise

from control.readiness import CHECKS, PARTS, CheckKind
from journal.models import YearOpening
from school.models import (
    AcademicYear,
    Appointment,
    AppointmentKind,
    Duty,
    Employee,
    Role,
    School,
)
from school.models.base import DatedQuerySet
from school.standing import InSchool

MOST_SHOWN = 60
_LACKS = "SELECT code, pk, name, more, total FROM control_readiness(%s, %s, %s, %s, %s)"
_TOTALS = """SELECT
  (SELECT count(*) FROM school_schoolclass WHERE year_id = %(year)s),
  (SELECT count(*) FROM school_course WHERE year_id = %(year)s),
  (SELECT count(DISTINCT m.student_id) FROM school_membership m
     JOIN school_group g ON g.id = m.group_id
    WHERE g.year_id = %(year)s AND g.kind = 'class' AND m.since <= %(day)s
      AND (m.until IS NULL OR m.until >= %(day)s)),
  (SELECT count(*) FROM school_employee
    WHERE school_id = %(school)s AND (left_on IS NULL OR left_on >= %(day)s)),
  (SELECT count(*) FROM schedule_lesson l WHERE l.year_id = %(year)s)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """One thing that lacks something, and where that is mended."""

    name: str
    more: str
    url: str  # empty where the reader may not go there


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One question of the check and what it found."""

    kind: CheckKind
    count: int
    lacks: tuple[Lack, ...]

    @property
    def is_fine(self) -> bool:
        return not self.count

    @property
    def hidden(self) -> int:
        """How many are not listed."""
        return self.count - len(self.lacks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Checks about the same: orders, calendar, classes, courses, people."""

    label: str | Promise
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What the registers of the year hold."""

    classes: int
    courses: int
    students: int
    employees: int
    lessons: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """What lacked when the year was opened and was accepted."""

    kind: CheckKind
    count: int
    names: tuple[str, ...]

    @property
    def hidden(self) -> int:
        return self.count - len(self.names)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadinessPage:
    """All that the page of readiness shows."""

    year: AcademicYear | None
    years: tuple[AcademicYear, ...]
    opening: YearOpening | None
    accepted: tuple[Accepted, ...]
    parts: tuple[Part, ...]
    totals: Totals | None
    today: date
    may_open: bool

    @property
    def lacking(self) -> list[Check]:
        return [check for part in self.parts for check in part.checks if not check.is_fine]

    @property
    def seen(self) -> str:
        """What the reader saw lacking; sent back, it shows whether something came meanwhile."""
        return seen_of(self.lacking)

    @property
    def first_day(self) -> date | None:
        """From which day the year is opened when nothing else is said: today, in its days."""
        if self.year is None:
            return None
        return min(max(self.today, self.year.first_day), self.year.last_day)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActRow:
    """A line of the act: what was checked, and what lacked."""

    kind: CheckKind
    accepted: Accepted | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningAct:
    """What the printed act of opening says."""

    school: School
    opening: YearOpening
    position: str
    accepted: tuple[Accepted, ...]
    totals: Totals
    director: str
    responsible: str

    @property
    def rows(self) -> list[ActRow]:
        """Every check, with what was accepted where something lacked."""
        lacked = {one.kind.code: one for one in self.accepted}
        return [ActRow(kind=kind, accepted=lacked.get(code)) for code, kind in CHECKS.items()]


def readiness_page(
    here: InSchool, *, year_id: int | None, today: date, now: datetime, may_open: bool
) -> ReadinessPage:
    """The check of a year (that of today, the coming one in summer), in four statements whatever
    the size of the school."""
    years = tuple(_with_opening(here.school.pk))
    year = _chosen(years, year_id, today)
    opening = getattr(year, "opening", None) if year else None
    return ReadinessPage(
        year=year,
        years=years,
        opening=opening,
        accepted=accepted_of(opening) if opening else (),
        parts=_parts(here, year, today, now) if year else (),
        totals=totals_of(year, today) if year else None,
        today=today,
        may_open=may_open,
    )


def lacking_checks(year: AcademicYear, *, today: date, now: datetime) -> list[Check]:
    """What the school still lacks, asked again when the year is opened. One statement."""
    return [check for check in _checks(year, today, now, roles=set()).values() if check.count]


def seen_of(lacking: list[Check]) -> str:
    """The lacks as a short text that changes when one comes or grows."""
    return " ".join(sorted(f"{check.kind.code}:{check.count}" for check in lacking))


def year_of(school_id: int, year_id: int) -> AcademicYear | None:
    """A year of this school."""
    return AcademicYear.objects.filter(pk=year_id, school_id=school_id).first()


def opening_act(school_id: int, year_id: int, *, today: date) -> OpeningAct | None:
    """What the act of opening prints; None where the year was not opened."""
    opening = (
        YearOpening.objects.filter(school_id=school_id, year_id=year_id)
        .select_related("year", "opened_by", "school")
        .first()
    )
    if opening is None:
        return None
    day = max(timezone.localdate(opening.opened_at), opening.year.first_day)
    employee = Employee.objects.filter(school_id=school_id, person=opening.opened_by).first()
    return OpeningAct(
        school=opening.school,
        opening=opening,
        position=employee.position if employee else "",
        accepted=accepted_of(opening),
        totals=totals_of(opening.year, today),
        director=_short(Duty.objects.filter(role=Role.DIRECTOR), school_id, day),
        responsible=_short(
            Appointment.objects.filter(kind=AppointmentKind.RESPONSIBLE), school_id, day
        ),
    )


def _short(rows: DatedQuerySet, school_id: int, day: date) -> str:
    """Who has this duty on the day, with initials; empty where nobody has."""
    row = rows.filter(school_id=school_id).on(day).select_related("person").first()
    return row.person.name.short if row else ""


def accepted_of(opening: YearOpening) -> tuple[Accepted, ...]:
    """The lacks that were accepted, as they were written down then."""
    return tuple(
        Accepted(kind=CHECKS[one["code"]], count=one["count"], names=tuple(one.get("names", ())))
        for one in opening.lacks
        if one.get("code") in CHECKS
    )


def totals_of(year: AcademicYear, today: date) -> Totals:
    """What the registers of the year hold; one statement."""
    day = _day(year, today)
    with connection.cursor() as cursor:
        cursor.execute(_TOTALS, {"school": year.school_id, "year": year.pk, "day": day})
        classes, courses, students, employees, lessons = cursor.fetchone()
    return Totals(
        classes=classes,
        courses=courses,
        students=students,
        employees=employees,
        lessons=lessons,
    )


def _with_opening(school_id: int) -> list[AcademicYear]:
    openings = YearOpening.objects.select_related("opened_by")
    years = AcademicYear.objects.filter(school_id=school_id).order_by("-first_day")
    return list(years.prefetch_related(Prefetch("opening", queryset=openings)))


def _chosen(
    years: tuple[AcademicYear, ...], year_id: int | None, today: date
) -> AcademicYear | None:
    """The year asked for; else that of today, else the next to come, else the last one."""
    asked = next((year for year in years if year.pk == year_id), None)
    if asked:
        return asked
    not_over = [year for year in years if year.last_day >= today]
    return not_over[-1] if not_over else next(iter(years), None)


def _day(year: AcademicYear, today: date) -> date:
    """The day the registers are looked at: in August already as they will be on 1 September."""
    return min(max(today, year.first_day), year.last_day)


def _parts(here: InSchool, year: AcademicYear, today: date, now: datetime) -> tuple[Part, ...]:
    checks = _checks(year, today, now, roles=here.roles)
    return tuple(
        Part(
            label=label,
            checks=tuple(check for check in checks.values() if check.kind.part == part),
        )
        for part, label in PARTS.items()
    )


def _checks(year: AcademicYear, today: date, now: datetime, *, roles: set[str]) -> dict[str, Check]:
    with connection.cursor() as cursor:
        day = _day(year, today)
        cursor.execute(_LACKS, [year.school_id, year.pk, day, now, MOST_SHOWN])
        rows = cursor.fetchall()
    lacks: dict[str, list[Lack]] = defaultdict(list)
    totals: dict[str, int] = {}
    for code, pk, name, more, total in rows:
        lacks[code].append(Lack(name=name, more=more, url=_url(CHECKS[code], year, pk, roles)))
        totals[code] = total
    return {
        code: Check(kind=kind, count=totals.get(code, 0), lacks=tuple(lacks[code]))
        for code, kind in CHECKS.items()
    }


def _url(kind: CheckKind, year: AcademicYear, pk: int, roles: set[str]) -> str:
    """Where the reader mends it, or else sees it."""
    if roles & kind.mends:
        args = [year.school_id, pk] if kind.of_thing else [year.school_id]
        return reverse(kind.place, args=args) + kind.query
    if not kind.look:
        return ""
    return reverse(kind.look, args=[year.school_id, pk][: 1 + kind.look_of_thing])
