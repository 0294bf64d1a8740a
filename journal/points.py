"""Points of a work and the marks the school's scale makes of them. Exact: no floats."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from core.refusal import Refused
from school.models import Scale

_POINTS = re.compile(r"\d{1,4}([.,]\d{1,2})?")


def points_of(text: str, *, most: Decimal) -> Decimal | None:
    """What was typed as points: 12, 12,5; nothing where nothing was. Raises Refused."""
    typed = text.strip()
    if not typed:
        return None
    if not _POINTS.fullmatch(typed):
        message = _("“%(text)s” is no number of points.") % {"text": typed[:20]}
        raise Refused("no_points", message, field="points")
    points = Decimal(typed.replace(",", "."))
    if points > most:
        message = _("The work has %(most)s points at most.") % {"most": points_text(most)}
        raise Refused("too_many_points", message, field="points")
    return points


def mark_of_points(
    points: Decimal, *, most: Decimal, borders: Sequence[Decimal], scale: str
) -> int | None:
    """The mark these points give: the exact share of the most is compared with the borders, so
    69.99 % are less than 70. Of 100 points the share itself, half up. None: the scale has no
    numbers."""
    percent = Fraction(points) * 100 / Fraction(most)
    if scale == Scale.HUNDRED:
        return int(percent + Fraction(1, 2))
    if scale not in (Scale.TWO_TO_FIVE, Scale.ONE_TO_FIVE):
        return None
    return 2 + sum(percent >= Fraction(border) for border in borders)


def points_text(points: Decimal | None) -> str:
    """12,5; 20; nothing for nothing."""
    if points is None:
        return ""
    text = f"{points:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")
