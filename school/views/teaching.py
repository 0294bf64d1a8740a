"""Subjects, courses and rooms."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.asked import number_asked
from school.actions import teaching
from school.forms.people import LastDayForm
from school.forms.teaching import (
    CourseFields,
    CourseForm,
    CourseTeacherForm,
    RoomForm,
    SubjectForm,
)
from school.models import Course, CourseTeacher, Room, Subject
from school.permissions import row_for, school_for
from school.queries.teaching import (
    course_page,
    courses_page,
    rooms_page,
    subjects_page,
    usual_rules,
)
from school.queries.years import clamp, year_on
from school.views.forms import done, form_page, said

CHANGE = "school.change_registers"
READ = "school.view_registers"


def subjects(request: HttpRequest, school_id: int) -> HttpResponse:
    here = school_for(request, school_id, to=READ)
    page = subjects_page(school_id, may_change=here.has("administrator"))
    return render(request, "school/subjects.html", {"page": page})


def subject_add(request: HttpRequest, school_id: int) -> HttpResponse:
    school_for(request, school_id, to=CHANGE)
    form = SubjectForm(request.POST or None)
    back = reverse("school:subjects", args=[school_id])
    if done(
        request,
        form,
        lambda: teaching.add_subject(actor=request.user, school_id=school_id, **said(form)),
    ):
        return redirect(back)
    return form_page(request, form, title=_("New subject"), back=back, tab="subjects")


def subject_edit(request: HttpRequest, school_id: int, subject_id: int) -> HttpResponse:
    _here, subject = row_for(request, school_id, Subject, subject_id, to=CHANGE)
    fields = ("name", "short_name", "position")
    form = SubjectForm(
        request.POST or None, initial={name: getattr(subject, name) for name in fields}
    )
    back = reverse("school:subjects", args=[school_id])
    if done(
        request,
        form,
        lambda: teaching.change_subject(
            actor=request.user,
            subject=subject,
            **{name: form.cleaned_data[name] for name in fields},
        ),
    ):
        return redirect(back)
    return form_page(request, form, title=subject.name, back=back, tab="subjects")


def courses(request: HttpRequest, school_id: int) -> HttpResponse:
    here = school_for(request, school_id, to=READ)
    page = courses_page(
        school_id,
        day=timezone.localdate(),
        class_id=number_asked(request.GET.get("class")),
        subject_id=number_asked(request.GET.get("subject")),
        without=request.GET.get("without", ""),
        may_change=here.has("administrator"),
    )
    return render(request, "school/courses.html", {"page": page})


def course_add(request: HttpRequest, school_id: int) -> HttpResponse:
    school_for(request, school_id, to=CHANGE)
    year = year_on(school_id, timezone.localdate())
    if year is None:
        return redirect("school:years", school_id)
    group_id = number_asked(request.GET.get("group"))
    form = CourseForm(
        request.POST or None,
        school_id=school_id,
        year_id=year.pk,
        initial={
            "since": clamp(year, timezone.localdate()),
            "group": group_id,
            **usual_rules(year.pk, group_id),
        },
    )
    back = reverse("school:courses", args=[school_id])
    if done(request, form, lambda: teaching.add_course(actor=request.user, **said(form))):
        school_class = form.cleaned_data["group"].school_class_id
        return redirect(f"{back}?class={school_class}" if school_class else back)
    return form_page(request, form, title=_("New course"), back=back, tab="courses")


def course(request: HttpRequest, school_id: int, course_id: int) -> HttpResponse:
    here, one = row_for(request, school_id, Course, course_id, to=READ)
    page = course_page(one, day=timezone.localdate(), may_change=here.has("administrator"))
    return render(request, "school/course.html", {"page": page})


def course_edit(request: HttpRequest, school_id: int, course_id: int) -> HttpResponse:
    _here, one = row_for(request, school_id, Course, course_id, to=CHANGE)
    fields = ("hours_a_year", "scale", "asks_homework")
    form = CourseFields(request.POST or None, initial={name: getattr(one, name) for name in fields})
    back = reverse("school:course", args=[school_id, course_id])
    if done(
        request,
        form,
        lambda: teaching.change_course(actor=request.user, course=one, **form.cleaned_data),
    ):
        return redirect(back)
    return form_page(request, form, title=str(one), back=back, tab="courses")


def course_teacher(request: HttpRequest, school_id: int, course_id: int) -> HttpResponse:
    """Who teaches the course from a day on."""
    _here, one = row_for(request, school_id, Course, course_id, to=CHANGE)
    form = CourseTeacherForm(
        request.POST or None,
        school_id=school_id,
        initial={"since": clamp(one.year, timezone.localdate())},
    )
    back = reverse("school:course", args=[school_id, course_id])
    if done(
        request,
        form,
        lambda: teaching.give_course(actor=request.user, course=one, **said(form)),
    ):
        return redirect(back)
    title = _("Teacher: %(course)s") % {"course": one}
    return form_page(request, form, title=title, back=back, tab="courses")


def teaching_end(request: HttpRequest, school_id: int, row_id: int) -> HttpResponse:
    _here, row = row_for(request, school_id, CourseTeacher, row_id, to=CHANGE)
    form = LastDayForm(request.POST or None, initial={"last_day": timezone.localdate()})
    back = reverse("school:course", args=[school_id, row.course_id])
    if done(
        request,
        form,
        lambda: teaching.end_teaching(actor=request.user, row=row, **form.cleaned_data),
    ):
        return redirect(back)
    return form_page(
        request,
        form,
        title=_("%(name)s teaches this no more") % {"name": row.employee.person.name.full},
        back=back,
        tab="courses",
        danger=True,
    )


def rooms(request: HttpRequest, school_id: int) -> HttpResponse:
    here = school_for(request, school_id, to=READ)
    page = rooms_page(school_id, may_change=here.has("administrator"))
    return render(request, "school/rooms.html", {"page": page})


def room_add(request: HttpRequest, school_id: int) -> HttpResponse:
    school_for(request, school_id, to=CHANGE)
    form = RoomForm(request.POST or None)
    back = reverse("school:rooms", args=[school_id])
    if done(
        request,
        form,
        lambda: teaching.add_room(actor=request.user, school_id=school_id, **said(form)),
    ):
        return redirect(back)
    return form_page(request, form, title=_("New room"), back=back, tab="rooms")


def room_edit(request: HttpRequest, school_id: int, room_id: int) -> HttpResponse:
    _here, room = row_for(request, school_id, Room, room_id, to=CHANGE)
    fields = ("name", "seats", "is_shared")
    form = RoomForm(request.POST or None, initial={name: getattr(room, name) for name in fields})
    back = reverse("school:rooms", args=[school_id])
    if done(
        request,
        form,
        lambda: teaching.change_room(
            actor=request.user, room=room, **{name: form.cleaned_data[name] for name in fields}
        ),
    ):
        return redirect(back)
    return form_page(request, form, title=room.name, back=back, tab="rooms")
