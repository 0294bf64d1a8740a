"""Marks of periods as families read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from journal.models import TermMarkKind, TermSign
from school.models import TermKind


@dataclass(frozen=True, slots=True)
class SetMark:
    """A mark that was set on a day: in what, for which period."""

    subject: str
    period: str
    text: str


def set_mark(subject: str, row: dict[str, Any]) -> SetMark:
    """From the week's statement."""
    return SetMark(
        subject=subject or _("conduct"),
        period=period_name(row["kind"], row["number"], row["period"]),
        text=mark_words(row["points"], row["sign"]),
    )


def mark_words(points: int | None, sign: str) -> str:
    """5, н/а, зач"""
    return TermSign(sign).sign if sign else str(points)


def period_name(kind: str, number: int | None = None, period: str | None = None) -> str:
    """1 quarter; mark of the year"""
    if kind == TermMarkKind.TERM and period:
        return f"{number} {TermKind(period).label}"
    return str(TermMarkKind(kind).label)
