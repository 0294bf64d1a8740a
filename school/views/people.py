"""People of the school: lists, a person's card, entering and correcting."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.asked import number_asked, words_asked
from school.actions import movements, people
from school.forms.people import (
    EmployeeForm,
    EmployForm,
    GuardianForm,
    LastDayForm,
    PersonForm,
    StudentForm,
    identity_of,
)
from school.models import Employee, Guardianship, Person, Student
from school.permissions import person_for, row_for, school_for
from school.queries.people import PeopleKind, people_page, person_page, standing_rows
from school.queries.years import year_on
from school.views.forms import done, done_page, form_page

CHANGE = "school.change_registers"
READ = "school.view_registers"


def people_list(request: HttpRequest, school_id: int) -> HttpResponse:
    here = school_for(request, school_id, to=READ)
    page = people_page(
        school_id,
        kind=request.GET.get("kind", ""),
        q=words_asked(request.GET.get("q")),
        number=number_asked(request.GET.get("page")) or 1,
        day=timezone.localdate(),
        may_change=here.has("administrator"),
    )
    return render(request, "school/people.html", {"page": page, "kinds": PeopleKind.choices})


def person(request: HttpRequest, school_id: int, person_id: int) -> HttpResponse:
    here, someone = person_for(request, school_id, person_id, to=READ)
    page = person_page(
        someone,
        school_id=school_id,
        day=timezone.localdate(),
        now=timezone.now(),
        may_change=here.has("administrator"),
    )
    return render(request, "school/person.html", {"page": page})


def student_add(request: HttpRequest, school_id: int) -> HttpResponse:
    """A child enters the school, and a class at once if one is chosen."""
    school_for(request, school_id, to=CHANGE)
    year = year_on(school_id, timezone.localdate())
    form = StudentForm(
        request.POST or None,
        year_id=year.pk if year else None,
        initial={"day": timezone.localdate(), "to_class": request.GET.get("class")},
    )
    if done(request, form, lambda: _enter_student(request, school_id, form)):
        return redirect(f"{_people(school_id)}?kind=students")
    return form_page(request, form, title=_("New student"), back=_people(school_id), tab="people")


def _enter_student(request: HttpRequest, school_id: int, form: StudentForm) -> Student:
    typed = form.cleaned_data
    return people.enter_student(
        actor=request.user,
        school_id=school_id,
        identity=form.identity(),
        file_number=typed["file_number"],
        to_class=typed["to_class"],
        day=typed["day"],
        order=movements.Order(number=typed["order_number"], day=typed["order_day"]),
        now=timezone.now(),
        key=typed["request_key"],
    )


def employee_add(request: HttpRequest, school_id: int) -> HttpResponse:
    school_for(request, school_id, to=CHANGE)
    form = EmployeeForm(request.POST or None, initial={"since": timezone.localdate()})
    if done(request, form, lambda: _enter_employee(request, school_id, form)):
        return redirect(f"{_people(school_id)}?kind=staff")
    return form_page(request, form, title=_("New employee"), back=_people(school_id), tab="people")


def _enter_employee(request: HttpRequest, school_id: int, form: EmployeeForm) -> Employee:
    typed = form.cleaned_data
    return people.enter_employee(
        actor=request.user,
        school_id=school_id,
        identity=form.identity(),
        position=typed["position"],
        roles=typed["roles"],
        since=typed["since"],
        now=timezone.now(),
        key=typed["request_key"],
    )


def person_edit(request: HttpRequest, school_id: int, person_id: int) -> HttpResponse:
    _here, someone = person_for(request, school_id, person_id, to=CHANGE)
    student, employee = standing_rows(someone, school_id)
    form = PersonForm(
        request.POST or None,
        is_student=student is not None,
        is_employee=employee is not None,
        initial=identity_of(someone)
        | {
            "file_number": student.file_number if student else "",
            "position": employee.position if employee else "",
        },
    )
    if done(request, form, lambda: _correct(request, school_id, form, someone, student, employee)):
        return redirect("school:person", school_id, person_id)
    return form_page(
        request,
        form,
        title=someone.name.full,
        back=reverse("school:person", args=[school_id, person_id]),
        tab="people",
    )


def _correct(
    request: HttpRequest,
    school_id: int,
    form: PersonForm,
    someone: Person,
    student: Student | None,
    employee: Employee | None,
) -> None:
    people.correct_person(
        actor=request.user,
        school_id=school_id,
        person=someone,
        identity=form.identity(),
        student=student,
        file_number=form.cleaned_data.get("file_number", ""),
        employee=employee,
        position=form.cleaned_data.get("position", ""),
    )


def employ(request: HttpRequest, school_id: int, person_id: int) -> HttpResponse:
    """Somebody entered already (a parent) begins to work here, or comes back."""
    _here, someone = person_for(request, school_id, person_id, to=CHANGE)
    form = EmployForm(request.POST or None)
    if done(
        request,
        form,
        lambda: people.employ(
            actor=request.user, school_id=school_id, person=someone, **form.cleaned_data
        ),
    ):
        return redirect("school:person", school_id, person_id)
    return form_page(
        request,
        form,
        title=_("%(name)s works here") % {"name": someone.name.full},
        back=reverse("school:person", args=[school_id, person_id]),
        tab="people",
    )


def employee_leave(request: HttpRequest, school_id: int, employee_id: int) -> HttpResponse:
    _here, employee = row_for(request, school_id, Employee, employee_id, to=CHANGE)
    form = LastDayForm(request.POST or None, initial={"last_day": timezone.localdate()})
    back = reverse("school:person", args=[school_id, employee.person_id])
    if done(
        request,
        form,
        lambda: people.employee_leaves(actor=request.user, employee=employee, **form.cleaned_data),
    ):
        return redirect(back)
    return form_page(
        request,
        form,
        title=_("%(name)s leaves the school") % {"name": employee.person.name.full},
        note=_("Roles, classes led and courses taught end with this day. Records stay."),
        back=back,
        tab="people",
        danger=True,
    )


def guardian_add(request: HttpRequest, school_id: int, student_id: int) -> HttpResponse:
    _here, student = row_for(request, school_id, Student, student_id, to=CHANGE)
    form = GuardianForm(request.POST or None, initial={"since": timezone.localdate()})
    back = reverse("school:person", args=[school_id, student.person_id])
    if done(request, form, lambda: _link(request, student, form)):
        return redirect(back)
    return form_page(
        request,
        form,
        title=_("A guardian of %(name)s") % {"name": student.person.name.full},
        note=_("This says who is kin. The diary opens after application and consent are signed."),
        back=back,
        tab="people",
    )


def _link(request: HttpRequest, student: Student, form: GuardianForm) -> Guardianship:
    typed = form.cleaned_data
    return people.link_guardian(
        actor=request.user,
        student=student,
        guardian=form.who(),
        kinship=typed["kinship"],
        since=typed["since"],
        now=timezone.now(),
        key=typed["request_key"],
    )


def guardian_end(request: HttpRequest, school_id: int, link_id: int) -> HttpResponse:
    _here, link = row_for(request, school_id, Guardianship, link_id, to=CHANGE)
    form = LastDayForm(request.POST or None, initial={"last_day": timezone.localdate()})
    back = reverse("school:person", args=[school_id, link.student.person_id])
    if done(
        request,
        form,
        lambda: people.end_guardianship(actor=request.user, guardianship=link, **form.cleaned_data),
    ):
        return redirect(back)
    return form_page(
        request,
        form,
        title=_("%(name)s represents the child no more") % {"name": link.guardian.name.full},
        back=back,
        tab="people",
        danger=True,
    )


@require_POST
def sessions_end(request: HttpRequest, school_id: int, person_id: int) -> HttpResponse:
    """Log a person out everywhere: a lost phone, a strange device."""
    _here, someone = person_for(request, school_id, person_id, to=CHANGE)
    back = reverse("school:person", args=[school_id, person_id])
    return done_page(request, lambda: people.end_sessions(actor=request.user, person=someone), back)


def _people(school_id: int) -> str:
    return reverse("school:people", args=[school_id])
