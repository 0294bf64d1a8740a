"""Classes of a year, one class whole, who leads it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.asked import number_asked
from school.actions import classes
from school.forms.classes import ClassForm, HomeroomForm
from school.permissions import class_for, school_for
from school.queries.classes import class_page, classes_page
from school.queries.years import clamp, year_on
from school.views.forms import done, form_page, said

CHANGE = "school.change_registers"


def class_list(request: HttpRequest, school_id: int) -> HttpResponse:
    here = school_for(request, school_id, to="school.view_class")
    year_id = number_asked(request.GET.get("year"))
    page = classes_page(here, year_id=year_id, day=timezone.localdate())
    return render(request, "school/classes.html", {"page": page})


def one_class(request: HttpRequest, school_id: int, class_id: int) -> HttpResponse:
    here, school_class = class_for(request, school_id, class_id, to="school.view_class")
    page = class_page(school_class, here, day=timezone.localdate())
    return render(request, "school/class.html", {"page": page})


def class_add(request: HttpRequest, school_id: int) -> HttpResponse:
    school_for(request, school_id, to=CHANGE)
    year = year_on(school_id, timezone.localdate())
    if year is None:
        return redirect("school:years", school_id)
    form = ClassForm(request.POST or None, school_id=school_id, year_id=year.pk)
    back = reverse("school:classes", args=[school_id])
    if done(request, form, lambda: classes.form_class(actor=request.user, **said(form))):
        return redirect(back)
    title = _("New class of %(year)s") % {"year": year.name}
    return form_page(request, form, title=title, back=back, tab="classes")


def class_edit(request: HttpRequest, school_id: int, class_id: int) -> HttpResponse:
    _here, one = class_for(request, school_id, class_id, to=CHANGE)
    fields = ("grade", "letter", "calendar", "shift", "room")
    form = ClassForm(
        request.POST or None,
        school_id=school_id,
        year_id=one.year_id,
        initial={name: getattr(one, name) for name in fields},
    )
    back = reverse("school:class", args=[school_id, class_id])
    if done(
        request,
        form,
        lambda: classes.change_class(
            actor=request.user,
            school_class=one,
            **{name: form.cleaned_data[name] for name in fields},
        ),
    ):
        return redirect(back)
    return form_page(request, form, title=one.name, back=back, tab="classes")


def homeroom(request: HttpRequest, school_id: int, class_id: int) -> HttpResponse:
    _here, one = class_for(request, school_id, class_id, to=CHANGE)
    form = HomeroomForm(
        request.POST or None,
        school_id=school_id,
        initial={"since": clamp(one.year, timezone.localdate())},
    )
    back = reverse("school:class", args=[school_id, class_id])
    if done(
        request,
        form,
        lambda: classes.name_homeroom(actor=request.user, school_class=one, **said(form)),
    ):
        return redirect(back)
    return form_page(
        request,
        form,
        title=_("Homeroom teacher of %(name)s") % {"name": one.name},
        note=_("Who led the class before ends the day before."),
        back=back,
        tab="classes",
    )
