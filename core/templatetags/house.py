"""Small helpers every template may use."""

from __future__ import annotations

from uuid import uuid4

from django import template

from core.links import linked

register = template.Library()


@register.simple_tag
def request_key() -> str:
    """A fresh key for a form: sent twice, it is applied once."""
    return str(uuid4())


@register.filter
def comma(value: object) -> str:
    """A decimal as Russians write it: 3,86."""
    return "" if value is None else str(value).replace(".", ",")


register.filter("linked", linked)
