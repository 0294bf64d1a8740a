"""What the filters of the compliance pages offer, and the names that figures are shown under."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.utils.translation import gettext as _

from control.asked import Asked
from core.regulation import rules
from core.text import Name
from school.models import TermKind


@dataclass(frozen=True, slots=True, kw_only=True)
class TermChoice:
    """A period of the year, offered as a span of days."""

    label: str
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """By id: teachers as they are written, classes and subjects, in their orders; the terms."""

    teachers: dict[int, str]
    classes: dict[int, str]
    subjects: dict[int, str]
    terms: tuple[TermChoice, ...]

    def name_of(self, by: str, key: str) -> str:
        """What a group of figures is called; one that left the registers keeps its number."""
        if by == "rule":
            return str(rules[key].asks) if key in rules else key
        names = {"teacher": self.teachers, "class": self.classes, "subject": self.subjects}[by]
        if key == "0":
            return without(by)
        return names.get(int(key), f"№ {key}")


def without(by: str) -> str:
    """The name of facts that have no teacher, class or subject."""
    match by:
        case "teacher":
            return _("No teacher is entered")
        case "class":
            return _("Groups of several classes, the school")
        case _:
            return _("No subject")


def choices_of(school_id: int, asked: Asked) -> Choices:
    """One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM control_choices(%s, %s, %s)", [school_id, asked.first, asked.last]
        )
        teachers, classes, subjects, terms = cursor.fetchone()
    return Choices(
        teachers={pk: Name(*parts).short for pk, *parts in teachers or ()},
        classes=dict(classes or ()),
        subjects=dict(subjects or ()),
        terms=tuple(_term(*term) for term in terms or ()),
    )


def _term(kind: str, number: int, first: str, last: str) -> TermChoice:
    label = f"{number} {TermKind(kind).label}"
    if kind == TermKind.YEAR:
        label = str(TermKind.YEAR.label)
    return TermChoice(label=label, first=date.fromisoformat(first), last=date.fromisoformat(last))
