"""What a browser needs to keep the journal for hours without a network: the service worker, the
manifest of the installed journal, and the page that says there is no network."""

from __future__ import annotations

import json

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

ICONS = (("192", "any"), ("512", "any"), ("512", "maskable"))
COVER, PAPER = "#17405f", "#f6f4ee"  # of static/css/tokens.css


def version() -> str:
    """Changes with any of the static files; one name while they are not hashed."""
    return getattr(staticfiles_storage, "manifest_hash", "") or "unhashed"


@login_not_required
@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker. It stands at the root, since its reach is what lies beside and below it;
    the browser asks for it anew at each visit."""
    folder = settings.BASE_DIR / "static" / "js"
    halves = [(folder / f"worker-{half}.js").read_text() for half in ("keep", "serve")]
    answer = HttpResponse(
        "\n".join([f"const VERSION = {json.dumps(version())};", *halves]),
        content_type="text/javascript; charset=utf-8",
    )
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@login_not_required
@require_GET
def manifest(request: HttpRequest) -> HttpResponse:
    """How the journal is called and looks when it is put on the screen of a phone or a desk."""
    shown = {
        "name": _("Electronic journal"),
        "short_name": _("Journal"),
        "lang": request.LANGUAGE_CODE,
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "theme_color": COVER,
        "background_color": PAPER,
        "icons": [_icon(size, purpose) for size, purpose in ICONS],
    }
    answer = HttpResponse(
        json.dumps(shown, ensure_ascii=False), content_type="application/manifest+json"
    )
    answer.headers["Cache-Control"] = "max-age=3600"
    answer.headers["Vary"] = "Cookie"
    return answer


@login_not_required
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Shown by the service worker in place of a page that is not kept."""
    return render(request, "core/offline.html")


def _icon(size: str, purpose: str) -> dict[str, str]:
    name = f"icon-{size}.png" if purpose == "any" else f"icon-{size}-maskable.png"
    return {
        "src": static(f"images/{name}"),
        "sizes": f"{size}x{size}",
        "type": "image/png",
        "purpose": purpose,
    }
