"""The journal's pages: my day, journals, a journal, a lesson, and what unfolds on them.

No browser keeps them by itself; for days without a network the service worker keeps a teacher's
own (docs/decisions/0012-offline.md)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from core.asked import day_asked, number_asked, words_asked
from core.refusal import Refused
from journal.actions.replacing import take_over_lesson
from journal.actions.whole_lesson import save_whole_lesson
from journal.permissions import course_for, lesson_for
from journal.queries.course_list import course_list, lesson_to_take_over, lessons_to_take_over
from journal.queries.course_page import course_page
from journal.queries.day_page import day_page
from journal.queries.explain import explain_average
from journal.queries.lesson_page import lesson_page
from school.permissions import school_for


@never_cache
def day(request: HttpRequest, school_id: int) -> HttpResponse:
    """The teacher's day (?day=2025-09-08)."""
    here = school_for(request, school_id, to="journal.own_day")
    page = day_page(here, day=day_asked(request.GET.get("day")), now=timezone.now())
    return render(request, "journal/day.html", {"page": page})


def courses(request: HttpRequest, school_id: int) -> HttpResponse:
    """The list of journals: mine, my class's, or all."""
    here = school_for(request, school_id, to="journal.view_courses")
    search = words_asked(request.GET.get("search"))
    page = course_list(here, search=search, today=timezone.localdate())
    return render(request, "journal/courses.html", {"page": page})


@never_cache
def course(request: HttpRequest, school_id: int, course_id: int) -> HttpResponse:
    """The journal page of a course (?term=…). A deputy reads it, and writes after asking for it
    (?write=1)."""
    thing = course_for(request, school_id, course_id, to="journal.view_course")
    may_help = thing.as_deputy and request.user.has_perm("journal.record_course", thing)
    helps = may_help and "write" in request.GET
    page = course_page(
        thing,
        term_id=number_asked(request.GET.get("term")),
        may_write=thing.teaches or helps,
        now=timezone.now(),
    )
    shown = {
        "page": page,
        "as_deputy": helps,
        "may_help": may_help and not helps,
        "is_unopened": thing.is_unopened,
    }
    return render(request, "journal/course.html", shown)


def average(request: HttpRequest, school_id: int, course_id: int, student_id: int) -> HttpResponse:
    """Of which marks, weights and borders an average is made."""
    thing = course_for(request, school_id, course_id, to="journal.view_course")
    explanation = explain_average(
        thing.course,
        student_id,
        term_id=number_asked(request.GET.get("term")),
        today=timezone.localdate(),
    )
    if explanation is None:
        raise Http404
    return render(request, "journal/average.html", {"page": explanation})


@never_cache
def lesson(request: HttpRequest, school_id: int, lesson_id: int) -> HttpResponse:
    """One lesson on one screen. Without JavaScript the page is one form, saved as a whole."""
    to = "journal.record_lesson" if request.method == "POST" else "journal.view_lesson"
    thing = lesson_for(request, school_id, lesson_id, to=to)
    errors: list[Refused] = []
    if request.method == "POST":
        errors = save_whole_lesson(
            actor=request.user,
            thing=thing,
            post=request.POST,
            files=request.FILES,
            now=timezone.now(),
        )
        if not errors:
            return redirect(request.path)
    may_write = request.user.has_perm("journal.record_lesson", thing)
    page = lesson_page(thing, may_write=may_write, now=timezone.now())
    context = {"page": page, "errors": errors, "typed": request.POST}
    return render(request, "journal/lesson.html", context, status=422 if errors else 200)


def keys(request: HttpRequest, school_id: int) -> HttpResponse:
    """The keys of the journal, for its "?"."""
    school_for(request, school_id, to="journal.view_courses")
    return render(request, "journal/keys.html")


def replace(request: HttpRequest, school_id: int) -> HttpResponse:
    """Colleagues' lessons of today: which one do I hold?"""
    here = school_for(request, school_id, to="journal.replace")
    lessons = lessons_to_take_over(here, now=timezone.now())
    return render(request, "journal/replace.html", {"lessons": lessons})


@require_POST
def take_over(request: HttpRequest, school_id: int, lesson_id: int) -> HttpResponse:
    """I hold this lesson: the substitution is entered, and the lesson opens."""
    here = school_for(request, school_id, to="journal.replace")
    lesson = lesson_to_take_over(here, lesson_id)
    if lesson is None:
        raise Http404
    try:
        take_over_lesson(
            actor=request.user,
            employee_id=here.employee_id,
            lesson=lesson,
            now=timezone.now(),
            reason=request.POST.get("reason", ""),
        )
    except Refused as error:
        lessons = lessons_to_take_over(here, now=timezone.now())
        typed = request.POST.get("reason", "")
        context = {"lessons": lessons, "error": error, "refused": lesson_id, "typed": typed}
        return render(request, "journal/replace.html", context, status=422)
    return redirect("journal:lesson", school_id=school_id, lesson_id=lesson_id)
