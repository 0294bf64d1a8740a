"""The columns of marks that several reports share."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from control.figures import Counts, NaInSou
from control.reports.table import Cell, Head, fraction, number, percent

_ALWAYS = ("fives", "fours", "threes", "twos", "not_attested", "exempt", "without")
_SIGNS = {
    "fives": "5",
    "fours": "4",
    "threes": "3",
    "twos": "2",
    "ones": "1",
    "not_attested": "н/а",
    "exempt": "осв",
    "passed": "зач",
    "failed": "незач",
    "without": "–",
}
PLACES = tuple(_SIGNS)


class MarkColumns:
    """Headings and cells of marks and their figures; marks nobody has (1, зач, незач) take no
    column."""

    def __init__(self, some: Iterable[Counts], na: NaInSou) -> None:
        rows = list(some)
        self.na = na
        self.places = [
            place
            for place in PLACES
            if place in _ALWAYS or any(getattr(counts, place) for counts in rows)
        ]

    @property
    def heads(self) -> list[Head]:
        """5, 4, 3, 2, н/а, осв, without; attainment, quality, level of learning, average."""
        group = _("Students with a mark")
        marks = [Head(_SIGNS[place], group, told=place_name(place)) for place in self.places]
        return [*marks, *figure_heads()]

    def cells(self, counts: Counts, href: Callable[[str], str]) -> list[Cell]:
        """`href(what)` leads to the rows of a figure."""
        marks = [number(getattr(counts, place), href(place)) for place in self.places]
        return [*marks, *figure_cells(counts, self.na, href)]


def figure_heads() -> list[Head]:
    """Of the four figures."""
    return [
        Head(_("Attainment, %")),
        Head(_("Quality, %")),
        Head(_("Level of learning (SOU), %")),
        Head(_("Average mark")),
    ]


def figure_cells(counts: Counts, na: NaInSou, href: Callable[[str], str]) -> list[Cell]:
    """The four figures of some marks."""
    return [
        percent(counts.attainment(na), href("attainment")),
        percent(counts.quality(na), href("quality")),
        percent(counts.learning_level(na), href("level"), places=2),
        fraction(counts.average, href("average")),
    ]


def place_name(place: str) -> str:
    """In words, for a heading and for the title of the rows."""
    names = {
        "not_attested": _("not attested"),
        "exempt": _("exempt"),
        "passed": pgettext("mark", "passed"),
        "failed": pgettext("mark", "failed"),
        "without": _("no mark set"),
    }
    return names.get(place) or _("with %(mark)s") % {"mark": _SIGNS[place]}


def sou_note(na: NaInSou) -> str:
    """Which variant of СОУ was reckoned; every report with it prints this."""
    formula = "(100·n5 + 64·n4 + 36·n3 + 16·n2 + 7·n1) / N"
    said = _("Level of learning (SOU) = %(formula)s; %(variant)s (the school's choice).")
    return said % {"formula": formula, "variant": na.label}


def formula_notes(na: NaInSou) -> tuple[str, ...]:
    """How the four figures are reckoned."""
    return (
        _(
            "N: all students without the exempt and without those who have no mark. Attainment = "
            "marks 5, 4 and 3 / N, quality = marks 5 and 4 / N. Marks of several subjects or "
            "classes are pooled; no mean of percents is taken."
        ),
        sou_note(na),
    )
