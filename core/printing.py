"""HTML to PDF, with the fonts of the machine embedded."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration


@cache
def _fonts() -> FontConfiguration:
    return FontConfiguration()


@cache
def _print_css() -> CSS:
    return CSS(
        filename=str(settings.BASE_DIR / "static" / "css" / "paper.css"), font_config=_fonts()
    )


def pdf(template: str, context: dict[str, object]) -> bytes:
    """Print a template. Nothing is fetched from outside: addresses other than data: are refused."""
    html = render_to_string(template, context)
    return HTML(string=html, url_fetcher=_only_inline).write_pdf(
        stylesheets=[_print_css()], font_config=_fonts(), pdf_variant="pdf/ua-1"
    )


def _only_inline(url: str) -> dict[str, object]:
    from weasyprint import default_url_fetcher

    if not url.startswith("data:"):
        raise ValueError("a printed page may not fetch anything")
    return default_url_fetcher(url)
