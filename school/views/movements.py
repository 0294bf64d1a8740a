"""Enrolling, moving and leaving, each by an order."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.asked import day_asked
from school.actions import movements as actions
from school.forms.classes import EnrolForm, LeaveForm, MoveForm
from school.models import Student
from school.movements_sheet import movements_sheet as sheet
from school.permissions import class_for, row_for, school_for
from school.queries.movements import MovementsPage, movements_page
from school.queries.years import clamp, year_on
from school.views.forms import done, form_page

CHANGE = "school.change_registers"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def movements(request: HttpRequest, school_id: int) -> HttpResponse:
    """Who came, moved and left (?first=2025-09-02&last=…&kind=…), with the orders."""
    page = _page(request, school_id)
    return render(request, "school/movements.html", {"page": page})


def movements_sheet(request: HttpRequest, school_id: int) -> HttpResponse:
    """The same as a spreadsheet."""
    page = _page(request, school_id)
    answer = HttpResponse(sheet(page), content_type=XLSX)
    name = f"movements-{page.first:%Y-%m-%d}-{page.last:%Y-%m-%d}.xlsx"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _page(request: HttpRequest, school_id: int) -> MovementsPage:
    school_for(request, school_id, to="school.view_registers")
    return movements_page(
        school_id,
        first=day_asked(request.GET.get("first")),
        last=day_asked(request.GET.get("last")),
        kind=request.GET.get("kind", ""),
        today=timezone.localdate(),
    )


def enrol(request: HttpRequest, school_id: int, class_id: int) -> HttpResponse:
    """A student of the school who is in no class comes into this one."""
    _here, one = class_for(request, school_id, class_id, to=CHANGE)
    day = clamp(one.year, timezone.localdate())
    form = EnrolForm(request.POST or None, school_class=one, day=day, initial={"day": day})
    back = reverse("school:class", args=[school_id, class_id])
    if done(
        request,
        form,
        lambda: actions.enrol(
            actor=request.user,
            student=form.cleaned_data["student"],
            to_class=one,
            day=form.cleaned_data["day"],
            order=form.order(),
            now=timezone.now(),
            key=form.cleaned_data["request_key"],
        ),
    ):
        return redirect(back)
    return form_page(
        request,
        form,
        title=_("Into the class %(name)s") % {"name": one.name},
        note=_("For a child who is new in the school, choose “New student” on the page of people."),
        back=back,
        tab="classes",
    )


def move(request: HttpRequest, school_id: int, student_id: int) -> HttpResponse:
    _here, student = row_for(request, school_id, Student, student_id, to=CHANGE)
    year = year_on(school_id, timezone.localdate())
    form = MoveForm(
        request.POST or None,
        year_id=year.pk if year else 0,
        initial={"day": timezone.localdate()},
    )
    back = reverse("school:person", args=[school_id, student.person_id])
    if done(
        request,
        form,
        lambda: actions.move(
            actor=request.user,
            student=student,
            to_class=form.cleaned_data["to_class"],
            day=form.cleaned_data["day"],
            order=form.order(),
            now=timezone.now(),
            key=form.cleaned_data["request_key"],
        ),
    ):
        return redirect(back)
    return form_page(
        request,
        form,
        title=_("%(name)s moves to another class") % {"name": student.person.name.full},
        note=_(
            "The old class and its subgroups end the day before; clubs go on. Put the student "
            "into the subgroups of the new class afterwards."
        ),
        back=back,
        tab="people",
    )


def leave(request: HttpRequest, school_id: int, student_id: int) -> HttpResponse:
    _here, student = row_for(request, school_id, Student, student_id, to=CHANGE)
    form = LeaveForm(request.POST or None, initial={"day": timezone.localdate()})
    back = reverse("school:person", args=[school_id, student.person_id])
    if done(
        request,
        form,
        lambda: actions.leave(
            actor=request.user,
            student=student,
            day=form.cleaned_data["day"],
            order=form.order(),
            now=timezone.now(),
            key=form.cleaned_data["request_key"],
        ),
    ):
        return redirect(back)
    return form_page(
        request,
        form,
        title=_("%(name)s leaves the school") % {"name": student.person.name.full},
        note=_("All classes and groups end the day before. Marks and other records stay."),
        back=back,
        tab="people",
        danger=True,
    )
