"""Academic sessions: the year with its terms, where the school does not have it yet."""

from __future__ import annotations

from django.utils.translation import gettext as _

from core.imports.batch import Batch
from core.imports.plan import Entry
from core.imports.sheets import Row
from school.actions.founding import ordinary_calendar
from school.imports.oneroster.package import Package
from school.imports.registers import Registers
from school.models import AcademicYear, Calendar, Term, TermKind

_KINDS = {4: TermKind.QUARTER, 3: TermKind.TRIMESTER, 2: TermKind.HALF_YEAR}


def plan_sessions(batch: Batch, package: Package) -> None:
    """Find the package's year among the school's, or plan it with its terms. The dates of a year
    that is there are the school's own and stay."""
    years = [row for row in package.of("academicSessions") if row["type"] == "schoolYear"]
    if not years:
        return
    latest = max(years, key=lambda row: row["startDate"])
    registers = batch.part(Registers)
    if latest["endDate"] <= latest["startDate"]:
        batch.faults.add(latest.at("endDate"), "ends_before", _("The year ends before it begins."))
        return
    there = AcademicYear.objects.filter(
        school=registers.school,
        first_day__lte=latest["endDate"],
        last_day__gte=latest["startDate"],
    ).order_by("-first_day").first()  # fmt: skip
    entry = batch.plan.entry("years", latest["title"], latest.place)
    registers.year = there or _new_year(batch, package, entry, latest)


def _new_year(batch: Batch, package: Package, entry: Entry, row: Row) -> AcademicYear:
    registers = batch.part(Registers)
    begins = row["startDate"]
    year = entry.new(
        AcademicYear(
            school=registers.school,
            name=f"{begins.year}/{row['endDate'].year % 100:02}",
            first_day=begins,
            last_day=row["endDate"],
        )
    )
    calendar = entry.plan.add(
        Calendar(school=registers.school, year=year, name=ordinary_calendar())
    )
    parts = [
        one
        for one in package.of("academicSessions")
        if one.get("parentSourcedId") == row["sourcedId"] and one["type"] != "schoolYear"
    ]
    for number, part in enumerate(sorted(parts, key=lambda one: one["startDate"]), start=1):
        entry.plan.add(
            Term(
                school=registers.school,
                calendar=calendar,
                kind=_KINDS.get(len(parts), TermKind.YEAR),
                number=number,
                first_day=part["startDate"],
                last_day=part["endDate"],
            )
        )
    registers.year = year
    registers.calendars = [calendar]
    return year
