"""What a student carried over into a course's page: marks of another class or subgroup, or brought
from another school, to be shown beside the name (they count in the average: `carried.py`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from journal.averages import average, shown
from journal.cells import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """All marks carried over of one student, in order of days, and from where."""

    texts: tuple[str, ...]
    places: tuple[str, ...]
    average: str


def carried_marks_from(rows: Sequence[list] | None) -> dict[int, Carried]:
    """The rows of journal_carried_marks (student, points, sign, weight, place) by student."""
    by_student: dict[int, list[list]] = {}
    for row in rows or ():
        by_student.setdefault(row[0], []).append(row)
    return {pk: _carried(mine) for pk, mine in by_student.items()}


def _carried(rows: list[list]) -> Carried:
    weighed = [(row[1], Decimal(row[3])) for row in rows if row[1] is not None]
    return Carried(
        texts=tuple(Value(row[1], row[2]).text for row in rows),
        places=tuple(dict.fromkeys(row[4] for row in rows)),
        average=shown(average(weighed)),
    )
