"""Addresses in typed words become links; nothing else becomes anything."""

import pytest

from core.links import linked


def link(address):
    return f'<a href="{address}" rel="noopener noreferrer nofollow">{address}</a>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("№ 5 & 6\nвыучить", "№ 5 &amp; 6<br>выучить"),
        ("см. https://example.org.", f"см. {link('https://example.org')}."),
        ("(http://example.org/a_(b))", f"({link('http://example.org/a_(b)')})"),
        ("HTTPS://EXAMPLE.ORG/x", link("HTTPS://EXAMPLE.ORG/x")),
        ("https://школа.рф/урок?п=1", link("https://школа.рф/урок?п=1")),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("data://text", "data://text"),
        ("https://", "https://"),
        (
            'https://a.ru/"onclick="x',
            f"{link('https://a.ru/')}&quot;onclick=&quot;x",
        ),
        ("<script>https://a.ru</script>", f"&lt;script&gt;{link('https://a.ru')}&lt;/script&gt;"),
        ("https://a.ru?b=1&c=2", link("https://a.ru?b=1&amp;c=2")),
    ],
)
def test_only_web_addresses_become_links(text, html):
    assert linked(text) == html
