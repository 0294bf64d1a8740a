"""The average of marks as exact fractions, and what the school's borders make of it.

Shown to two places half-up, compared unrounded (requirements, section 2). Works for the journal
page and the diary alike, so both always say the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Retakes(TextChoices):
    """What of a work that was written again counts in the average: a school's local act."""

    BOTH = "both", _("both marks count")
    BEST = "best", _("the best one counts")
    LAST = "last", _("the last one counts")


class Weighed(NamedTuple):
    """A mark as an average sees it: a second part names its first, a retake what it repeats."""

    pk: int
    points: int
    weight: Decimal
    first_part: int | None = None
    retake_of: int | None = None


def that_count(marks: Sequence[Weighed], retakes: Retakes) -> list[tuple[int, Decimal]]:
    """(mark, weight) of those that count: where one of several tries does, the two parts of a
    try stay together and are compared by their mean. Of two equally good ones the later counts."""
    if retakes != Retakes.BOTH and any(mark.retake_of for mark in marks):
        marks = _chosen(marks, retakes)
    return [(mark.points, mark.weight) for mark in marks]


def _chosen(marks: Sequence[Weighed], retakes: Retakes) -> list[Weighed]:
    repeats = {mark.pk: mark.retake_of for mark in marks if mark.retake_of}
    tries: dict[int, dict[int, list[Weighed]]] = {}
    for mark in marks:
        first = root = mark.first_part or mark.pk
        while root in repeats:
            root = repeats[root]
        tries.setdefault(root, {}).setdefault(first, []).append(mark)
    return [mark for of_work in tries.values() for mark in _one_try(of_work, retakes)]


def _one_try(tries: dict[int, list[Weighed]], retakes: Retakes) -> list[Weighed]:
    if retakes == Retakes.LAST:
        return tries[max(tries)]
    return tries[max(tries, key=lambda first: (_mean(tries[first]), first))]


def _mean(marks: list[Weighed]) -> Fraction:
    return Fraction(sum(mark.points for mark in marks), len(marks))


def average(marks: Iterable[tuple[int, Decimal]]) -> Fraction | None:
    """Σ(mark · weight) / Σ weight of (mark, weight) pairs; None where nothing counts.

    Weight 0 is shown and not counted; signs (зач, осв, н/а) are no numbers and do not come here.
    Weights have two decimal places, so the sums are exact as decimals too, and much faster."""
    total = weights = Decimal(0)
    for mark, weight in marks:
        total += mark * weight
        weights += weight
    return Fraction(total) / Fraction(weights) if weights else None


def shown(value: Fraction | None) -> str:
    """Two places, half up, with a comma: 27/7 → 3,86. Nothing where there is no average."""
    if value is None:
        return ""
    hundredths = (value * 200 + 1) // 2
    return f"{hundredths // 100},{hundredths % 100:02d}"


def suggested(value: Fraction, borders: Sequence[Decimal]) -> int:
    """The period mark the school's borders suggest: 2 below the first of them, then 3, 4, 5.

    The exact average is compared, not what is shown: 4,499 is shown as 4,50 and gives 4."""
    return 2 + sum(value >= Fraction(border) for border in borders)
