"""Pages of a child's diary. Each is opened through the one door, says so in the log of openings,
and is kept by no browser: what is withdrawn may not come back with the back button."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from consent.children import Child, children_of
from consent.explanation import explained, explained_home
from consent.openings import log_openings
from consent.permissions import Access, PapersMissing, record_for, still_open
from core.files import serve_file
from diary.queries import (
    digest_page,
    finals_page,
    forecast_page,
    home_page,
    homework_page,
    marks_page,
    results_page,
    week_page,
)
from journal.queries.files import file_of_student
from school.permissions import school_for

View = Callable[..., HttpResponse]


def of_a_child(page: str) -> Callable[[View], View]:
    """A page of one child's record: the door before it, the explanation instead of it."""

    def with_door(view: View) -> View:
        @wraps(view)
        def opened(
            request: HttpRequest, school_id: int, student_id: int, **rest: object
        ) -> HttpResponse:
            try:
                access = record_for(request, school_id, student_id, page=page)
            except PapersMissing as missing:
                return explained(request, missing)
            response = view(request, access, **rest)
            add_never_cache_headers(response)
            return response

        return opened

    return with_door


@of_a_child("diary_week")
def week(request: HttpRequest, access: Access, day: date | None = None) -> HttpResponse:
    return render(request, "diary/week.html", {"page": week_page(access, of=day or access.today)})


@of_a_child("diary_marks")
def marks(request: HttpRequest, access: Access, term_id: int | None = None) -> HttpResponse:
    page = marks_page(access, term_id=term_id)
    if page is None:
        raise Http404
    return render(request, "diary/marks.html", {"page": page})


@of_a_child("diary_forecast")
def forecast(request: HttpRequest, access: Access) -> HttpResponse:
    return render(request, "diary/forecast.html", {"page": forecast_page(access)})


@of_a_child("diary_forecast")
def digest(request: HttpRequest, access: Access, message_id: int) -> HttpResponse:
    """A digest as it was made; its own reader finds it, nobody else."""
    page = digest_page(access, person_id=request.user.pk, message_id=message_id)
    if page is None:
        raise Http404
    return render(request, "diary/digest.html", {"page": page})


@of_a_child("diary_finals")
def finals(request: HttpRequest, access: Access) -> HttpResponse:
    """Marks of periods, years, exams, and conduct, as soon as they are set (App. 5 3)."""
    return render(request, "diary/finals.html", {"page": finals_page(access)})


@of_a_child("diary_results")
def results(request: HttpRequest, access: Access) -> HttpResponse:
    return render(request, "diary/results.html", {"page": results_page(access)})


@of_a_child("diary_homework")
def homework(request: HttpRequest, access: Access) -> HttpResponse:
    return render(request, "diary/homework.html", {"page": homework_page(access)})


@of_a_child("diary_file")
def file(request: HttpRequest, access: Access, file_id: int) -> HttpResponseBase:
    """A file of homework that this child sees."""
    stored = file_of_student(access.student_id, file_id)
    if stored is None:
        raise Http404
    return serve_file(stored)


def home(request: HttpRequest, school_id: int) -> HttpResponse:
    """The diary of a family: the only child's week, or all children's today."""
    school_for(request, school_id, to="diary.enter")
    return _family_home(request)


def children(request: HttpRequest) -> HttpResponse:
    """All children of the person, in whatever schools."""
    return _family_home(request)


@login_not_required
def still(request: HttpRequest, school_id: int, student_id: int) -> HttpResponse:
    """Asked by the open page every few seconds: 204 while it may stay, 403 when it may not. Not
    an opening; papers are asked for once a minute, or at once when one was withdrawn."""
    response = HttpResponse(status=204 if still_open(request, school_id, student_id) else 403)
    add_never_cache_headers(response)
    return response


def _family_home(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    mine = children_of(request.user, now=now)
    is_open = [child for child in mine if _is_open(child, request)]
    closed = [child for child in mine if not _is_open(child, request)]
    if not is_open:
        return explained_home(request, closed)
    if len(is_open) == 1 and not closed:
        return redirect("diary:week", is_open[0].school_id, is_open[0].student_id)
    log_openings(request, is_open, page="diary_home", now=now)
    page = home_page(is_open, closed, now=now)
    response = render(request, "diary/home.html", {"page": page})
    add_never_cache_headers(response)
    return response


def _is_open(child: Child, request: HttpRequest) -> bool:
    return child.papers_in_force or child.person_id == request.user.pk
