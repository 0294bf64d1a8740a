"""Where a person's work is."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from school.standing import InSchool, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One tile of the first page."""

    title: str | Promise
    note: str
    url: str
    icon: str


# Who goes where. Rooms above this one are known by the names of their addresses only.
_WAYS = (
    (("teacher", "homeroom"), "journal:day", _("My day"), "notebook-pen"),
    (("guardian", "student"), "diary:home", _("Diary"), "book-open"),
    (("deputy", "director", "administrator"), "school:overview", _("School"), "school"),
)


def ways(standing: Standing) -> list[Way]:
    """All ways open to the person; a homeroom teacher without lessons still has a day."""
    found = []
    for here in standing.schools.values():
        found += _ways_in(here)
    for pk, (name, _roles) in standing.municipalities.items():
        url = _url("control:monitoring", municipality_id=pk)
        if url:
            found.append(Way(title=_("Monitoring"), note=name, url=url, icon="chart-column"))
    return found


def _ways_in(here: InSchool) -> list[Way]:
    return [
        Way(title=title, note=here.school.short_name, url=url, icon=icon)
        for roles, name, title, icon in _WAYS
        if here.has(*roles) and (url := _url(name, school_id=here.school.pk))
    ]


def _url(name: str, **kwargs: int) -> str:
    """Empty where the room has no such page."""
    try:
        return reverse(name, kwargs=kwargs)
    except NoReverseMatch:
        return ""
