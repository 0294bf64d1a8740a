"""Which schools stand out in a week, in words: pure functions over the rows of the monitoring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from control.queries.monitoring import SchoolRow

# Points of a hundred by which a school is below the middle, or below its own week before.
FAR = 10


class Why(TextChoices):
    BELOW = "below", _("in time: %(value)d %%, the middle of the schools is %(other)d %%")
    FALLEN = "fallen", _("in time: %(value)d %%, the week before it was %(other)d %%")
    INCOMPLETE = "incomplete", _("with all facts: %(value)d %%, the middle is %(other)d %%")
    NO_LESSONS = "no_lessons", _("no lesson was held, the middle of the schools is %(other)d")
    NO_ACCESS = "no_access", _("with access: %(value)d %%, the middle is %(other)d %%")


@dataclass(frozen=True, slots=True)
class Remark:
    """Why a school stands out: its own figure and the one it is held against."""

    why: Why
    value: int
    other: int

    @property
    def words(self) -> str:
        return str(self.why.label) % {"value": self.value, "other": self.other}


def remarks_of(rows: Sequence[SchoolRow]) -> dict[int, tuple[Remark, ...]]:
    """The schools that stand out, by school: more than ten points below the middle of all that
    reported or below their own week before, or without lessons where others had some."""
    reported = [row for row in rows if row.is_reported]
    middles = {
        name: _middle([getattr(row, name) for row in reported])
        for name in ("held", "in_time_percent", "complete_percent", "access_percent")
    }
    found = {row.school_id: tuple(_remarks(row, middles)) for row in reported}
    return {school_id: remarks for school_id, remarks in found.items() if remarks}


def _middle(values: list[int | None]) -> int:
    known = [value for value in values if value is not None]
    return int(median(known)) if known else 0


def _remarks(row: SchoolRow, middles: dict[str, int]) -> list[Remark]:
    if not row.held and middles["held"]:
        return [Remark(Why.NO_LESSONS, 0, middles["held"])]
    found = []
    for why, name in (
        (Why.BELOW, "in_time_percent"),
        (Why.INCOMPLETE, "complete_percent"),
        (Why.NO_ACCESS, "access_percent"),
    ):
        value = getattr(row, name)
        if value is not None and value < middles[name] - FAR:
            found.append(Remark(why, value, middles[name]))
    before = _before(row)
    now = row.in_time_percent
    if before is not None and now is not None and now < before - FAR:
        found.append(Remark(Why.FALLEN, now, before))
    return found


def _before(row: SchoolRow) -> int | None:
    """The percent in time of the week right before, where the school had reported it."""
    if len(row.trend) < 2:
        return None
    before, last = row.trend[-2:]
    return before.percent if (last.monday - before.monday).days == 7 else None
