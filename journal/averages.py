"""The average of marks as exact fractions, and what the school's borders make of it.

Shown to two places half-up, compared unrounded (requirements, section 2). Works for the journal
page and the diary alike, so both always say the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Retakes(TextChoices):
    """What of a work that was written again counts in the average: a school's local act."""

    BOTH = "both", _("both marks count")
    BEST = "best", _("the best one counts")
    LAST = "last", _("the last one counts")


class Tried(NamedTuple):
    """A mark as one of several tries: a second part names its first, a retake what it repeats."""

    pk: int
    points: int
    first_part: int | None = None
    retake_of: int | None = None


def not_counted(marks: Sequence[Tried], retakes: Retakes) -> set[int]:
    """Marks that stand and do not count, because another try does. The two parts of a try stay
    together and are compared by their mean; of two equally good ones the later counts."""
    if retakes == Retakes.BOTH:
        return set()
    repeats = {mark.pk: mark.retake_of for mark in marks if mark.retake_of}
    tries: dict[int, dict[int, list[Tried]]] = {}
    for mark in marks:
        first = root = mark.first_part or mark.pk
        while root in repeats:
            root = repeats[root]
        tries.setdefault(root, {}).setdefault(first, []).append(mark)
    return {pk for of_work in tries.values() for pk in _beside_the_one(of_work, retakes)}


def _beside_the_one(tries: dict[int, list[Tried]], retakes: Retakes) -> set[int]:
    """All tries but the last, or but the best."""
    if retakes == Retakes.LAST:
        one = max(tries)
    else:
        one = max(tries, key=lambda first: (_mean(tries[first]), first))
    return {mark.pk for first, marks in tries.items() if first != one for mark in marks}


def _mean(marks: list[Tried]) -> Fraction:
    return Fraction(sum(mark.points for mark in marks), len(marks))


def average(marks: Iterable[tuple[int, Decimal]]) -> Fraction | None:
    """Σ(mark · weight) / Σ weight of (mark, weight) pairs; None where nothing counts.

    Weight 0 is shown and not counted; signs (зач, осв, н/а) are no numbers and do not come here.
    Weights have two decimal places, so the sums are exact as decimals too, and much faster."""
    total = weights = Decimal(0)
    for mark, weight in marks:
        total += mark * weight
        weights += weight
    return weighted_mean(total, weights)


@lru_cache(maxsize=4096)
def weighted_mean(total: Decimal, weights: Decimal) -> Fraction | None:
    """total / weights, exact; None where nothing counts."""
    return Fraction(total) / Fraction(weights) if weights else None


def shown(value: Fraction | None) -> str:
    """Two places, half up, with a comma: 27/7 → 3,86. Nothing where there is no average."""
    if value is None:
        return ""
    top, bottom = value.as_integer_ratio()
    hundredths = (200 * top + bottom) // (2 * bottom)
    return f"{hundredths // 100},{hundredths % 100:02d}"


def suggested(value: Fraction, borders: Sequence[Decimal]) -> int:
    """The period mark the school's borders suggest: 2 below the first of them, then 3, 4, 5.

    The exact average is compared, not what is shown: 4,499 is shown as 4,50 and gives 4."""
    return 2 + sum(value >= exact(border) for border in borders)


@lru_cache(maxsize=256)
def exact(border: Decimal) -> Fraction:
    """A border as a fraction: the few a school has are compared with every average."""
    return Fraction(border)
