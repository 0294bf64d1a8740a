"""Who was reminded of what (for the deputy), and one's own reminders."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from control.models import ReminderStage
from control.reminders.actions import choose_reminders
from control.reminders.forms import ReminderForm
from control.reminders.queries import (
    LONGEST_SPAN,
    Asked,
    my_reminders_page,
    reminder_page,
    reminders_page,
)
from core.asked import day_asked, number_asked
from school.permissions import school_for
from school.views.forms import done


@require_GET
def reminders(request: HttpRequest, school_id: int) -> HttpResponse:
    """Who was reminded, of what, when, and whether it was done after (order 2.5)."""
    here = school_for(request, school_id, to="control.view_school")
    now = timezone.now()
    asked = _asked(request, today=timezone.localdate(now, timezone=here.school.zone))
    page = reminders_page(school_id, asked, now=now)
    return render(request, "control/reminders.html", {"page": page})


def my_reminders(request: HttpRequest, school_id: int) -> HttpResponse:
    """How I am reminded in this school, and of what I was."""
    school_for(request, school_id, to="school.view_staff_pages")
    page = my_reminders_page(school_id, request.user, now=timezone.now())
    kept = {"letters": page.choice.letters, "hour": page.choice.hour} if page.choice else {}
    form = ReminderForm(request.POST or None, initial={"letters": "all", **kept})
    if done(
        request,
        form,
        lambda: choose_reminders(actor=request.user, school_id=school_id, **form.cleaned_data),
    ):
        return redirect("control:my_reminders", school_id)
    status = 422 if form.is_bound else 200
    shown = {"page": page, "form": form}
    return render(request, "control/my_reminders.html", shown, status=status)


@require_GET
def reminder(request: HttpRequest, school_id: int, message_id: int) -> HttpResponse:
    """One of my reminders, as it stands now; another's does not exist."""
    here = school_for(request, school_id, to="school.view_staff_pages")
    page = reminder_page(
        school_id, request.user.pk, message_id, zone=here.school.zone, now=timezone.now()
    )
    if page is None:
        raise Http404
    return render(request, "control/reminder.html", {"page": page})


def _asked(request: HttpRequest, *, today: date) -> Asked:
    """?first=…&last=…&stage=…&teacher=…&lesson=…&page=…; without days the last week, of one lesson
    all there is."""
    last = min(day_asked(request.GET.get("last")) or today, today)
    lesson_id = number_asked(request.GET.get("lesson"))
    usual = timedelta(days=6) if lesson_id is None else LONGEST_SPAN
    first = day_asked(request.GET.get("first")) or last - usual
    stage = request.GET.get("stage", "")
    return Asked(
        first=max(min(first, last), last - LONGEST_SPAN),
        last=last,
        stage=stage if stage in ReminderStage.values else "",
        teacher_id=number_asked(request.GET.get("teacher")),
        lesson_id=lesson_id,
        page=max(1, min(number_asked(request.GET.get("page")) or 1, 10_000)),
    )
