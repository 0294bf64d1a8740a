"""Looking at the timetable: weeks and days."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from schedule.forms import parsed_day
from schedule.permissions import class_for, employee_for, room_for
from schedule.queries.school_day import school_day
from schedule.queries.week import class_week, first_of, room_week, teacher_week
from school.permissions import school_for


def home(request: HttpRequest, school_id: int) -> HttpResponse:
    """A teacher comes to the own week, others to the day of the school."""
    here = school_for(request, school_id, to="schedule.view")
    if here.has("teacher") and here.employee_id:
        return redirect("schedule:teacher", school_id, here.employee_id)
    return redirect("schedule:day", school_id)


def class_page(request: HttpRequest, school_id: int, class_id: int) -> HttpResponse:
    """A class's week."""
    here, school_class = class_for(request, school_id, class_id, to="schedule.view")
    today = timezone.localdate(timezone=here.school.zone)
    day = parsed_day(request.GET.get("week"), otherwise=today)
    page = class_week(school_class, day=day, today=today)
    return render(request, "schedule/week.html", {"page": page})


def teacher_page(request: HttpRequest, school_id: int, employee_id: int) -> HttpResponse:
    """A teacher's week."""
    here, employee = employee_for(request, school_id, employee_id, to="schedule.view")
    today = timezone.localdate(timezone=here.school.zone)
    day = parsed_day(request.GET.get("week"), otherwise=today)
    page = teacher_week(employee, day=day, today=today)
    return render(request, "schedule/week.html", {"page": page})


def room_page(request: HttpRequest, school_id: int, room_id: int) -> HttpResponse:
    """A room's week."""
    here, room = room_for(request, school_id, room_id, to="schedule.view")
    today = timezone.localdate(timezone=here.school.zone)
    day = parsed_day(request.GET.get("week"), otherwise=today)
    page = room_week(room, day=day, today=today)
    return render(request, "schedule/week.html", {"page": page})


def choose(request: HttpRequest, school_id: int, kind: str) -> HttpResponse:
    """The first class, teacher or room: from there one turns to the others."""
    school_for(request, school_id, to="schedule.view")
    if kind not in ("class", "teacher", "room", "slots"):
        raise Http404
    found = first_of(school_id, kind, day=timezone.localdate())
    if found is None:
        return render(request, "schedule/nothing.html", {"kind": kind})
    return redirect(f"schedule:{kind}", school_id, found)


def day_page(request: HttpRequest, school_id: int) -> HttpResponse:
    """A day of the whole school with its substitutions."""
    here = school_for(request, school_id, to="schedule.view")
    today = timezone.localdate(timezone=here.school.zone)
    day = parsed_day(request.GET.get("day"), otherwise=today)
    page = school_day(school_id, day=day, today=today)
    return render(request, "schedule/day.html", {"page": page})
