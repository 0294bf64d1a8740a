"""The forecast: exact at the borders, honest where nothing helps (requirements, section 2)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from journal.forecast import Way, forecast, marks_needed

USUAL = (Decimal("2.5"), Decimal("3.5"), Decimal("4.5"))
STRICT = (Decimal("2.65"), Decimal("3.65"), Decimal("4.65"))
D = Decimal
MARKS = [(4, D(1)), (4, D(1)), (3, D(2))]  # 14/4 = 3.50


@pytest.mark.clause("A5 2")
def test_three_and_a_half_gives_a_four_at_the_usual_border():
    found = forecast(MARKS, borders=USUAL)

    assert (found.average, found.mark) == (Fraction(7, 2), 4)
    assert (found.total, found.weights) == (D(14), D(4))
    assert (found.next_mark, found.next_border) == (5, D("4.5"))


@pytest.mark.clause("A5 2")
@pytest.mark.parametrize(
    ("border", "fives", "average"),
    [("4.5", 8, Fraction(54, 12)), ("4.65", 14, Fraction(84, 18))],
)
def test_so_many_fives_are_needed(border, fives, average):
    needed = marks_needed(D(14), D(4), border=D(border), points=5, weight=D(1))

    assert needed == fives
    assert Fraction(14 + 5 * fives, 4 + fives) == average
    assert Fraction(14 + 5 * (fives - 1), 4 + fives - 1) < Fraction(border)


def test_a_work_done_with_five_shortens_the_way():
    found = forecast(MARKS, borders=USUAL, work_weight=D("1.5"))

    assert found.ways == (
        Way(points=5, weight=D(1), count=8, average=Fraction(9, 2)),
        Way(points=5, weight=D(1), count=7, average=Fraction(113, 25), work_weight=D("1.5")),
    )


def test_fours_are_named_only_where_they_reach_the_border():
    to_five = forecast([(4, D(1))], borders=USUAL)
    to_four = forecast([(3, D(1)), (3, D(1))], borders=USUAL)

    assert [way.points for way in to_five.ways] == [5]
    assert [(way.points, way.count) for way in to_four.ways] == [(5, 1), (4, 2)]


def test_a_border_of_five_is_out_of_reach_after_any_other_mark():
    found = forecast([(5, D(1)), (4, D(1))], borders=(D(3), D(4), D(5)))

    assert found.mark == 4
    assert found.is_out_of_reach
    assert found.ways == ()


def test_who_has_a_five_needs_nothing():
    found = forecast([(5, D(1)), (5, D(1)), (4, D(1))], borders=USUAL)

    assert found.is_best
    assert (found.next_mark, found.ways, found.is_out_of_reach) == (None, (), False)


@pytest.mark.parametrize(
    ("marks", "average", "mark"),
    [
        (MARKS, Fraction(16, 5), 3),
        ([(5, D(1))] * 9, Fraction(47, 10), 5),
        ([(5, D(1)), (4, D("1.5"))], Fraction(13, 1) / Fraction(7, 2), 4),
    ],
)
def test_what_a_two_would_do(marks, average, mark):
    after = forecast(marks, borders=USUAL).after_two

    assert (after.average, after.mark) == (average, mark)


def test_exactly_on_the_border_is_enough_and_a_hair_below_is_not():
    on = forecast([(5, D(1)), (4, D(1))], borders=USUAL)
    below = forecast([(5, D("4.99")), (4, D("5.01"))], borders=USUAL)

    assert (on.average, on.mark) == (Fraction(9, 2), 5)
    assert below.mark == 4


def test_without_a_mark_that_counts_there_is_no_forecast():
    found = forecast([(2, D(0))], borders=USUAL)

    assert (found.average, found.mark, found.ways, found.after_two) == (None, None, (), None)


def test_stricter_borders_of_the_school_give_a_lower_mark():
    assert forecast(MARKS, borders=STRICT).mark == 3


def test_a_two_bars_the_five_where_the_school_says_so():
    marks = [(5, D(1))] * 9 + [(2, D(1))]  # 47/10

    free = forecast(marks, borders=USUAL)
    barred = forecast(marks, borders=USUAL, no_five_with_two=True)

    assert free.mark == 5
    assert (barred.mark, barred.next_mark, barred.is_barred) == (4, 5, True)
    assert (barred.ways, barred.is_out_of_reach, barred.after_two.mark) == ((), False, 4)
