"""HTML to PDF, with the fonts of the machine embedded."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher


@cache
def _fonts() -> FontConfiguration:
    return FontConfiguration()


@cache
def _only_inline() -> URLFetcher:
    return URLFetcher(allowed_protocols={"data"}, allow_redirects=False)


@cache
def _print_css() -> CSS:
    return CSS(
        filename=str(settings.BASE_DIR / "static" / "css" / "paper.css"), font_config=_fonts()
    )


def pdf(template: str, context: dict[str, object]) -> bytes:
    """Print a template. Nothing is fetched from outside: addresses other than data: are refused."""
    html = render_to_string(template, context)
    return HTML(string=html, url_fetcher=_only_inline()).write_pdf(
        stylesheets=[_print_css()], font_config=_fonts(), pdf_variant="pdf/ua-1"
    )
