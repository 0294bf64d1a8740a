"""What a choice of the school may look like: each maker gives a parser that raises ValueError
where the value lies outside its borders."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

_SHARE = re.compile(r"(\d{1,4})\s*/\s*(\d{1,4})")


def whole(low: int, high: int) -> Callable[[Any], int]:
    """A whole number from low to high."""

    def parse(value: Any) -> int:
        number = int(value)
        if number != Decimal(str(value)) or not low <= number <= high:
            raise ValueError
        return number

    return parse


def borders(value: Any) -> tuple[Decimal, ...]:
    """Averages from which 3, 4 and 5 are given: three growing numbers between 2 and 5."""
    numbers = tuple(Decimal(str(part)) for part in value)
    if len(numbers) != 3 or list(numbers) != sorted(set(numbers)):
        raise ValueError
    if not (numbers[0] > 2 and numbers[2] <= 5):
        raise ValueError
    return numbers


def percents(value: Any) -> tuple[Decimal, ...]:
    """Parts of the most points from which 3, 4 and 5 are given, in percent: three growing numbers
    above 0 and at most 100."""
    numbers = tuple(Decimal(str(part)) for part in value)
    if len(numbers) != 3 or list(numbers) != sorted(set(numbers)):
        raise ValueError
    if not (numbers[0] > 0 and numbers[2] <= 100):
        raise ValueError
    return numbers


def table(low: int, high: int) -> Callable[[Any], tuple[int, ...]]:
    """Three whole numbers, for one, two and three or more lessons a week; none less than the one
    before it."""

    def parse(value: Any) -> tuple[int, ...]:
        one = whole(low, high)
        numbers = tuple(one(part) for part in value)
        if len(numbers) != 3 or list(numbers) != sorted(numbers):
            raise ValueError
        return numbers

    return parse


def by_grade(low: int, high: int) -> Callable[[Any], tuple[int, ...]]:
    """Eleven whole numbers, for grades 1 to 11; grade 12 is as 11."""

    def parse(value: Any) -> tuple[int, ...]:
        one = whole(low, high)
        numbers = tuple(one(part) for part in value)
        if len(numbers) != 11:
            raise ValueError
        return numbers

    return parse


def share(value: Any) -> Fraction:
    """A part of a whole, exact: 1/2, 2/3 or 0.6; more than nothing and at most all."""
    text = str(value).strip()
    if found := _SHARE.fullmatch(text):
        if not int(found[2]):
            raise ValueError
        part = Fraction(int(found[1]), int(found[2]))
    else:
        part = Fraction(Decimal(text.replace(",", ".")))
    if not 0 < part <= 1:
        raise ValueError
    return part


def one_of(*names: str) -> Callable[[Any], str]:
    """One of several named ways."""

    def parse(value: Any) -> str:
        if value not in names:
            raise ValueError
        return str(value)

    return parse


def yes_no(value: Any) -> bool:
    """True or false."""
    if value not in (True, False):
        raise ValueError
    return bool(value)
