"""Subgroups of a class, clubs and other groups."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from school.actions import classes
from school.forms.classes import GroupForm, MembersForm, SplitForm
from school.models import Group
from school.permissions import class_for, row_for, school_for
from school.queries.classes import class_ticks, group_page
from school.queries.years import clamp, year_on
from school.views.forms import done, form_page, said

CHANGE = "school.change_registers"


def group_add(request: HttpRequest, school_id: int) -> HttpResponse:
    school_for(request, school_id, to=CHANGE)
    year = year_on(school_id, timezone.localdate())
    if year is None:
        return redirect("school:years", school_id)
    form = GroupForm(
        request.POST or None, year_id=year.pk, initial={"school_class": request.GET.get("class")}
    )
    back = reverse("school:classes", args=[school_id])
    if done(
        request,
        form,
        lambda: classes.form_group(actor=request.user, year=year, **said(form)),
    ):
        return redirect(back)
    return form_page(
        request,
        form,
        title=_("New group"),
        note=_("A club, an elective, an extended-day group; students are ticked on its page."),
        back=back,
        tab="classes",
    )


def group(request: HttpRequest, school_id: int, group_id: int) -> HttpResponse:
    """Who is in the group: a list to tick, with the day from which it holds."""
    here, one = row_for(request, school_id, Group, group_id, to="school.view_registers")
    if one.kind == "class":
        return redirect("school:class", school_id, one.school_class_id)
    page = group_page(one, here, day=timezone.localdate())
    form = MembersForm(
        request.POST if here.has("administrator") and request.method == "POST" else None,
        student_ids=[tick.student_id for tick in page.ticks],
        initial={"day": page.day, "name": one.name},
    )
    if done(request, form, lambda: _set_members(request, one, form)):
        return redirect("school:group", school_id, group_id)
    return render(request, "school/group.html", {"page": page, "form": form})


def _set_members(request: HttpRequest, one: Group, form: MembersForm) -> None:
    classes.regroup(
        actor=request.user,
        group=one,
        name=form.cleaned_data["name"],
        student_ids=form.cleaned_data["students"],
        day=form.cleaned_data["day"],
        now=timezone.now(),
    )


def class_split(request: HttpRequest, school_id: int, class_id: int) -> HttpResponse:
    """Two subgroups from one list of ticks."""
    _here, one = class_for(request, school_id, class_id, to=CHANGE)
    ticks = class_ticks(one, day=timezone.localdate())
    form = SplitForm(
        request.POST or None,
        student_ids=[tick.student_id for tick in ticks],
        initial={
            "first_name": f"{one.name}/1",
            "second_name": f"{one.name}/2",
            "since": clamp(one.year, timezone.localdate()),
        },
    )
    if done(
        request,
        form,
        lambda: classes.split_class(
            actor=request.user,
            school_class=one,
            names=(form.cleaned_data["first_name"], form.cleaned_data["second_name"]),
            first_half=form.cleaned_data["students"],
            everybody=[tick.student_id for tick in ticks],
            since=form.cleaned_data["since"],
            now=timezone.now(),
            key=form.cleaned_data["request_key"],
        ),
    ):
        return redirect("school:class", school_id, class_id)
    chosen = set(form.data.getlist("students")) if form.is_bound else None
    shown = {"form": form, "school_class": one, "ticks": ticks, "chosen": chosen}
    return render(request, "school/split.html", shown)
