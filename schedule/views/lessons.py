"""Changing the lessons of a day."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.refusal import Refused
from schedule.actions.lessons import add_lesson, cancel_lesson, move_lesson, restore_lesson
from schedule.actions.substitutions import substitute_teacher
from schedule.forms import (
    AbsenceForm,
    AddLessonForm,
    CancelForm,
    MoveForm,
    SubstituteForm,
    parsed_day,
)
from schedule.models import Lesson
from schedule.permissions import employee_for, lesson_for
from schedule.queries.lesson import course_choices, lesson_page, room_choices, teacher_choices
from schedule.queries.school_day import absence_page
from schedule.records import course_of, employee_of, lesson_of, room_of
from school.permissions import school_for


def lesson(request: HttpRequest, school_id: int, lesson_id: int) -> HttpResponse:
    """One lesson with all that may be done about it."""
    found = lesson_for(request, school_id, lesson_id, to="schedule.view")
    return _lesson_page(request, found)


def _lesson_page(
    request: HttpRequest, found: Lesson, *, status: int = 200, **forms_: forms.Form
) -> HttpResponse:
    context = {"page": lesson_page(found), "may_change": _may_change(request, found)}
    if context["may_change"]:
        context |= _forms(found) | forms_
    return render(request, "schedule/lesson.html", context, status=status)


def _may_change(request: HttpRequest, found: Lesson) -> bool:
    here = school_for(request, found.school_id, to="schedule.view")
    return request.user.has_perm("schedule.change", here)


def _forms(found: Lesson) -> dict[str, forms.Form]:
    teachers = teacher_choices(found.school_id, found.day)
    seen = {"seen": found.stamp}
    move = {"day": found.day, "number": found.number, "room": found.room_id}
    rooms = {"room": room_choices(found.school_id)}
    return {
        "move_form": MoveForm(initial=move | seen, offers=rooms, prefix="move"),
        "cancel_form": CancelForm(initial=seen, prefix="cancel"),
        "substitute_form": SubstituteForm(
            initial=seen | {"teacher": found.teacher_id},
            offers={"teacher": teachers},
            prefix="substitute",
        ),
    }


@require_POST
def move(request: HttpRequest, school_id: int, lesson_id: int) -> HttpResponse:
    """Hold it on another day, at another time, in another room."""
    found = lesson_for(request, school_id, lesson_id, to="schedule.change")
    form = MoveForm(request.POST, offers={"room": room_choices(school_id)}, prefix="move")
    if form.is_valid():
        wanted = dict(form.cleaned_data)
        wanted["room"] = room_of(school_id, wanted["room"])
        try:
            move_lesson(actor=request.user, lesson=found, now=timezone.now(), **wanted)
            return _done(request, found, _("The lesson was moved."))
        except Refused as refused:
            _say(form, refused)
    return _lesson_page(request, found, status=422, move_form=form)


@require_POST
def cancel(request: HttpRequest, school_id: int, lesson_id: int) -> HttpResponse:
    """It is not held."""
    found = lesson_for(request, school_id, lesson_id, to="schedule.change")
    form = CancelForm(request.POST, prefix="cancel")
    if form.is_valid():
        try:
            cancel_lesson(actor=request.user, lesson=found, now=timezone.now(), **form.cleaned_data)
            return _done(request, found, _("The lesson was cancelled."))
        except Refused as refused:
            _say(form, refused)
    return _lesson_page(request, found, status=422, cancel_form=form)


@require_POST
def restore(request: HttpRequest, school_id: int, lesson_id: int) -> HttpResponse:
    """It is held after all."""
    found = lesson_for(request, school_id, lesson_id, to="schedule.change")
    try:
        restore_lesson(actor=request.user, lesson=found, now=timezone.now())
    except Refused as refused:
        messages.error(request, refused.message)
        return _lesson_page(request, found, status=422)
    return _done(request, found, _("The lesson is held after all."))


@require_POST
def substitute(request: HttpRequest, school_id: int, lesson_id: int) -> HttpResponse:
    """Another teacher holds it."""
    found = lesson_for(request, school_id, lesson_id, to="schedule.change")
    offers = {"teacher": teacher_choices(school_id, found.day)}
    form = SubstituteForm(request.POST, offers=offers, prefix="substitute")
    if form.is_valid():
        wanted = dict(form.cleaned_data)
        who = employee_of(school_id, wanted.pop("teacher"))
        try:
            substitute_teacher(
                actor=request.user, lesson=found, substitute=who, now=timezone.now(), **wanted
            )
            return _done(request, found, _("The teacher was replaced."))
        except Refused as refused:
            _say(form, refused)
    return _lesson_page(request, found, status=422, substitute_form=form)


def add(request: HttpRequest, school_id: int) -> HttpResponse:
    """A lesson outside the timetable."""
    here = school_for(request, school_id, to="schedule.change")
    today = timezone.localdate(timezone=here.school.zone)
    day = parsed_day(request.POST.get("day") or request.GET.get("day"), otherwise=today)
    offers = {
        "course": course_choices(school_id, day),
        "teacher": teacher_choices(school_id, day),
        "room": room_choices(school_id),
    }
    if request.method != "POST":
        form = AddLessonForm(initial={"day": day}, offers=offers)
        return render(request, "schedule/add.html", {"form": form})
    form = AddLessonForm(request.POST, offers=offers)
    return _add(request, school_id, form)


def _add(request: HttpRequest, school_id: int, form: AddLessonForm) -> HttpResponse:
    if form.is_valid():
        wanted = form.cleaned_data
        try:
            add_lesson(
                actor=request.user,
                course=course_of(school_id, wanted["course"]),
                day=wanted["day"],
                number=wanted["number"],
                clock=(wanted["begins"], wanted["ends"]),
                teacher=employee_of(school_id, wanted["teacher"]),
                room=room_of(school_id, wanted["room"]),
                key=wanted["request_key"],
                now=timezone.now(),
            )
        except Refused as refused:
            _say(form, refused)
        else:
            messages.success(request, _("The lesson was added."))
            return redirect(_day_url(school_id, wanted["day"]))
    return render(request, "schedule/add.html", {"form": form}, status=422)


def absence(request: HttpRequest, school_id: int, employee_id: int) -> HttpResponse:
    """An absent teacher's lessons of a day, each given away by one click."""
    here, employee = employee_for(request, school_id, employee_id, to="schedule.change")
    today = timezone.localdate(timezone=here.school.zone)
    day = parsed_day(request.POST.get("day") or request.GET.get("day"), otherwise=today)
    form = AbsenceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            _give_away(request, school_id, form)
            return redirect(
                f"{reverse('schedule:absence', args=[school_id, employee_id])}?day={day:%Y-%m-%d}"
            )
        except Refused as refused:
            form.add_error(None, refused)
    page = absence_page(employee, day=day)
    context = {"page": page, "form": form}
    return render(request, "schedule/absence.html", context, status=422 if form.errors else 200)


def _give_away(request: HttpRequest, school_id: int, form: AbsenceForm) -> None:
    lesson_id, employee_id = form.cleaned_data["choice"]
    found = lesson_of(school_id, lesson_id)
    seen = request.POST.get(f"seen_{lesson_id}") or None
    common = {
        "actor": request.user,
        "lesson": found,
        "reason": form.cleaned_data["reason"],
        "seen": seen,
        "now": timezone.now(),
    }
    if employee_id is None:
        cancel_lesson(**common)
        messages.success(request, _("The lesson was cancelled."))
    else:
        substitute_teacher(substitute=employee_of(school_id, employee_id), **common)
        messages.success(request, _("The teacher was replaced."))


def _say(form: forms.Form, refused: Refused) -> None:
    """At its field where the form has it, else above the form."""
    form.add_error(refused.field if refused.field in form.fields else None, refused)


def _done(request: HttpRequest, found: Lesson, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("schedule:lesson", found.school_id, found.pk)


def _day_url(school_id: int, day: object) -> str:
    return f"{reverse('schedule:day', args=[school_id])}?day={day:%Y-%m-%d}"
