"""The figures of a week: their shape, its version, and what each of them is called.

`control_figures` (control/sql/figures.sql) counts them, a snapshot keeps them, a school with an
installation of its own hands them in; docs/monitoring.md is this module in words. Every key is
named here, and nothing else is taken: so no name of a child can come in through a file."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.regulation import rules
from school.models import AppointmentKind, TermKind

FORMAT = "ej-figures/1"
MOST_BYTES = 64 * 1024
MOST_TERMS = 60
# A newer installation may know a rule that this one does not.
_CODE = re.compile(r"[A-Z][A-Z0-9_]{2,29}")

LESSONS = {
    "held": _("Lessons held"),
    "recorded": _("Recorded: topic and register"),
    "in_time": _("Recorded the same day"),
    "complete": _("With all facts"),
    "cancelled": pgettext_lazy("lessons", "cancelled"),
}
PEOPLE = {
    "students": _("Students"),
    "classes": _("Classes"),
    "teachers": _("Teachers"),
}
FAMILIES = {
    "guardianships": _("Guardians"),
    "with_access": _("With access to the diary"),
    "electronic": _("Informed electronically"),
    "paper": _("Informed on paper"),
    "undecided": _("Have not decided yet"),
    "served": _("Were handed a paper report"),
}
MOVEMENT = {
    "enrolled": _("Enrolled"),
    "transferred": _("Moved to another class"),
    "withdrawn": pgettext_lazy("students", "Left"),
}
STATES = ("done", "due", "late", "late_offline", "missing", "excused")
APPOINTED = ("name", "order_number", "order_day", "sent_on")
TERM = {
    "calendar": str,
    "kind": str,
    "number": int,
    "first_day": date,
    "last_day": date,
    "marks": int,
    "not_attested": int,
    "classes": int,
    "closed": int,
}
SECTIONS = (
    *("year", "people", "lessons", "rules", "families"),
    *("appointments", "movement", "terms", "backup"),
)


class BadShape(ValueError):
    """Figures that are not of this shape; says at which place, in the words of the document."""


def check_figures(figures: Any) -> None:
    """Raise BadShape unless these are figures of the version that FORMAT names: every key, no
    other key, counts that are whole and not negative, days that are days."""
    _keys(figures, SECTIONS, "figures")
    _year(figures["year"])
    for name, labels in _COUNTED.items():
        _keys(figures[name], labels, name)
        for key in labels:
            _count(figures[name][key], f"{name}.{key}")
    _each_rule(figures["rules"])
    _each_appointment(figures["appointments"])
    _each_term(figures["terms"])
    _keys(figures["backup"], ("made_at", "rehearsed_at"), "backup")
    for key, value in figures["backup"].items():
        _moment(value, f"backup.{key}")


_COUNTED = {"people": PEOPLE, "lessons": LESSONS, "families": FAMILIES, "movement": MOVEMENT}


def _keys(value: Any, wanted: Any, where: str) -> None:
    if not isinstance(value, dict):
        raise BadShape(where)
    wrong = sorted({*value} ^ {*wanted})
    if wrong:
        raise BadShape(f"{where}.{wrong[0]}"[:80])


def _count(value: Any, where: str) -> None:
    if type(value) is not int or not 0 <= value < 10**9:
        raise BadShape(where)


def _text(value: Any, where: str, *, most: int) -> None:
    if not isinstance(value, str) or len(value) > most or not value.isprintable():
        raise BadShape(where)


def _day(value: Any, where: str) -> None:
    if value is None:
        return
    try:
        date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise BadShape(where) from error


def _moment(value: Any, where: str) -> None:
    if value is None:
        return
    try:
        datetime.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise BadShape(where) from error


def _year(year: Any) -> None:
    if year is None:
        return
    _keys(year, ("name", "opened_on"), "year")
    _text(year["name"], "year.name", most=20)
    _day(year["opened_on"], "year.opened_on")


def _each_rule(found: Any) -> None:
    if not isinstance(found, dict):
        raise BadShape("rules")
    for code, states in found.items():
        if not _CODE.fullmatch(code):
            raise BadShape(f"rules.{code}"[:80])
        _keys(states, STATES, f"rules.{code}")
        for state in STATES:
            _count(states[state], f"rules.{code}.{state}")


def _each_appointment(found: Any) -> None:
    if not isinstance(found, dict):
        raise BadShape("appointments")
    for kind, who in found.items():
        where = f"appointments.{kind}"[:80]
        if kind not in AppointmentKind.values:
            raise BadShape(where)
        _keys(who, APPOINTED, where)
        _text(who["name"], f"{where}.name", most=250)
        _text(who["order_number"], f"{where}.order_number", most=40)
        _day(who["order_day"], f"{where}.order_day")
        _day(who["sent_on"], f"{where}.sent_on")


def _each_term(found: Any) -> None:
    if not isinstance(found, list) or len(found) > MOST_TERMS:
        raise BadShape("terms")
    for term in found:
        _keys(term, TERM, "terms")
        _text(term["calendar"], "terms.calendar", most=60)
        if term["kind"] not in TermKind.values:
            raise BadShape("terms.kind")
        for key in ("number", "marks", "not_attested", "classes", "closed"):
            _count(term[key], f"terms.{key}")
        for key in ("first_day", "last_day"):
            _day(term[key] or "", f"terms.{key}")


def same_bytes(figures: Any) -> bytes:
    """One way to write the same contents: what is signed, and what is compared."""
    text = json.dumps(figures, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


# ---- figures in words ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One figure: what it is called, what was fixed, what it is now (None: not counted again)."""

    label: str | Promise
    fixed: int
    now: int | None = None

    @property
    def is_changed(self) -> bool:
        return self.now is not None and self.now != self.fixed


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleLine:
    """A rule with the number of facts in each state."""

    label: str | Promise
    clause: str
    cells: tuple[Line, ...]


def lines(fixed: dict[str, Any], now: dict[str, Any] | None, section: str) -> tuple[Line, ...]:
    """The counts of a section with their names."""
    return tuple(
        Line(label=label, fixed=fixed[section][key], now=now[section][key] if now else None)
        for key, label in _COUNTED[section].items()
    )


# The states a table of rules has columns for.
SHOWN_STATES = ("done", "late", "missing", "excused", "due")
_NOTHING = dict.fromkeys(STATES, 0)


def rule_lines(fixed: dict[str, Any], now: dict[str, Any] | None) -> tuple[RuleLine, ...]:
    """Each rule that asked something in this time."""
    codes = {*fixed["rules"], *(now["rules"] if now else ())}
    found = []
    for rule in rules:
        if rule.code not in codes:
            continue
        then = fixed["rules"].get(rule.code, _NOTHING)
        today = now["rules"].get(rule.code, _NOTHING) if now else None
        cells = tuple(
            Line(label=state, fixed=then[state], now=today[state] if today else None)
            for state in SHOWN_STATES
        )
        found.append(RuleLine(label=rule.asks, clause=", ".join(rule.clauses), cells=cells))
    return tuple(found)
