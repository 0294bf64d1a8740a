"""One-time codes: printed for a class or the staff, entered by whoever holds the paper."""

from __future__ import annotations

from allauth.account.utils import perform_login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from core.refusal import Refused
from school.accounts import CodeEntry
from school.actions.codes import issue_codes, use_code
from school.forms.codes import ChooseCodesForm, EnterCodeForm
from school.models import Person
from school.permissions import class_for, person_for, school_for
from school.printing import codes_sheet
from school.queries.codes import (
    CodesPage,
    class_codes_page,
    person_codes_page,
    staff_codes_page,
)
from school.standing import InSchool


@login_not_required
@never_cache
@sensitive_post_parameters("code", "password", "again")
def enter(request: HttpRequest) -> HttpResponse:
    """Login name and code from the paper, a new password: logged in."""
    form = EnterCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person = _spend(request, form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            return perform_login(request, person)
    return render(request, "school/code.html", {"form": form})


def _spend(request: HttpRequest, typed: dict[str, str]) -> Person:
    """Use the code; only a wrong one counts against the limit."""
    entry = CodeEntry(request, typed["login"])
    try:
        person = use_code(
            login=typed["login"],
            code=typed["code"],
            password=typed["password"],
            now=timezone.now(),
        )
    except Refused as refused:
        if refused.code == "weak_password":
            entry.was_right()
        raise
    entry.was_right()
    return person


def class_codes(request: HttpRequest, school_id: int, class_id: int) -> HttpResponse:
    """Codes for students and guardians of a class, by its homeroom teacher or the administrator."""
    here, school_class = class_for(request, school_id, class_id, to="school.issue_codes")
    page = class_codes_page(
        school_class,
        day=timezone.localdate(),
        now=timezone.now(),
        by_administrator=here.has("administrator"),
    )
    return _choose_and_print(request, here, page)


def staff_codes(request: HttpRequest, school_id: int) -> HttpResponse:
    here = school_for(request, school_id, to="school.change_registers")
    page = staff_codes_page(school_id, day=timezone.localdate(), now=timezone.now())
    return _choose_and_print(request, here, page)


def person_code(request: HttpRequest, school_id: int, person_id: int) -> HttpResponse:
    """A code for one person who has forgotten the password, by the administrator."""
    here, person = person_for(request, school_id, person_id, to="school.change_registers")
    page = person_codes_page(person, school_id, day=timezone.localdate(), now=timezone.now())
    return _choose_and_print(request, here, page)


def _choose_and_print(request: HttpRequest, here: InSchool, page: CodesPage) -> HttpResponse:
    form = ChooseCodesForm(request.POST or None, page=page)
    if request.method == "POST" and form.is_valid():
        try:
            return _print(request, here, page, form)
        except Refused as refused:
            form.refuse(refused)
    return render(request, "school/codes.html", {"page": page, "form": form})


def _print(
    request: HttpRequest, here: InSchool, page: CodesPage, form: ChooseCodesForm
) -> HttpResponse:
    rows = form.chosen_rows()
    issued = issue_codes(
        actor=request.user,
        school_id=here.school.pk,
        people=[row.person for row in rows],
        now=timezone.now(),
        key=form.cleaned_data["request_key"],
    )
    paper = codes_sheet(
        title=page.title or _("Staff"),
        school=here.school.short_name,
        rows=rows,
        issued=issued,
        address=request.build_absolute_uri(reverse("code")),
    )
    answer = HttpResponse(paper, content_type="application/pdf")
    answer["Content-Disposition"] = 'attachment; filename="codes.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer
