"""How pages of reminders say a span of time."""

from __future__ import annotations

from datetime import timedelta

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


@register.filter
def span_words(span: timedelta | None) -> str:
    """40 min, 5 h, 3 days: as exact as one needs it."""
    if span is None:
        return ""
    if span < _HOUR:
        return _("%(n)d min") % {"n": max(1, span // timedelta(minutes=1))}
    if span < 2 * _DAY:
        return _("%(n)d h") % {"n": span // _HOUR}
    days = span // _DAY
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
