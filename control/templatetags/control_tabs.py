"""The tabs of control: one list, each page in its place; what has no address is left out."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

register = template.Library()
# A page's name, its words, and who sees it (roles of the school); in the order of the tabs.
LEADERS = ("deputy", "director", "administrator")
TABS = [
    ("control:today", _("The day"), LEADERS),
    ("control:compliance", _("Week and period"), LEADERS),
    ("control:reminders", _("Reminders"), LEADERS),
    ("control:reports", _("Reports"), LEADERS),
    ("diary:paper", _("Paper reports"), LEADERS),
    ("control:figures", _("Figures of the week"), LEADERS),
    ("control:periods", _("Sign-off of periods"), LEADERS),
    ("control:readiness", _("Opening of the year"), LEADERS),
    ("control:papers", _("Papers"), LEADERS),
    ("control:background", _("Background work"), ("administrator",)),
]


@register.inclusion_tag("control/tabs.html", takes_context=True)
def control_tabs(context: Context) -> dict[str, Any]:
    """The tabs this person has here; the page's own is marked."""
    here, path = context["here"], context["request"].path
    places = [
        (label, url)
        for name, label, roles in TABS
        if here.roles & {*roles} and (url := _url(name, here))
    ]
    nearest = max((url for _label, url in places if path.startswith(url)), key=len, default="")
    return {"tabs": [(label, url, url == nearest) for label, url in places]}


def _url(name: str, here: Any) -> str:
    try:
        return reverse(name, args=[here.school.pk])
    except NoReverseMatch:
        return ""
