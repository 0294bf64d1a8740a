"""Making the timetable: its lines, and the lessons generated from them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.asked import number_asked
from core.refusal import Refused
from schedule.actions.jobs import ask_to_generate
from schedule.actions.slots import SlotPlace, add_slot, change_slot, end_slot
from schedule.forms import EndSlotForm, GenerateForm, SlotForm, parsed_day
from schedule.models import TimetableSlot
from schedule.permissions import class_for, job_for, slot_for
from schedule.queries.generating import generate_page, job_page
from schedule.queries.lesson import course_choices, room_choices, teacher_choices
from schedule.queries.slots import leader_choices, slots_page
from schedule.records import course_of, employee_of, room_of, slot_of
from school.models import SchoolClass
from school.permissions import school_for
from school.standing import InSchool


def slots(request: HttpRequest, school_id: int, class_id: int) -> HttpResponse:
    """The lines of a class's timetable."""
    here, school_class = class_for(request, school_id, class_id, to="schedule.change")
    page = slots_page(school_class, day=_day(request, here, school_class))
    return render(request, "schedule/slots.html", {"page": page})


def slot_add(request: HttpRequest, school_id: int, class_id: int) -> HttpResponse:
    """A new line for the class."""
    here, school_class = class_for(request, school_id, class_id, to="schedule.change")
    day = _day(request, here, school_class)
    form = _form(request, school_class, day)
    if request.method == "POST" and form.is_valid():
        try:
            add_slot(actor=request.user, place=_place(school_id, form.cleaned_data))
            messages.success(request, _("The line was added."))
            return _to_slots(school_class.school_id, class_id, form.cleaned_data["since"])
        except Refused as refused:
            form.add_error(refused.field, refused)
    context = {"form": form, "school_class": school_class, "day": day}
    return render(request, "schedule/slot.html", context, status=422 if form.errors else 200)


def slot(request: HttpRequest, school_id: int, slot_id: int) -> HttpResponse:
    """One line: changed from a day on."""
    found = slot_for(request, school_id, slot_id)
    form = _change_form(request, found)
    if request.method == "POST" and form.is_valid():
        try:
            place = _place(school_id, form.cleaned_data)
            change_slot(actor=request.user, slot=found, place=place)
            messages.success(request, _("The line was changed."))
            return _to_slots(school_id, found.course.group.school_class_id, place.since)
        except Refused as refused:
            form.add_error(refused.field, refused)
    return _slot_page(request, found, form)


@require_POST
def slot_end(request: HttpRequest, school_id: int, slot_id: int) -> HttpResponse:
    """It no longer holds from a day on."""
    found = slot_for(request, school_id, slot_id)
    form = EndSlotForm(request.POST, prefix="end")
    if form.is_valid():
        try:
            end_slot(actor=request.user, slot=found, day=form.cleaned_data["day"])
            messages.success(request, _("The line was ended."))
            class_id = found.course.group.school_class_id
            return _to_slots(school_id, class_id, form.cleaned_data["day"])
        except Refused as refused:
            form.add_error(refused.field, refused)
    return _slot_page(request, found, _change_form(request, found, bound=False), end_form=form)


def _slot_page(
    request: HttpRequest,
    found: TimetableSlot,
    form: SlotForm,
    *,
    end_form: EndSlotForm | None = None,
) -> HttpResponse:
    status = 422 if form.errors or end_form else 200
    context = {
        "form": form,
        "slot": found,
        "school_class": found.course.group.school_class,
        "day": form["since"].value(),
        "end_form": end_form or EndSlotForm(prefix="end", initial={"day": _first_day(found)}),
    }
    return render(request, "schedule/slot.html", context, status=status)


def _change_form(request: HttpRequest, found: TimetableSlot, *, bound: bool = True) -> SlotForm:
    initial = {
        "course": found.course_id,
        "weekday": found.weekday,
        "number": found.number,
        "weeks": found.weeks,
        "teacher": found.teacher_id,
        "room": found.room_id,
        "held_with": found.held_with_id,
        "since": _first_day(found),
    }
    sent = request.POST if request.method == "POST" and bound else None
    weekday = (number_asked(sent.get("weekday")) if sent else None) or found.weekday
    offers = _offers(found.school_id, found.course.group.school_class_id, initial["since"])
    offers["held_with"] = leader_choices(found.course, weekday, initial["since"])
    return SlotForm(sent, initial=initial, offers=offers)


