"""The log of openings: who opened or exported which child's record (A4 1.5)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consent.children import Child
from consent.models import RecordOpening
from school.models import Role
from school.standing import InSchool

# What the access report calls the pages; rooms above write their own pages' names in here.
PAGE_NAMES: dict[str, str | Promise] = {
    "diary_home": _("today in brief"),
    "diary_week": _("week of the diary"),
    "diary_file": _("file of homework"),
    "diary_marks": _("marks of a term"),
    "diary_homework": _("homework to do"),
    "diary_forecast": _("forecast of marks"),
    "diary_finals": _("marks of periods and years"),
    "diary_results": _("results of contests and exams"),
    "diary_absence": _("notes of absence"),
    "class_student": _("page of a student for the homeroom teacher"),
    "consent_card": _("guardian's papers"),
    "consent_forms": _("forms of application and consent"),
}
ROLE_NAMES: dict[str, str | Promise] = dict(Role.choices) | {
    "guardian": pgettext_lazy("role", "guardian"),
    "student": _("student"),
    "homeroom": _("homeroom teacher"),
}


def log_openings(
    request: HttpRequest,
    children: Iterable[Child],
    *,
    page: str,
    now: datetime,
) -> None:
    """Append the openings of a family's page that shows several children, in one statement."""
    RecordOpening.objects.bulk_create(
        opening_of(request, child, role=_family_role(child), page=page, now=now)
        for child in children
    )


def log_student_openings(
    request: HttpRequest,
    here: InSchool,
    student_ids: Iterable[int],
    class_id: int | None,
    *,
    page: str,
    export: bool = True,
) -> None:
    """Append what staff opened or printed of several children, in one statement."""
    role = "homeroom" if class_id in here.class_ids else leading_role(here)
    now = timezone.now()
    RecordOpening.objects.bulk_create(
        RecordOpening(
            school_id=here.school.pk,
            student_id=student_id,
            person_id=request.user.pk,
            as_role=role,
            page=page,
            is_export=export,
            at=now,
            request=getattr(request, "id", None),
        )
        for student_id in student_ids
    )


def opening_of(
    request: HttpRequest, child: Child, *, role: str, page: str, now: datetime
) -> RecordOpening:
    return RecordOpening(
        school_id=child.school_id,
        student_id=child.student_id,
        person_id=request.user.pk,
        as_role=role,
        page=page,
        at=now,
        request=getattr(request, "id", None),
    )


def _family_role(child: Child) -> str:
    return "guardian" if child.guardianship_id is not None else "student"


def leading_role(here: InSchool) -> str:
    """As whom somebody who leads the school opens a record."""
    return next((r for r in ("administrator", "deputy", "director") if here.has(r)), "")
