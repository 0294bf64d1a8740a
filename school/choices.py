"""What a school decides by its own local act: keys, types, borders and defaults.

A choice is a row with a day from which it holds (`SchoolSetting`), never a constant in code; the
defaults are those of requirements.md (design.md section 5)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from school.models import SchoolSetting


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One thing a school may decide. `parse` makes the value from JSON and raises ValueError
    where it lies outside its borders."""

    key: str
    label: str | Promise
    default: Any
    parse: Callable[[Any], Any]
    unit: str | Promise = ""


def whole(low: int, high: int) -> Callable[[Any], int]:
    def parse(value: Any) -> int:
        number = int(value)
        if not low <= number <= high:
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


CHOICES = {
    choice.key: choice
    for choice in [
        Choice(
            key="homework_minutes",
            label=_("Homework is entered after the class's last lesson within"),
            default=60,
            parse=whole(60, 120),
            unit=_("minutes"),
        ),
        Choice(
            key="work_days",
            label=_("Results of written works are entered within"),
            default=7,
            parse=whole(1, 7),
            unit=_("days"),
        ),
        Choice(
            key="borders",
            label=_("Averages from which 3, 4 and 5 are given"),
            default=(Decimal("2.5"), Decimal("3.5"), Decimal("4.5")),
            parse=borders,
        ),
        Choice(
            key="correction_days",
            label=_("A mark is corrected without a reason within"),
            default=7,
            parse=whole(0, 60),
            unit=_("days"),
        ),
        Choice(
            key="forecast_days",
            label=_("Families get a digest with the forecast of marks every"),
            default=14,
            parse=whole(7, 14),
            unit=_("days"),
        ),
        Choice(
            key="code_days",
            label=_("A printed one-time code is good for"),
            default=30,
            parse=whole(1, 90),
            unit=_("days"),
        ),
    ]
}


def chosen(school_id: int, day: date, *keys: str) -> dict[str, Any]:
    """What the school had decided on that day, by key; defaults where it decided nothing."""
    found = {key: CHOICES[key].default for key in keys}
    rows = (
        SchoolSetting.objects.filter(school_id=school_id, key__in=keys, since__lte=day)
        .order_by("key", "-since")
        .distinct("key")
        .values_list("key", "value")
    )
    for key, value in rows:
        found[key] = CHOICES[key].parse(value)
    return found
