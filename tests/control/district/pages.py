"""Pages of the fixed figures, for axe and for the eye."""

from __future__ import annotations

from control.actions.snapshots import fix_closed_weeks
from tests.village import NOW, Village

PAGES = [
    ("control-monitoring", "coordinator", lambda village: f"/m/{village.municipality.pk}/"),
    ("control-figures", "administrator", lambda village: _fixed(village) + "control/figures/"),
    ("control-periods", "director", lambda village: f"/s/{village.school.pk}/control/periods/"),
    (
        "control-period",
        "director",
        lambda village: f"/s/{village.school.pk}/control/periods/{_term(village)}/",
    ),
    (
        "control-monitoring-live",
        "coordinator",
        lambda village: f"/m/{village.municipality.pk}/?week=2025-09-08",
    ),
    (
        "control-monitoring-school",
        "coordinator",
        lambda village: f"/m/{village.municipality.pk}/schools/{village.school.pk}/",
    ),
    ("control-orders", "coordinator", lambda village: f"/m/{village.municipality.pk}/orders/"),
    (
        "control-installations",
        "coordinator",
        lambda village: f"/m/{village.municipality.pk}/installations/",
    ),
    (
        "control-installation-add",
        "coordinator",
        lambda village: f"/m/{village.municipality.pk}/installations/new/",
    ),
]


def _fixed(village: Village) -> str:
    """The school's address, with the week before fixed."""
    fix_closed_weeks(school_id=village.school.pk, now=NOW)
    return f"/s/{village.school.pk}/"


def _term(village: Village) -> int:
    return village.school_class.calendar.terms.first().pk
