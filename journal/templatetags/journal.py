"""Words the journal's pages say about time."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()


@register.filter
def left(minutes: int) -> str:
    """«in 35 minutes», «in 2 h 5 min», as long as it matters today."""
    if minutes < 1:
        return _("in less than a minute")
    if minutes < 60:
        return ngettext("in %(n)d minute", "in %(n)d minutes", minutes) % {"n": minutes}
    hours, rest = divmod(minutes, 60)
    return _("in %(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}


@register.filter
def typed(post: object, field: str) -> str:
    """What was typed into a field of a refused form; None where the form was not sent."""
    return post.get(field) if post else None


@register.filter
def error_of(errors: list, field: str) -> str:
    """The refusal that belongs to a field of the page."""
    return next((error.message for error in errors if error.field == field), "")


@register.filter
def plain(value: Decimal) -> str:
    """A number without idle noughts, with a comma: 1.50 → 1,5; 10.00 → 10."""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")
