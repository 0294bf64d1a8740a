"""The average: the worked numbers of the requirements."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from journal.averages import Retakes, Tried, average, not_counted, shown, suggested

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


FIRST = Tried(1, 2)
AGAIN = Tried(2, 5, retake_of=1)


@pytest.mark.parametrize(
    ("retakes", "marks", "out"),
    [
        ("both", [FIRST, AGAIN], set()),
        ("best", [FIRST, AGAIN], {1}),
        ("last", [FIRST, AGAIN], {1}),
        ("best", [Tried(1, 4), Tried(2, 3, retake_of=1)], {2}),
        ("last", [Tried(1, 4), Tried(2, 3, retake_of=1)], {1}),
        ("best", [Tried(1, 4), Tried(2, 4, retake_of=1)], {1}),
        # 4/3 is 3.5, written again 3/4 is as good and later; 5/2 is no better.
        ("best", [Tried(1, 4), Tried(2, 3, 1), Tried(3, 3, retake_of=1), Tried(4, 4, 3)], {1, 2}),
        ("best", [Tried(1, 4), Tried(2, 4, 1), Tried(3, 5, retake_of=1), Tried(4, 2, 3)], {3, 4}),
        # Written three times, each time over the one before.
        ("best", [Tried(1, 3), Tried(2, 5, retake_of=1), Tried(3, 4, retake_of=2)], {1, 3}),
        ("last", [Tried(1, 3), Tried(2, 5, retake_of=1), Tried(3, 4, retake_of=2)], {1, 2}),
        ("last", [Tried(1, 3), Tried(9, 2)], set()),
    ],
)
def test_of_several_tries_the_school_chooses_what_counts(retakes, marks, out):
    assert not_counted(marks, Retakes(retakes)) == out
