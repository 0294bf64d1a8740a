"""The forecast of a period's mark (App. 5 2): the average now, the mark it gives under the school's
borders, and which marks more would reach the next one. Exact fractions, no clock, no database.

It says what the marks of today come to, and promises nothing: the teacher decides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from journal.averages import average, suggested

BEST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Marks that would reach the next border: `count` times `points` of `weight`, after one work
    of `work_weight` done with the same mark (None: without a work)."""

    points: int
    weight: Decimal
    count: int
    average: Fraction
    work_weight: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an average would become after one mark more, and which mark that gives."""

    average: Fraction
    mark: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """Where a student stands in a subject today."""

    average: Fraction | None
    mark: int | None
    total: Decimal
    weights: Decimal
    borders: tuple[Decimal, ...]
    next_mark: int | None = None
    next_border: Decimal | None = None
    ways: tuple[Way, ...] = ()
    after_two: Outcome | None = None
    is_barred: bool = False

    @property
    def is_best(self) -> bool:
        return self.mark == BEST

    @property
    def is_out_of_reach(self) -> bool:
        """No number of fives reaches the next border."""
        return self.next_mark is not None and not self.ways and not self.is_barred


def marks_needed(
    total: Decimal, weights: Decimal, *, border: Decimal, points: int, weight: Decimal
) -> int | None:
    """The fewest marks of these points and weight after which the average is at least the border.

    (total + n·points·weight) / (weights + n·weight) ≥ border. None: no number of them does, since
    such a mark lies not above the border. 14/4 and fives of weight 1: 8 for 4.5, 14 for 4.65."""
    lacking = Fraction(border) * Fraction(weights) - Fraction(total)
    if lacking <= 0:
        return 0
    gain = (points - Fraction(border)) * Fraction(weight)
    return -(-lacking // gain) if gain > 0 else None


def forecast(
    marks: Iterable[tuple[int, Decimal]],
    *,
    borders: Sequence[Decimal],
    usual_weight: Decimal = Decimal(1),
    work_weight: Decimal | None = None,
    no_five_with_two: bool = False,
) -> Forecast:
    """What these (mark, weight) pairs come to. `usual_weight` is the weight of an answer in a
    lesson, `work_weight` that of the school's heaviest work (контрольная), where it is heavier.
    Where the school gives no 5 for a period with a 2 in it, one is barred."""
    counted = [(points, weight) for points, weight in marks if weight]
    mean = average(counted)
    total = sum((points * weight for points, weight in counted), Decimal(0))
    weights = sum((weight for _points, weight in counted), Decimal(0))
    if mean is None:
        return Forecast(
            average=None, mark=None, total=total, weights=weights, borders=tuple(borders)
        )
    barred = no_five_with_two and min(points for points, _weight in counted) <= 2
    mark = _capped(suggested(mean, borders), barred=barred)
    border = borders[mark - 2] if mark < BEST else None
    barred = barred and mark == BEST - 1
    return Forecast(
        average=mean,
        mark=mark,
        total=total,
        weights=weights,
        borders=tuple(borders),
        next_mark=mark + 1 if border is not None else None,
        next_border=border,
        ways=_ways(total, weights, border, usual_weight, work_weight)
        if border and not barred
        else (),
        after_two=_after(total, weights, usual_weight, borders, barred=no_five_with_two),
        is_barred=barred,
    )


def _capped(mark: int, *, barred: bool) -> int:
    return min(mark, BEST - 1) if barred else mark


def _ways(
    total: Decimal,
    weights: Decimal,
    border: Decimal,
    usual: Decimal,
    work: Decimal | None,
) -> tuple[Way, ...]:
    """Only fives; one five for a work and then fives; only fours, where a four lies above the
    border."""
    ways = [_way(total, weights, border, BEST, usual)]
    if work is not None and work > usual:
        ways.append(_way(total, weights, border, BEST, usual, work=work))
    ways.append(_way(total, weights, border, BEST - 1, usual))
    return tuple(way for way in ways if way is not None)


def _way(
    total: Decimal,
    weights: Decimal,
    border: Decimal,
    points: int,
    weight: Decimal,
    *,
    work: Decimal | None = None,
) -> Way | None:
    if work is not None:
        total, weights = total + points * work, weights + work
    count = marks_needed(total, weights, border=border, points=points, weight=weight)
    if count is None or not weight:
        return None
    total, weights = total + count * points * weight, weights + count * weight
    return Way(
        points=points,
        weight=weight,
        count=count,
        average=Fraction(total) / Fraction(weights),
        work_weight=work,
    )


def _after(
    total: Decimal, weights: Decimal, weight: Decimal, borders: Sequence[Decimal], *, barred: bool
) -> Outcome | None:
    """After a 2 more of the usual weight."""
    if not weight:
        return None
    mean = Fraction(total + 2 * weight) / Fraction(weights + weight)
    return Outcome(average=mean, mark=_capped(suggested(mean, borders), barred=barred))
