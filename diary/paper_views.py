"""Paper reports: all classes for those who lead the school, one class for who hands them out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from consent.openings import log_student_openings
from core.asked import day_asked
from core.refusal import Refused
from diary import actions
from diary.forms_paper import HAND, RETURN, ScanForm, TickForm
from diary.queries.paper_files import batch_of, printed_again, report_of, students_in
from diary.queries.paper_pages import PaperClassPage, paper_class_page, paper_school_page
from school.models import SchoolClass
from school.permissions import class_for, school_for
from school.standing import InSchool

LEAD, CLASS = "diary.view_paper", "school.view_class"


@require_GET
def paper(request: HttpRequest, school_id: int) -> HttpResponse:
    """Classes × weeks (?week=2025-09-08): made, handed out, back, overdue."""
    here = school_for(request, school_id, to=LEAD)
    page = paper_school_page(here.school, week=_week(request), now=timezone.now())
    template = "diary/paper.html#state" if request.headers.get("HX-Request") else "diary/paper.html"
    return render(request, template, {"page": page})


@require_POST
def make_all(request: HttpRequest, school_id: int) -> HttpResponse:
    """Have made what lacks in all classes."""
    here = school_for(request, school_id, to=LEAD)
    now = timezone.now()
    page = paper_school_page(here.school, week=_week(request), now=now)
    week = page.weeks.shown.monday
    asked = actions.ask_reports(actor=request.user, school_id=school_id, week=week, now=now)
    _say_asked(request, asked)
    return redirect(_with_week(reverse("diary:paper", args=[school_id]), week))


@require_GET
def paper_class(request: HttpRequest, school_id: int, class_id: int) -> HttpResponse:
    """The reports of a class and week: to print, to tick off, to find by code."""
    here, school_class = class_for(request, school_id, class_id, to=CLASS)
    page = _page(request, here, school_class)
    part = "#list" if request.headers.get("HX-Request") else ""
    return render(request, f"diary/paper_class.html{part}", _shown(page))


@require_POST
def make_class(request: HttpRequest, school_id: int, class_id: int) -> HttpResponse:
    """Have made what lacks; "anew": also again what was not handed out yet."""
    here, school_class = class_for(request, school_id, class_id, to=CLASS)
    page = _page(request, here, school_class)
    asked = actions.ask_reports(
        actor=request.user,
        school_id=school_id,
        school_class=school_class,
        week=page.weeks.shown.monday,
        anew="anew" in request.POST,
        now=timezone.now(),
    )
    _say_asked(request, asked)
    return redirect(_address(page))


@require_POST
def tick(request: HttpRequest, school_id: int, class_id: int) -> HttpResponse:
    """Tick off many at once: handed out, brought back signed, or a mistake."""
    here, school_class = class_for(request, school_id, class_id, to=CLASS)
    page = _page(request, here, school_class)
    form = TickForm(request.POST, report_ids=[row.pk for row in page.rows])
    if not form.is_valid():
        return render(request, "diary/paper_class.html", _shown(page, form=form), status=422)
    try:
        changed = _ticked(request, school_class, form)
    except Refused as refused:
        shown = _shown(page, refused=refused, form=form)
        return render(request, "diary/paper_class.html", shown, status=422)
    messages.success(request, _said(form.cleaned_data["act"], changed))
    return redirect(_address(page))


@require_POST
def scan(request: HttpRequest, school_id: int, class_id: int) -> HttpResponse:
    """One report by its code. A script gets the list alone, with what was found said in it."""
    here, school_class = class_for(request, school_id, class_id, to=CLASS)
    form = ScanForm(request.POST)
    found, status = None, 200
    try:
        found = _scanned(request, school_class, form) if form.is_valid() else None
    except Refused as refused:
        form.add_error("code", refused)
    if form.errors:
        status = 422
    is_part = bool(request.headers.get("HX-Request"))
    page = _page(request, here, school_class)
    if found and not is_part:
        messages.success(request, found.said)
        return redirect(f"{_address(page)}#scan")
    part = "#list" if is_part else ""
    shown = _shown(page, scan=form, found=found)
    return render(request, f"diary/paper_class.html{part}", shown, status=status)


@require_GET
def batch_file(request: HttpRequest, school_id: int, class_id: int, batch_id: int) -> HttpResponse:
    """The file to print; who takes it is noted for each child in it (A4 1.5)."""
    here, school_class = class_for(request, school_id, class_id, to=CLASS)
    batch = batch_of(school_class, batch_id)
    if batch is None:
        raise Http404
    log_student_openings(request, here, students_in(batch), class_id, page="paper_report")
    return _pdf(lambda: batch.file.open("rb").read(), f"paper-{batch.week}-{batch.number}.pdf")


@require_GET
def report_again(
    request: HttpRequest, school_id: int, class_id: int, report_id: int
) -> HttpResponse:
    """One report once more, as it was: for who lost it or was never handed it."""
    here, school_class = class_for(request, school_id, class_id, to=CLASS)
    report = report_of(school_class, report_id)
    if report is None:
        raise Http404
    log_student_openings(request, here, [report.student_id], class_id, page="paper_report")
    return _pdf(lambda: printed_again(report), f"paper-{report.week}.pdf")


# ---- small parts --------------------------------------------------------------------------------


def _week(request: HttpRequest) -> date | None:
    return day_asked(request.POST.get("week") or request.GET.get("week"))


def _page(request: HttpRequest, here: InSchool, school_class: SchoolClass) -> PaperClassPage:
    return paper_class_page(school_class, here.school, week=_week(request), now=timezone.now())


def _shown(page: PaperClassPage, **more: object) -> dict[str, object]:
    return {"page": page, "tab": "paper", **more}


def _address(page: PaperClassPage) -> str:
    place = [page.school_class.school_id, page.school_class.pk]
    return _with_week(reverse("diary:paper_class", args=place), page.weeks.shown.monday)


def _with_week(address: str, week: date) -> str:
    return f"{address}?week={week.isoformat()}"


def _ticked(request: HttpRequest, school_class: SchoolClass, form: TickForm) -> int:
    asked = form.cleaned_data
    what = {
        "actor": request.user,
        "school_class": school_class,
        "report_ids": asked["report"],
        "now": timezone.now(),
        "key": asked["request_key"],
    }
    match asked["act"]:
        case "hand":
            return actions.hand_out(**what, receiver=asked["receiver"])
        case "return":
            return actions.take_signed(**what)
        case _:
            return actions.take_back(**what)


def _scanned(request: HttpRequest, school_class: SchoolClass, form: ScanForm) -> actions.Found:
    asked = form.cleaned_data
    return actions.scan(
        actor=request.user,
        school_class=school_class,
        typed=asked["code"],
        is_return=asked["is_return"],
        receiver=asked["receiver"],
        now=timezone.now(),
    )


def _said(act: str, n: int) -> str:
    said: dict[str, Callable[[], str]] = {
        HAND: lambda: ngettext("%(n)s report was handed out.", "%(n)s reports were handed out.", n),
        RETURN: lambda: ngettext(
            "%(n)s report came back signed.", "%(n)s reports came back signed.", n
        ),
    }
    undone = ngettext("%(n)s tick was taken back.", "%(n)s ticks were taken back.", n)
    return (said[act]() if act in said else undone) % {"n": n}


def _say_asked(request: HttpRequest, classes: int) -> None:
    if classes:
        said = ngettext(
            "Reports of %(n)s class are being made.",
            "Reports of %(n)s classes are being made.",
            classes,
        )
        messages.success(request, said % {"n": classes})
    else:
        messages.info(request, _("There is nothing to make: everybody has a report."))


def _pdf(body: Callable[[], bytes], name: str) -> HttpResponse:
    try:
        content = body()
    except FileNotFoundError as error:
        raise Http404 from error
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
