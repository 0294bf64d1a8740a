"""The row of tabs over the pages of the registers."""

from __future__ import annotations

from django import template
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from school.navigation import NavLink
from school.standing import InSchool

register = template.Library()

_TABS = (
    ("overview", _("Overview")),
    ("people", _("People")),
    ("classes", _("Classes")),
    ("subjects", _("Subjects")),
    ("courses", _("Courses")),
    ("rooms", _("Rooms")),
    ("years", _("Years and terms")),
    ("appointments", _("Appointments")),
    ("details", _("School's details")),
    ("choices", _("School's choices")),
    ("import_start", _("Import")),
    ("archive:exports", _("Export")),
)


@register.inclusion_tag("school/registers_nav.html", takes_context=True)
def registers_nav(context: template.Context, current: str = "") -> dict[str, object]:
    """Tabs of the registers; a homeroom teacher, who sees only the own class, gets none.

    `current` names the tab a deeper page belongs to."""
    here: InSchool = context["here"]
    request: HttpRequest = context["request"]
    at = current or request.resolver_match.url_name
    hidden = set() if here.has("administrator") else {"import_start"}
    if not here.has("administrator", "director"):
        hidden.add("archive:exports")
    tabs = [
        NavLink(label, url, name.rpartition(":")[2] == at)
        for name, label in _TABS
        if here.leads and name not in hidden and (url := _url(name, here.school.pk))
    ]
    return {"tabs": tabs}


def _url(name: str, school_id: int) -> str:
    try:
        return reverse(name if ":" in name else f"school:{name}", args=[school_id])
    except NoReverseMatch:
        return ""
