"""Classes of another year, to compare with."""

from __future__ import annotations

from dataclasses import dataclass

from school.models import SchoolClass


@dataclass(frozen=True, slots=True, kw_only=True)
class PastClass:
    """What a class was called."""

    pk: int
    grade: int
    letter: str


def classes_of_year(year_id: int, school_id: int) -> dict[int, PastClass]:
    """All classes of a year of the school, one statement."""
    rows = SchoolClass.objects.filter(year_id=year_id, school_id=school_id)
    return {
        pk: PastClass(pk=pk, grade=grade, letter=letter)
        for pk, grade, letter in rows.values_list("pk", "grade", "letter")
    }
