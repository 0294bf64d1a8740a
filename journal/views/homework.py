"""Homework beyond its words: variants for some, files, and how much is due on a day."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_POST

from core.asked import day_asked
from core.files import brought, serve_file
from core.refusal import Refused
from journal.actions.homework import set_homework_for_some, take_back_for_some
from journal.actions.homework_files import attach_files, take_file_away
from journal.answers import Answer, saving
from journal.forms import Posted, number, students_of, task_of
from journal.models import Homework
from journal.permissions import LessonHere, lesson_for
from journal.queries.files import file_of_lesson
from journal.queries.homework_here import files_here
from journal.queries.homework_load import load_page, load_while_setting
from school.permissions import class_for


@require_POST
def for_some(
    request: HttpRequest, school_id: int, lesson_id: int, homework_id: int
) -> JsonResponse:
    """One individual homework, written anew."""
    thing = lesson_for(request, school_id, lesson_id, to="journal.record_lesson")

    def save(posted: Posted) -> Answer:
        given = set_homework_for_some(
            homework_id=homework_id,
            student_ids=students_of(request.POST),
            task=task_of(request.POST),
            seen=posted.seen.replace("\r", ""),
            typed_at=posted.typed_at,
            **_given(request, thing, posted),
        )
        return {"text": given.text if given else ""}

    return saving(request, thing, save)


@require_POST
def take_back(
    request: HttpRequest, school_id: int, lesson_id: int, homework_id: int
) -> JsonResponse:
    """One individual homework is taken back."""
    thing = lesson_for(request, school_id, lesson_id, to="journal.record_lesson")

    def save(posted: Posted) -> Answer:
        take_back_for_some(homework_id=homework_id, **_given(request, thing, posted))
        return {"text": ""}

    return saving(request, thing, save)


@require_POST
def attach(request: HttpRequest, school_id: int, lesson_id: int) -> JsonResponse:
    """Files for the homework for all, or with `homework` for an individual one."""
    thing = lesson_for(request, school_id, lesson_id, to="journal.record_lesson")

    def save(posted: Posted) -> Answer:
        homework = attach_files(
            files=[brought(upload) for upload in request.FILES.getlist("files")],
            homework_id=number(request.POST, "homework"),
            text=posted.text,
            **_given(request, thing, posted),
        )
        return _hanging(request, thing, homework)

    return saving(request, thing, save)


@require_POST
def detach(request: HttpRequest, school_id: int, lesson_id: int, file_id: int) -> JsonResponse:
    """A file is no longer part of the homework."""
    thing = lesson_for(request, school_id, lesson_id, to="journal.record_lesson")

    def save(posted: Posted) -> Answer:
        homework = take_file_away(file_id=file_id, **_given(request, thing, posted))
        return _hanging(request, thing, homework)

    return saving(request, thing, save)


def file(request: HttpRequest, school_id: int, lesson_id: int, file_id: int) -> HttpResponseBase:
    """A file of homework, for staff who may see the lesson."""
    thing = lesson_for(request, school_id, lesson_id, to="journal.view_lesson")
    stored = file_of_lesson(thing.lesson, file_id)
    if stored is None:
        raise Http404
    return serve_file(stored)


def load(request: HttpRequest, school_id: int, lesson_id: int) -> HttpResponse:
    """What is already due on the day this homework is being set for: a line of the page
    (?due=…&due_day=…&minutes=…)."""
    thing = lesson_for(request, school_id, lesson_id, to="journal.view_lesson")
    try:
        shown = load_while_setting(
            thing.lesson,
            task_of(request.GET),
            homework_id=number(request.GET, "homework"),
            student_ids=students_of(request.GET),
        )
    except Refused:
        shown = None
    return render(request, "journal/lesson/_load.html", {"shown": shown})


def week_load(request: HttpRequest, school_id: int, class_id: int) -> HttpResponse:
    """A class's homework of a week by days, against the norm (?day=2025-09-08)."""
    _here, school_class = class_for(request, school_id, class_id, to="school.view_class")
    today = timezone.localdate()
    page = load_page(school_class, of=day_asked(request.GET.get("day")) or today, today=today)
    return render(request, "journal/homework_load.html", {"page": page, "tab": "homework"})


def _given(request: HttpRequest, thing: LessonHere, posted: Posted) -> dict:
    return {
        "actor": request.user,
        "lesson": thing.lesson,
        "key": posted.key,
        "reason": posted.reason,
        "now": timezone.now(),
    }


def _hanging(request: HttpRequest, thing: LessonHere, homework: Homework | None) -> Answer:
    """The list of files as it is now."""
    shown = {"files": files_here(homework), "lesson": thing.lesson, "may_write": True}
    html = render_to_string("journal/lesson/_files.html", shown, request)
    return {"html": html, "text": homework.text if homework else ""}
