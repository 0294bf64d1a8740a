"""Results of contests, state exams and check works: lists and forms."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from core.asked import number_asked
from journal.actions import outside as actions
from journal.forms_outside import ResultForm, TakeBackForm
from journal.models import OutsideResult
from journal.permissions import ClassHere, class_sheet_for
from journal.queries import outside as queries
from school.permissions import school_for
from school.views.forms import done

ENTER = "journal.enter_results"


def results(request: HttpRequest, school_id: int) -> HttpResponse:
    """All results of the year this person may see (?kind=contest)."""
    here = school_for(request, school_id, to="school.view_class")
    page = queries.results_page(here, kind=_kind(request), today=timezone.localdate())
    return render(request, "journal/results.html", {"page": page})


def class_results(request: HttpRequest, school_id: int, class_id: int) -> HttpResponse:
    """The results of one class, as a tab of its page."""
    thing = class_sheet_for(request, school_id, class_id, to="school.view_class")
    page = queries.results_page(
        thing.here,
        kind=_kind(request),
        today=timezone.localdate(),
        school_class=thing.school_class,
        may_enter=request.user.has_perm(ENTER, thing),
    )
    return render(request, "journal/class/results.html", {"page": page, "tab": "results"})


def add_result(request: HttpRequest, school_id: int, class_id: int) -> HttpResponse:
    """Enter a result of a student of the class (?student=…)."""
    thing = class_sheet_for(request, school_id, class_id, to=ENTER)
    today = timezone.localdate()
    form = ResultForm(
        _posted(request),
        subjects=queries.subjects_of(school_id),
        students=queries.students_of(thing.school_class, today),
        initial={
            "student": number_asked(request.GET.get("student")),
            "day": today,
            "known_at": timezone.localtime(),
        },
    )
    if done(
        request,
        form,
        lambda: actions.enter_result(
            actor=request.user,
            student=form.cleaned_data["student"],
            said=form.said(),
            now=timezone.now(),
            key=form.cleaned_data["request_key"],
        ),
    ):
        return redirect("journal:class_outside", school_id, class_id)
    return _form(request, form, thing)


def result(request: HttpRequest, school_id: int, result_id: int) -> HttpResponse:
    """Correct a result."""
    thing, found = _result_for(request, school_id, result_id)
    form = ResultForm(
        _posted(request),
        subjects=queries.subjects_of(school_id),
        students=None,
        initial=queries.initial_of(found),
    )
    if done(
        request,
        form,
        lambda: actions.correct_result(
            actor=request.user,
            result=found,
            said=form.said(),
            reason=form.cleaned_data["reason"],
            now=timezone.now(),
        ),
    ):
        return redirect("journal:class_outside", school_id, thing.school_class.pk)
    return _form(request, form, thing, found)


def take_back_result(request: HttpRequest, school_id: int, result_id: int) -> HttpResponse:
    """Take back a result entered for the wrong student, or twice."""
    thing, found = _result_for(request, school_id, result_id)
    form = TakeBackForm(_posted(request))
    if done(
        request,
        form,
        lambda: actions.take_back_result(
            actor=request.user, result=found, reason=form.cleaned_data["reason"]
        ),
    ):
        return redirect("journal:class_outside", school_id, thing.school_class.pk)
    return _form(request, form, thing, found, taking_back=True)


def _result_for(
    request: HttpRequest, school_id: int, result_id: int
) -> tuple[ClassHere, OutsideResult]:
    """The door to a result: that of its student's class (403), and only in this school (404)."""
    school_for(request, school_id, to="school.view_class")
    found = queries.result_of(school_id, result_id, timezone.localdate())
    if found is None or found.class_id is None:
        raise Http404
    return class_sheet_for(request, school_id, found.class_id, to=ENTER), found


def _form(
    request: HttpRequest,
    form: ResultForm | TakeBackForm,
    thing: ClassHere,
    found: OutsideResult | None = None,
    *,
    taking_back: bool = False,
) -> HttpResponse:
    context = {
        "form": form,
        "school_class": thing.school_class,
        "result": found,
        "taking_back": taking_back,
    }
    status = 422 if form.errors else 200
    return render(request, "journal/class/result_form.html", context, status=status)


def _kind(request: HttpRequest) -> str:
    return request.GET.get("kind", "")


def _posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, be it nothing at all."""
    return request.POST if request.method == "POST" else None
