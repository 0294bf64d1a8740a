"""Small helpers every template may use."""

from __future__ import annotations

from uuid import uuid4

from django import template
from django.template import Context, NodeList
from django.template.base import Parser, Token
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from core.links import linked

register = template.Library()


@register.simple_tag
def request_key() -> str:
    """A fresh key for a form: sent twice, it is applied once."""
    return str(uuid4())


class Unchanging(template.Node):
    """Remembers what its contents came to in each language."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        self.said: dict[str | None, SafeString] = {}

    def render(self, context: Context) -> SafeString:
        language = get_language()
        if language not in self.said:
            self.said[language] = self.nodelist.render(context.new())
        return self.said[language]


@register.tag
def unchanging(parser: Parser, token: Token) -> Unchanging:
    """{% unchanging %}…{% endunchanging %}: words, icons and files of a hot page that depend on the
    language alone, rendered once in each. Inside there is nothing of the page: no variables."""
    nodelist = parser.parse(("endunchanging",))
    parser.delete_first_token()
    return Unchanging(nodelist)


@register.filter
def comma(value: object) -> str:
    """A decimal as Russians write it: 3,86."""
    return "" if value is None else str(value).replace(".", ",")


register.filter("linked", linked)
