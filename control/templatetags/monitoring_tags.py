"""Pictures of the monitoring."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.safestring import SafeString

from control import drawing

register = template.Library()


@register.simple_tag
def trend_chart(weeks: Sequence[drawing.Whole]) -> SafeString:
    """The weeks as two lines."""
    return drawing.chart(weeks)
