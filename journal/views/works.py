"""The plan of works of a course, and the schedule of works of a class."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from core.asked import number_asked
from core.refusal import Refused
from journal.actions.planning import change_work
from journal.actions.works import add_work, remove_work
from journal.forms_works import WorkForm, lesson_words, planning_choices
from journal.models import Work
from journal.permissions import CourseHere, LessonHere, course_for
from journal.queries.course_list import kind_of, kinds_in_use
from journal.queries.spacing import objections_here
from journal.queries.works_page import (
    WorksPage,
    class_shown,
    class_works_page,
    lesson_choices_of,
    lesson_of_course,
    works_page,
)
from journal.views.results import work_for
from school.permissions import school_for


def works(request: HttpRequest, school_id: int, course_id: int) -> HttpResponse:
    """Works of a term, planned and held, and who owes one (?term=…); with POST one is planned."""
    to = "journal.record_course" if request.method == "POST" else "journal.view_course"
    thing = course_for(request, school_id, course_id, to=to)
    page = works_page(
        thing,
        term_id=number_asked(request.GET.get("term")),
        may_write=request.user.has_perm("journal.record_course", thing),
        now=timezone.now(),
    )
    form = WorkForm(_sent(request), lessons=planning_choices(page.ahead), kinds=page.kinds)
    if request.method == "POST" and _told(form, lambda: _plan(request, thing, form)):
        messages.success(request, _("The work is in the plan."))
        return redirect(request.get_full_path())
    return _show(request, page, form)


def check(request: HttpRequest, school_id: int, course_id: int) -> HttpResponse:
    """What speaks against a work in a lesson (?lesson=…&kind=…&work=…), before it is saved."""
    thing = course_for(request, school_id, course_id, to="journal.record_course")
    kind = kind_of(school_id, number_asked(request.GET.get("kind")) or 0)
    lesson = lesson_of_course(thing.course, number_asked(request.GET.get("lesson")) or 0)
    found = []
    if kind and lesson and kind.is_written and not lesson.has_begun(timezone.now()):
        pk = number_asked(request.GET.get("work"))
        found = objections_here(Work(pk=pk, lesson=lesson, kind=kind), today=timezone.localdate())
    return render(request, "journal/works/_check.html", {"found": found, "is_chosen": lesson})


def change(request: HttpRequest, school_id: int, work_id: int) -> HttpResponse:
    """Move a work, say something else about it, or take it out of the plan."""
    thing, work = work_for(request, school_id, work_id, to="journal.record_lesson")
    form = WorkForm(
        _sent(request),
        lessons=[
            (pk, lesson_words(day, number))
            for pk, day, number in lesson_choices_of(work, now=timezone.now())
        ],
        kinds=kinds_in_use(school_id, also=work.kind_id),
        initial={
            "lesson": work.lesson_id,
            "kind": work.kind_id,
            "title": work.title,
            "parts": work.parts,
            "most_points": work.most_points,
        },
    )
    if request.method == "POST" and "remove" in request.POST:
        return _removed(request, thing, work, form)
    if request.method == "POST" and _told(form, lambda: _change(request, thing, work, form)):
        messages.success(request, _("It was saved."))
        return redirect("journal:work_results", school_id, work.pk)
    return _show_change(request, thing, work, form)


def class_works(request: HttpRequest, school_id: int, class_id: int) -> HttpResponse:
    """All works of a class by week, for everybody who teaches or leads (?term=…)."""
    school_for(request, school_id, to="journal.view_courses")
    school_class = class_shown(school_id, class_id)
    if school_class is None:
        raise Http404
    term_id = number_asked(request.GET.get("term"))
    page = class_works_page(school_class, term_id=term_id, today=timezone.localdate())
    return render(request, "journal/works/class.html", {"page": page})


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _told(form: WorkForm, act: Callable[[], object]) -> bool:
    """Whether the form was right and its action done; else the form says why not."""
    if not form.is_valid():
        return False
    try:
        act()
    except Refused as error:
        form.refuse(error)
        return False
    return True


def _plan(request: HttpRequest, thing: CourseHere, form: WorkForm) -> None:
    lesson = lesson_of_course(thing.course, form.cleaned_data["lesson"])
    if lesson is None:
        raise Refused("no_lesson", _("This is no lesson of the course."), field="lesson")
    thing.refuse_silent_deputy(form.wish()["reason"])
    add_work(
        actor=request.user,
        lesson=lesson,
        key=form.cleaned_data["request_key"],
        now=timezone.now(),
        **form.wish(),
    )


def _change(request: HttpRequest, thing: LessonHere, work: Work, form: WorkForm) -> None:
    lesson = lesson_of_course(thing.lesson.course, form.cleaned_data["lesson"])
    if lesson is None:
        raise Refused("no_lesson", _("This is no lesson of the course."), field="lesson")
    thing.refuse_silent_deputy(form.wish()["reason"])
    change_work(actor=request.user, work=work, lesson=lesson, now=timezone.now(), **form.wish())


def _removed(request: HttpRequest, thing: LessonHere, work: Work, form: WorkForm) -> HttpResponse:
    reason = " ".join(request.POST.get("reason", "").split())[:200]
    try:
        thing.refuse_silent_deputy(reason)
        remove_work(
            actor=request.user,
            lesson=thing.lesson,
            work_id=work.pk,
            now=timezone.now(),
            reason=reason,
        )
    except Refused as error:
        form.is_valid()
        form.refuse(error)
        return _show_change(request, thing, work, form)
    messages.success(request, _("The work is out of the plan."))
    return redirect("journal:works", work.school_id, work.course_id)


def _show(request: HttpRequest, page: WorksPage, form: WorkForm) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "journal/works/course.html", {"page": page, "form": form}, status=status)


def _show_change(
    request: HttpRequest, thing: LessonHere, work: Work, form: WorkForm
) -> HttpResponse:
    shown = {"work": work, "form": form, "as_deputy": thing.as_deputy}
    status = 422 if form.errors else 200
    return render(request, "journal/works/change.html", shown, status=status)
