"""What happens around every request: language, second factor, and who is writing history."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pghistory
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation

Answer = Callable[[HttpRequest], HttpResponse]


class ChosenLanguageMiddleware:
    """Russian unless the person chose otherwise: the browser's own wish is not asked, since
    school computers are often set up in English."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class HistoryContextMiddleware:
    """Give every history event of this request its author and the request's own number."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.id = uuid.uuid4()
        if request.method in ("GET", "HEAD", "OPTIONS"):
            return self.get_response(request)
        with pghistory.context(
            user=request.user.pk, request=str(request.id), route=request.path_info
        ):
            return self.get_response(request)


class SecondFactorMiddleware:
    """Where the operator asks for it, staff reach no page of a school without a second factor."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (
            settings.STAFF_SECOND_FACTOR
            and request.path_info.startswith(("/s/", "/m/"))
            and request.user.is_authenticated
            and request.user.must_have_second_factor()
            and not request.session.get("second_factor")
        ):
            return redirect("mfa_index")
        return self.get_response(request)


class ContentPolicyMiddleware:
    """Nothing on a page comes from elsewhere, and nothing inline runs."""

    POLICY = (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    )

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.POLICY)
        return response