def _first_day(found: TimetableSlot) -> date:
    """The first day that is not over."""
    return max(found.since, timezone.localdate(timezone=found.school.zone))


def _form(request: HttpRequest, school_class: SchoolClass, day: date) -> SlotForm:
    offers = _offers(school_class.school_id, school_class.pk, day)
    if request.method == "POST":
        offers["held_with"] = _any_leader(school_class.school_id, request.POST.get("held_with"))
        return SlotForm(request.POST, offers=offers)
    initial: dict[str, Any] = {"since": day}
    initial |= {name: request.GET.get(name) for name in ("weekday", "number")}
    return SlotForm(initial=initial, offers=offers)


def _offers(school_id: int, class_id: int | None, day: date) -> dict[str, Any]:
    return {
        "course": course_choices(school_id, day, class_id=class_id),
        "teacher": teacher_choices(school_id, day),
        "room": room_choices(school_id),
    }


def _any_leader(school_id: int, sent: str | None) -> list[tuple[int, str]]:
    number = number_asked(sent)
    found = slot_of(school_id, number) if number else None
    return [(found.pk, str(found))] if found else []


def _place(school_id: int, wanted: dict[str, Any]) -> SlotPlace:
    return SlotPlace(
        course=course_of(school_id, wanted["course"]),
        weekday=wanted["weekday"],
        number=wanted["number"],
        weeks=wanted["weeks"],
        teacher=employee_of(school_id, wanted["teacher"]),
        room=room_of(school_id, wanted["room"]),
        held_with=slot_of(school_id, wanted["held_with"]),
        since=wanted["since"],
    )


def _day(request: HttpRequest, here: InSchool, school_class: SchoolClass) -> date:
    """The day asked for, inside the class's year."""
    year = school_class.year
    today = timezone.localdate(timezone=here.school.zone)
    day = parsed_day(request.GET.get("day"), otherwise=today)
    return min(max(day, year.first_day), year.last_day)


def _to_slots(school_id: int, class_id: int | None, day: date) -> HttpResponse:
    if class_id is None:
        return redirect("schedule:home", school_id)
    return redirect(f"{reverse('schedule:slots', args=[school_id, class_id])}?day={day:%Y-%m-%d}")


def generate(request: HttpRequest, school_id: int) -> HttpResponse:
    """Ask for the lessons of a span; the worker makes them."""
    here = school_for(request, school_id, to="schedule.change")
    page = generate_page(school_id, today=timezone.localdate(timezone=here.school.zone))
    first, last = page.span or (None, None)
    sent = request.POST if request.method == "POST" else None
    form = GenerateForm(sent, initial={"first": first, "last": last})
    if request.method == "POST" and form.is_valid():
        try:
            return _ask(request, school_id, form)
        except Refused as refused:
            form.add_error(refused.field, refused)
    context = {"page": page, "form": form}
    return render(request, "schedule/generate.html", context, status=422 if form.errors else 200)


def _ask(request: HttpRequest, school_id: int, form: GenerateForm) -> HttpResponse:
    job = ask_to_generate(
        actor=request.user,
        school_id=school_id,
        first=form.cleaned_data["first"],
        last=form.cleaned_data["last"],
        key=form.cleaned_data["request_key"],
        now=timezone.now(),
    )
    if job is None:
        return redirect("schedule:generate", school_id)
    return redirect("schedule:job", school_id, job.pk)


def job(request: HttpRequest, school_id: int, job_id: int) -> HttpResponse:
    """How far generating is, and what came of it."""
    found = job_for(request, school_id, job_id)
    return render(request, "schedule/job.html", {"page": job_page(found)})


def job_status(request: HttpRequest, school_id: int, job_id: int) -> HttpResponse:
    """The part of the page that changes while the work goes on."""
    found = job_for(request, school_id, job_id)
    return render(request, "schedule/job.html#status", {"page": job_page(found)})
