"""The average of marks as exact fractions, and what the school's borders make of it.

Shown to two places half-up, compared unrounded (requirements, section 2). Works for the journal
page and the diary alike, so both always say the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction


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
