"""Appointments by order, and the school's choices with their history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import localize

from school.choices import CHOICES, Choice
from school.models import Appointment, AppointmentKind, School, SchoolSetting


@dataclass(frozen=True, slots=True, kw_only=True)
class KindOfAppointment:
    """One duty of the order, and who has or had it."""

    kind: str
    label: str
    current: list[Appointment]
    past: list[Appointment]


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentsPage:
    kinds: list[KindOfAppointment]
    today: date
    may_change: bool


def appointments_page(school_id: int, *, day: date, may_change: bool) -> AppointmentsPage:
    """Every duty of the order, with nobody where nobody is named."""
    rows = list(
        Appointment.objects.filter(school_id=school_id).select_related("person").order_by("-since")
    )
    kinds = []
    for kind, label in AppointmentKind.choices:
        mine = [row for row in rows if row.kind == kind]
        current = [row for row in mine if row.until is None or row.until >= day]
        kinds.append(
            KindOfAppointment(
                kind=kind,
                label=label,
                current=current,
                past=[row for row in mine if row not in current],
            )
        )
    return AppointmentsPage(kinds=kinds, today=day, may_change=may_change)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """One decision: a value from a day on, by a local act."""

    value: str
    since: date
    act: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceRow:
    """A choice: what holds today, what will hold, what held before."""

    choice: Choice
    value: str
    is_default: bool
    since: date | None
    act: str
    coming: list[Decided]
    past: list[Decided]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoicesPage:
    rows: list[ChoiceRow]
    may_change: bool


def choices_page(school_id: int, *, day: date, may_change: bool) -> ChoicesPage:
    """Every choice there is, with the value of today and its history."""
    decided: dict[str, list[SchoolSetting]] = {}
    for row in SchoolSetting.objects.filter(school_id=school_id).order_by("-since"):
        decided.setdefault(row.key, []).append(row)
    return ChoicesPage(
        rows=[_choice_row(choice, decided.get(choice.key, []), day) for choice in CHOICES.values()],
        may_change=may_change,
    )


def _choice_row(choice: Choice, rows: list[SchoolSetting], day: date) -> ChoiceRow:
    decided = [
        Decided(value=value_in_words(choice, choice.parse(row.value)), since=row.since, act=row.act)
        for row in rows
    ]
    held = [one for one in decided if one.since <= day]
    current = held[0] if held else None
    return ChoiceRow(
        choice=choice,
        value=current.value if current else value_in_words(choice, choice.default),
        is_default=current is None,
        since=current.since if current else None,
        act=current.act if current else "",
        coming=[one for one in decided if one.since > day],
        past=held[1:],
    )


def value_in_words(choice: Choice, value: Any) -> str:
    """A value as the page says it: an option by its words, a number as numbers are written."""
    return next((str(words) for option, words in choice.options if option == value), "") or (
        in_words(value)
    )


def in_words(value: Any) -> str:
    """60; 2,5 / 3,5 / 4,5; 1/2."""
    if isinstance(value, (tuple, list)):
        return " / ".join(in_words(part) for part in value)
    return str(localize(value)) if isinstance(value, (int, float, Decimal)) else str(value)


def school_row(school_id: int) -> School:
    """The school with all its details."""
    return School.objects.get(pk=school_id)
