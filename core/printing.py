"""HTML to PDF, with the fonts of the machine embedded."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

_VARIANT = "pdf/ua-1"
_MM = 25.4 / 96  # a pixel of CSS


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A paper, and on which page each place with an id begins (1 is the first), and how far down
    in millimetres."""

    body: bytes
    pages: int
    page_of: dict[str, int]
    top_of: dict[str, float]


@cache
def _fonts() -> FontConfiguration:
    return FontConfiguration()


@cache
def _only_inline() -> URLFetcher:
    return URLFetcher(allowed_protocols={"data"}, allow_redirects=False)


@cache
def _print_css(name: str) -> CSS:
    return CSS(filename=str(settings.BASE_DIR / "static" / "css" / name), font_config=_fonts())


def pdf(template: str, context: dict[str, object]) -> bytes:
    """Print a template. Nothing is fetched from outside: addresses other than data: are refused."""
    return printed(template, context).body


def printed(template: str, context: dict[str, object], *, css: str = "paper.css") -> Printed:
    """The same with a style of its own, and where everything came to stand."""
    html = render_to_string(template, context)
    with _collector_resting():
        paper = HTML(string=html, url_fetcher=_only_inline()).render(
            stylesheets=[_print_css(css)], font_config=_fonts(), pdf_variant=_VARIANT
        )
        page_of, top_of = {}, {}
        for number, page in reversed(list(enumerate(paper.pages, start=1))):
            page_of |= dict.fromkeys(page.anchors, number)
            top_of |= {name: place[1] * _MM for name, place in page.anchors.items()}
        body = paper.write_pdf(pdf_variant=_VARIANT)
    return Printed(body=body, pages=len(paper.pages), page_of=page_of, top_of=top_of)


@contextmanager
def _collector_resting() -> Iterator[None]:
    """A paper is made of millions of small things that live until it is written: walking through
    all of them in search of garbage takes a fifth of the time. Only what is young is looked at."""
    usual = gc.get_threshold()
    gc.set_threshold(20_000, 20, 1_000)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.collect()
