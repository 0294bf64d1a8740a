"""The class's sheet of marks: reading, conduct, closing a period, the council's decisions."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.asked import day_asked, number_asked, words_asked
from core.refusal import Refused
from journal.actions.promotions import Council, decide_promotions
from journal.actions.term_locks import close_period as close
from journal.actions.term_locks import open_period as open_again
from journal.actions.term_marks import set_conduct
from journal.actions.whole_sheet import save_whole_sheet
from journal.answers import Answer, saving
from journal.forms import Posted, key_of
from journal.permissions import ClassHere, class_sheet_for
from journal.queries.class_sheet import term_of_class
from journal.queries.class_terms import class_terms_page
from journal.queries.promotion_page import promotion_page
from journal.terms_export import class_terms_workbook

VIEW = "school.view_class"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sheet(request: HttpRequest, school_id: int, class_id: int) -> HttpResponse:
    """Students × all subjects (?term=t17, year, exam, final). As a plain form it saves conduct."""
    to = "journal.set_conduct" if request.method == "POST" else VIEW
    thing = class_sheet_for(request, school_id, class_id, to=to)
    errors: dict[str, Refused] = {}
    if request.method == "POST":
        errors = _saved_conduct(request, thing)
        if not errors:
            return redirect(request.get_full_path())
    return _show(request, thing, errors=errors)


def _show(
    request: HttpRequest,
    thing: ClassHere,
    *,
    errors: dict[str, Refused] | None = None,
    refused: Refused | None = None,
    slug: str = "",
) -> HttpResponse:
    wanted = slug or words_asked(request.GET.get("term"), most=24)
    page = class_terms_page(thing.school_class, slug=wanted, now=timezone.now())
    may = request.user.has_perm
    context = {
        "page": page,
        "tab": "terms",
        "refused": refused,
        "as_deputy": thing.as_deputy,
        "may_set_conduct": may("journal.set_conduct", thing) and page.has_begun,
        "may_close": may("journal.close_period", thing),
        "may_promote": may("journal.promote", thing),
        "typed": request.POST.dict(),
        "errors": {field: error.message for field, error in (errors or {}).items()},
    }
    status = 422 if errors or refused else 200
    return render(request, "journal/class_terms.html", context, status=status)


def _saved_conduct(request: HttpRequest, thing: ClassHere) -> dict[str, Refused]:
    def save(student_id: int, column: str, text: str, seen: str, reason: str) -> object:
        thing.refuse_silent_deputy(reason)
        return set_conduct(
            actor=request.user,
            school_class=thing.school_class,
            student_id=student_id,
            slug=column,
            text=text,
            seen=seen,
            reason=reason,
            now=timezone.now(),
        )

    return save_whole_sheet(request.POST, save)


@require_POST
def conduct(
    request: HttpRequest, school_id: int, class_id: int, student_id: int, column: str
) -> JsonResponse:
    """One conduct mark, in the school's scale."""
    thing = class_sheet_for(request, school_id, class_id, to="journal.set_conduct")

    def save(posted: Posted) -> Answer:
        stands = set_conduct(
            actor=request.user,
            school_class=thing.school_class,
            student_id=student_id,
            slug=column,
            text=posted.text,
            seen=posted.seen,
            key=posted.key,
            reason=posted.reason,
            now=timezone.now(),
        )
        return {"text": stands.text if stands else ""}

    return saving(request, thing, save)


def export(request: HttpRequest, school_id: int, class_id: int) -> HttpResponse:
    """The sheet of the whole year as a workbook: a page for each period."""
    thing = class_sheet_for(request, school_id, class_id, to=VIEW)
    answer = HttpResponse(
        class_terms_workbook(thing.school_class, now=timezone.now()), content_type=XLSX
    )
    name = f"class-{thing.school_class.pk}-marks.xlsx"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_POST
def close_period(request: HttpRequest, school_id: int, class_id: int, term_id: int) -> HttpResponse:
    """The deputy closes a period of a class."""
    return _lock(request, school_id, class_id, term_id, is_closing=True)


@require_POST
def open_period(request: HttpRequest, school_id: int, class_id: int, term_id: int) -> HttpResponse:
    """The deputy opens it again, with a reason."""
    return _lock(request, school_id, class_id, term_id, is_closing=False)


def _lock(
    request: HttpRequest, school_id: int, class_id: int, term_id: int, *, is_closing: bool
) -> HttpResponse:
    thing = class_sheet_for(request, school_id, class_id, to="journal.close_period")
    term = term_of_class(thing.school_class, term_id)
    if term is None:
        raise Http404
    place = {"actor": request.user, "school_class": thing.school_class, "term": term}
    try:
        if is_closing:
            close(**place, with_lacks=bool(request.POST.get("with_lacks")), now=timezone.now())
        else:
            open_again(**place, reason=request.POST.get("reason", ""))
    except Refused as refused:
        return _show(request, thing, refused=refused, slug=f"t{term.pk}")
    return redirect(_address(thing, f"t{term.pk}"))


def _address(thing: ClassHere, slug: str) -> str:
    school_class = thing.school_class
    path = reverse("journal:class_terms", args=[school_class.school_id, school_class.pk])
    return f"{path}?term={slug}"


def promotions(request: HttpRequest, school_id: int, class_id: int) -> HttpResponse:
    """What the teachers' council decides about each student."""
    thing = class_sheet_for(request, school_id, class_id, to=VIEW)
    may_decide = request.user.has_perm("journal.promote", thing)
    refused: Refused | None = None
    if request.method == "POST":
        if not may_decide:
            raise PermissionDenied
        try:
            _decide(request, thing)
            messages.success(request, _("It was saved."))
            return redirect(request.path)
        except Refused as error:
            refused = error
    typed = request.POST.dict()
    page = promotion_page(thing.school_class, may_decide=may_decide, typed=typed)
    context = {"page": page, "tab": "terms", "refused": refused, "typed": typed}
    return render(request, "journal/promotions.html", context, status=422 if refused else 200)


def _decide(request: HttpRequest, thing: ClassHere) -> None:
    post = request.POST
    words = {
        student_id: post[field]
        for field in post
        if (student_id := number_asked(field.removeprefix("decision-"))) is not None
        and field.startswith("decision-")
    }
    decide_promotions(
        actor=request.user,
        school_class=thing.school_class,
        decisions=words,
        council=Council(
            day=_day(post.get("council_day", ""), "council_day"),
            order_number=words_asked(post.get("order_number"), most=40),
            order_day=_day(post.get("order_day", ""), "order_day"),
        ),
        key=key_of(post),
        now=timezone.now(),
    )


def _day(raw: str, field: str) -> date | None:
    day = day_asked(raw)
    if raw.strip() and day is None:
        raise Refused("not_a_day", _("This is no day."), field=field)
    return day
