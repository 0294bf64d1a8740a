"""Marks brought from another school, by subject."""

from __future__ import annotations

from dataclasses import dataclass

from journal.models import BroughtMark
from school.models import AcademicYear, Student


@dataclass(frozen=True, slots=True, kw_only=True)
class BroughtPage:
    """What one student brought in a year."""

    student: Student
    year: AcademicYear
    marks: tuple[BroughtMark, ...]


def brought_page(student: Student, year: AcademicYear) -> BroughtPage:
    """In the order of subjects and days; two statements."""
    marks = (
        BroughtMark.objects.filter(student=student, day__range=(year.first_day, year.last_day))
        .select_related("subject", "written_by")
        .order_by("subject__position", "subject__name", "day", "pk")
    )
    return BroughtPage(student=student, year=year, marks=tuple(marks))
