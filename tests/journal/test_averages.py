"""The average: the worked numbers of the requirements."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from journal.averages import average, shown, suggested

USUAL = (Decimal("2.5"), Decimal("3.5"), Decimal("4.5"))


def marks(*pairs: tuple[int, str]) -> list[tuple[int, Decimal]]:
    return [(mark, Decimal(weight)) for mark, weight in pairs]


def test_marks_are_weighed_exactly():
    assert average(marks((5, "1"), (4, "2"), (3, "3"), (5, "1"))) == Fraction(27, 7)
    assert average(marks((5, "1"), (4, "1.5"), (3, "1.3"), (5, "1.2"))) == Fraction(209, 50)


def test_no_marks_or_only_weightless_ones_have_no_average():
    assert average([]) is None
    assert average(marks((5, "0"))) is None


def test_weight_nought_is_not_counted():
    assert average(marks((5, "1"), (2, "0"))) == 5


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(27, 7), "3,86"),
        (Fraction(209, 50), "4,18"),
        (Fraction(7, 2), "3,50"),
        (Fraction(4005, 1000), "4,01"),
        (Fraction(4004, 1000), "4,00"),
        (Fraction(5), "5,00"),
        (Fraction(87), "87,00"),
    ],
)
def test_two_places_are_shown_half_up(value, text):
    assert shown(value) == text


@pytest.mark.parametrize(
    ("value", "mark"),
    [
        (Fraction(5), 5),
        (Fraction(9, 2), 5),
        (Fraction(4499, 1000), 4),
        (Fraction(7, 2), 4),
        (Fraction(349, 100), 3),
        (Fraction(5, 2), 3),
        (Fraction(249, 100), 2),
    ],
)
def test_the_border_is_compared_unrounded(value, mark):
    assert suggested(value, USUAL) == mark
