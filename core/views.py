"""Pages of the house itself: health, language, errors."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import connection
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from core import delivery
from core.look import PRINTS, THEMES, YEAR


@login_not_required
def health(request: HttpRequest) -> HttpResponse:
    """For the supervisor and the proxy: 200 when database and cache answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    cache.get("health")
    return HttpResponse("ok", content_type="text/plain")


@require_GET
def empty(request: HttpRequest) -> HttpResponse:
    """Session, person and base template, nothing else: the measure every page is compared with."""
    return render(request, "core/empty.html")


@login_not_required
@never_cache
@require_GET
def who(request: HttpRequest) -> JsonResponse:
    """Who is logged in here, with a fresh token for forms: asked by a page that was kept without a
    network before it sends what was typed there."""
    get_token(request)
    return JsonResponse({"person": request.user.pk})


@login_not_required
def look(request: HttpRequest) -> HttpResponse:
    """Theme, large print and language, kept in cookies of this browser."""
    if request.method != "POST":
        shown = {
            "prints": PRINTS,
            "themes": THEMES,
            "languages": [("ru", "Русский"), ("en", "English")],
            "next": request.headers.get("referer", "/"),
        }
        return render(request, "core/look.html", shown)
    response = HttpResponseRedirect(_safe_next(request))
    for name, known in (
        ("print", PRINTS),
        ("theme", THEMES),
        (settings.LANGUAGE_COOKIE_NAME, settings.LANGUAGES),
    ):
        value = request.POST.get("language" if known is settings.LANGUAGES else name, "")
        if value in dict(known):
            response.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=settings.HTTPS)
    return response


def _safe_next(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if safe else "/"


@login_not_required
@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """All small parts in all their states, for the eye and for axe."""
    return render(request, "core/gallery.html", {"states": STATES, "marks": MARKS})


STATES = [
    ("done", _("done")),
    ("due", _("due")),
    ("late", _("done late")),
    ("missing", _("missing")),
]
MARKS = ["5", "4", "3", "2"]


@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """What the person was told, from all schools, newest first."""
    page = delivery.notices_page(request.user.pk)
    return render(request, "core/notices.html", {"page": page})


@require_POST
def open_notice(request: HttpRequest, message_id: int) -> HttpResponse:
    """The person reads a notice: it is marked so, and what it is about opens through its door."""
    message = delivery.message_of(request.user.pk, message_id)
    if message is None:
        raise Http404
    delivery.mark_read(person_id=request.user.pk, now=timezone.now(), message_id=message_id)
    return redirect(message.address)


@require_POST
def read_notices(request: HttpRequest) -> HttpResponse:
    """All notices were seen."""
    delivery.mark_read(person_id=request.user.pk, now=timezone.now())
    return redirect("notices")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "core/error.html", {"code": 400}, status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "core/error.html", {"code": 403}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "core/error.html", {"code": 404}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """No database and no context here: what failed may be just that."""
    return render(None, "core/error_500.html", status=500)
