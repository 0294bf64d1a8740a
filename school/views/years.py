"""Academic years, calendars and their dates."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from school.actions import years as acts
from school.forms.base import Plain
from school.forms.years import (
    AddYearForm,
    BreakForm,
    CalendarForm,
    SpecialDayForm,
    TermForm,
    YearForm,
)
from school.models import AcademicYear, Break, Calendar, CalendarDay, Term
from school.permissions import row_for, school_for
from school.queries.years import calendar_card, years_page
from school.views.forms import done, done_page, form_page, said

CHANGE = "school.change_registers"
READ = "school.view_registers"


def years(request: HttpRequest, school_id: int) -> HttpResponse:
    here = school_for(request, school_id, to=READ)
    page = years_page(school_id, day=timezone.localdate(), may_change=here.has("administrator"))
    return render(request, "school/years.html", {"page": page})


def year_add(request: HttpRequest, school_id: int) -> HttpResponse:
    school_for(request, school_id, to=CHANGE)
    today = timezone.localdate()
    form = AddYearForm(
        request.POST or None, initial={"begins": today.year + (1 if today.month >= 9 else 0)}
    )
    back = reverse("school:years", args=[school_id])
    if done(
        request,
        form,
        lambda: acts.add_year(actor=request.user, school_id=school_id, **said(form)),
    ):
        return redirect(back)
    note = _("Quarters, breaks and grade 1's calendar come with the usual dates; correct them.")
    return form_page(request, form, title=_("New academic year"), note=note, back=back, tab="years")


def year_edit(request: HttpRequest, school_id: int, year_id: int) -> HttpResponse:
    _here, year = row_for(request, school_id, AcademicYear, year_id, to=CHANGE)
    fields = ("name", "first_day", "last_day")
    form = YearForm(request.POST or None, initial={name: getattr(year, name) for name in fields})
    back = reverse("school:years", args=[school_id])
    if done(
        request,
        form,
        lambda: acts.change_year(actor=request.user, year=year, **form.cleaned_data),
    ):
        return redirect(back)
    return form_page(request, form, title=year.name, back=back, tab="years")


def calendar_add(request: HttpRequest, school_id: int, year_id: int) -> HttpResponse:
    _here, year = row_for(request, school_id, AcademicYear, year_id, to=CHANGE)
    form = CalendarForm(request.POST or None)
    back = reverse("school:years", args=[school_id])
    if done(
        request,
        form,
        lambda: acts.add_calendar(actor=request.user, year=year, **said(form)),
    ):
        return redirect(back)
    return form_page(request, form, title=_("New calendar"), back=back, tab="years")


def calendar(request: HttpRequest, school_id: int, calendar_id: int) -> HttpResponse:
    here, one = row_for(request, school_id, Calendar, calendar_id, to=READ)
    shown = {"card": calendar_card(one), "may_change": here.has("administrator")}
    return render(request, "school/calendar.html", shown)


def calendar_edit(request: HttpRequest, school_id: int, calendar_id: int) -> HttpResponse:
    _here, one = row_for(request, school_id, Calendar, calendar_id, to=CHANGE)
    form = CalendarForm(
        request.POST or None, initial={"name": one.name, "days_a_week": one.days_a_week}
    )
    back = _calendar(one)
    if done(
        request,
        form,
        lambda: acts.change_calendar(
            actor=request.user,
            calendar=one,
            name=form.cleaned_data["name"],
            days_a_week=form.cleaned_data["days_a_week"],
        ),
    ):
        return redirect(back)
    return form_page(request, form, title=one.name, back=back, tab="years")


def term_add(request: HttpRequest, school_id: int, calendar_id: int) -> HttpResponse:
    _here, one = row_for(request, school_id, Calendar, calendar_id, to=CHANGE)
    form = TermForm(request.POST or None)
    return _kept(request, form, acts.keep_term, one, title=_("New term"), term=None)


def term_edit(request: HttpRequest, school_id: int, term_id: int) -> HttpResponse:
    _here, term = row_for(request, school_id, Term, term_id, to=CHANGE)
    form = TermForm(request.POST or None, initial=_values(term, TermForm))
    return _kept(request, form, acts.keep_term, term.calendar, title=str(term), term=term)


def break_add(request: HttpRequest, school_id: int, calendar_id: int) -> HttpResponse:
    _here, one = row_for(request, school_id, Calendar, calendar_id, to=CHANGE)
    form = BreakForm(request.POST or None)
    return _kept(request, form, acts.keep_break, one, title=_("New break"), pause=None)


def break_edit(request: HttpRequest, school_id: int, break_id: int) -> HttpResponse:
    _here, pause = row_for(request, school_id, Break, break_id, to=CHANGE)
    form = BreakForm(request.POST or None, initial=_values(pause, BreakForm))
    return _kept(request, form, acts.keep_break, pause.calendar, title=pause.name, pause=pause)


def day_add(request: HttpRequest, school_id: int, calendar_id: int) -> HttpResponse:
    _here, one = row_for(request, school_id, Calendar, calendar_id, to=CHANGE)
    form = SpecialDayForm(request.POST or None)
    return _kept(
        request,
        form,
        acts.keep_day,
        one,
        title=_("New special day"),
        special=None,
        now=timezone.now(),
    )


def day_edit(request: HttpRequest, school_id: int, day_id: int) -> HttpResponse:
    _here, special = row_for(request, school_id, CalendarDay, day_id, to=CHANGE)
    form = SpecialDayForm(request.POST or None, initial=_values(special, SpecialDayForm))
    return _kept(
        request,
        form,
        acts.keep_day,
        special.calendar,
        title=str(special),
        special=special,
        now=timezone.now(),
    )


@require_POST
def term_remove(request: HttpRequest, school_id: int, term_id: int) -> HttpResponse:
    return _removed(request, row_for(request, school_id, Term, term_id, to=CHANGE)[1])


@require_POST
def break_remove(request: HttpRequest, school_id: int, break_id: int) -> HttpResponse:
    return _removed(request, row_for(request, school_id, Break, break_id, to=CHANGE)[1])


@require_POST
def day_remove(request: HttpRequest, school_id: int, day_id: int) -> HttpResponse:
    return _removed(request, row_for(request, school_id, CalendarDay, day_id, to=CHANGE)[1])


def _kept(
    request: HttpRequest,
    form: Plain,
    keep: Callable[..., object],
    one: Calendar,
    *,
    title: str,
    **row: object,
) -> HttpResponse:
    """A date of the calendar entered or corrected."""
    if done(
        request,
        form,
        lambda: keep(actor=request.user, calendar=one, **row, **form.cleaned_data),
    ):
        return redirect(_calendar(one))
    note = _("Lessons made already change only when the timetable is generated again.")
    return form_page(request, form, title=title, note=note, back=_calendar(one), tab="years")


def _day_kept(
    request: HttpRequest, form: Plain, one: Calendar, special: CalendarDay | None, *, title: str
) -> HttpResponse:
    now = timezone.now()
    return _kept(request, form, acts.keep_day, one, title=title, special=special, now=now)


def _removed(request: HttpRequest, row: Term | Break | CalendarDay) -> HttpResponse:
    back = _calendar(row.calendar)
    return done_page(
        request, lambda: acts.remove_date(actor=request.user, row=row, now=timezone.now()), back
    )


def _values(row: Term | Break | CalendarDay, form: type[Plain]) -> dict[str, object]:
    return {name: getattr(row, name) for name in form.base_fields}


def _calendar(one: Calendar) -> str:
    return reverse("school:calendar", args=[one.school_id, one.pk])
