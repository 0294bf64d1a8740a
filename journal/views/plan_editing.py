"""How a plan comes to be and is changed by hand."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.asked import number_asked
from core.refusal import Refused
from journal.actions.plan_changes import change_lines
from journal.actions.plan_import import save_read_plan
from journal.actions.plan_lines import add_line, change_line, stamp
from journal.actions.plans import copy_plan, make_plan, replan
from journal.models import CoursePlan
from journal.permissions import CourseHere, course_for
from journal.plan_forms import (
    Change,
    ChangeLineForm,
    CopyForm,
    EmptyForm,
    LineForm,
    ReplanForm,
    ids_of,
    upload_of,
    values_of,
)
from journal.plans.carried import carried
from journal.plans.parts import PlanFile
from journal.plans.preview import choose, preview
from journal.plans.reader import read_plan_file
from journal.queries.plan_list import source_of, sources_for
from journal.queries.plan_page import line_of
from journal.views.plans import back, shown, version_for
from school.views.forms import done, said


def plan_import(request: HttpRequest, school_id: int, course_id: int) -> HttpResponse:
    """A file is handed in, looked at, a list of it chosen, and saved as a draft."""
    thing = course_for(request, school_id, course_id, to="journal.edit_plan")
    error: Refused | None = None
    file: PlanFile | None = None
    if request.method == "POST":
        try:
            file = _file(request, thing)
            if request.POST.get("do") == "save":
                return _saved(request, thing, file)
        except Refused as refused:
            error = refused
    return _import_page(request, thing, file, error)


def _file(request: HttpRequest, thing: CourseHere) -> PlanFile:
    """The file as it was handed in, or as the preview carries it."""
    if token := request.POST.get("token"):
        return carried(token, course_id=thing.course.pk, person_id=request.user.pk)
    return read_plan_file(upload_of(request.FILES.get("file")))


def _saved(request: HttpRequest, thing: CourseHere, file: PlanFile) -> HttpResponse:
    chosen = choose(file, thing.course, request.POST.get("list", ""))
    if chosen is None:
        raise Http404
    form = EmptyForm(request.POST)
    made = save_read_plan(
        actor=request.user,
        course=thing.course,
        plan=chosen.plan,
        chosen=chosen.one,
        sections=_sections(request),
        source=file.name,
        key=form.cleaned_data.get("request_key") if form.is_valid() else None,
        now=timezone.now(),
    )
    return back(thing, made)


def _sections(request: HttpRequest) -> list[int] | None:
    return ids_of(request.POST, "sections") if "modules" in request.POST else None


def _import_page(
    request: HttpRequest, thing: CourseHere, file: PlanFile | None, error: Refused | None
) -> HttpResponse:
    same_list = request.POST.get("list") == request.POST.get("shown")
    page = file and preview(
        file,
        thing.course,
        person_id=request.user.pk,
        key=request.POST.get("list", ""),
        sections=_sections(request) if same_list else None,
    )
    context = {"page": page, "course": thing.course, "error": error}
    bad = error is not None or bool(file and file.faults)
    return render(request, "journal/plan/import.html", context, status=422 if bad else 200)


def plan_copy(request: HttpRequest, school_id: int, course_id: int) -> HttpResponse:
    """Last year's plan, or a colleague's of this year."""
    thing = course_for(request, school_id, course_id, to="journal.edit_plan")
    form = CopyForm(posted(request))
    made: list[CoursePlan] = []

    def copy() -> None:
        source = source_of(thing.course, form.cleaned_data["plan"])
        if source is None:
            raise Refused("gone", _("This plan cannot be copied any more."))
        more = said(form, "plan")
        made.append(copy_plan(course=thing.course, source=source, actor=request.user, **more))

    if done(request, form, copy):
        return back(thing, made[0])
    sources = sources_for(thing.course, employee_id=thing.here.employee_id)
    context = {"form": form, "course": thing.course, "sources": sources}
    status = 422 if form.errors else 200
    return render(request, "journal/plan/copy.html", context, status=status)


@require_POST
def plan_new(request: HttpRequest, school_id: int, course_id: int) -> HttpResponse:
    """An empty draft, to be typed by hand."""
    thing = course_for(request, school_id, course_id, to="journal.edit_plan")
    form = EmptyForm(request.POST)
    if not form.is_valid():
        return back(thing, None)
    made = make_plan(course=thing.course, lines=[], actor=request.user, **said(form))
    return back(thing, made)


def plan_replan(request: HttpRequest, school_id: int, course_id: int) -> HttpResponse:
    """A new version of the one in use, with the reason."""
    thing = course_for(request, school_id, course_id, to="journal.edit_plan")
    form = ReplanForm(posted(request))
    made: list[CoursePlan] = []

    def begin() -> None:
        made.append(replan(course=thing.course, actor=request.user, **said(form)))

    if done(request, form, begin):
        return back(thing, made[0])
    context = {"form": form, "course": thing.course}
    status = 422 if form.errors else 200
    return render(request, "journal/plan/replan.html", context, status=status)


def plan_line_new(
    request: HttpRequest, school_id: int, course_id: int, plan_id: int
) -> HttpResponse:
    """A new line (?after=… puts it there)."""
    thing = course_for(request, school_id, course_id, to="journal.edit_plan")
    found = version_for(thing, plan_id)
    after = number_asked(request.GET.get("after"))
    above = line_of(found.pk, after) if after else None
    form = LineForm(
        posted(request),
        school_id=school_id,
        initial={"section": above.section} if above else None,
    )

    def add() -> None:
        key = form.cleaned_data["request_key"]
        now = timezone.now()
        add_line(actor=request.user, plan=found, line=form.line, after_id=after, key=key, now=now)

    if done(request, form, add):
        return back(thing, found)
    return _line_page(request, thing, form, {"plan": found, "topic": None})


def plan_line(
    request: HttpRequest, school_id: int, course_id: int, plan_id: int, topic_id: int
) -> HttpResponse:
    """Other words, hours, work or homework for a line."""
    thing = course_for(request, school_id, course_id, to="journal.edit_plan")
    topic = line_of(version_for(thing, plan_id).pk, topic_id)
    if topic is None:
        raise Http404
    begin = values_of(topic) | {"seen": stamp(topic)}
    form = ChangeLineForm(posted(request), school_id=school_id, initial=begin)

    def change() -> None:
        seen = form.cleaned_data["seen"]
        change_line(actor=request.user, topic=topic, line=form.line, seen=seen, now=timezone.now())

    if done(request, form, change):
        return back(thing, topic.plan)
    return _line_page(request, thing, form, {"plan": topic.plan, "topic": topic})


def _line_page(
    request: HttpRequest, thing: CourseHere, form: LineForm, more: dict[str, object]
) -> HttpResponse:
    context = {"form": form, "course": thing.course, **more}
    status = 422 if form.errors else 200
    return render(request, "journal/plan/line.html", context, status=status)


@require_POST
def plan_change(request: HttpRequest, school_id: int, course_id: int, plan_id: int) -> HttpResponse:
    """What the bar does with the chosen lines."""
    thing = course_for(request, school_id, course_id, to="journal.edit_plan")
    found = version_for(thing, plan_id)
    change = Change.of(request.POST)
    try:
        change_lines(
            actor=request.user,
            plan=found,
            do=change.do,
            line_ids=change.line_ids,
            before_id=change.before_id,
            hours=change.hours,
            title=change.title,
            section=change.section,
            now=timezone.now(),
        )
    except Refused as refused:
        return shown(request, thing, version=found.version, error=refused)
    return back(thing, found)


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, also where nothing stands in it; None for a page that is only opened."""
    return request.POST if request.method == "POST" else None
