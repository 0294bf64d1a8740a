"""Who may do what in a school, and the doors to its pages.

Foreign things answer 404 (they do not exist for you), things of your own school that your role
does not cover answer 403."""

from __future__ import annotations

from typing import TypeVar

import rules
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from school.models import Person, SchoolClass
from school.queries.rights import people_of
from school.standing import InSchool, standing_of

M = TypeVar("M", bound=Model)


@rules.predicate
def is_administrator(person: Person, here: InSchool) -> bool:
    return here.has("administrator")


@rules.predicate
def is_deputy(person: Person, here: InSchool) -> bool:
    return here.has("deputy")


@rules.predicate
def is_director(person: Person, here: InSchool) -> bool:
    return here.has("director")


@rules.predicate
def is_teacher(person: Person, here: InSchool) -> bool:
    return here.has("teacher")


@rules.predicate
def leads_a_class(person: Person, here: InSchool) -> bool:
    return here.has("homeroom")


@rules.predicate
def works_here(person: Person, here: InSchool) -> bool:
    return here.is_staff


rules.add_perm("school.enter", rules.always_true)
rules.add_perm("school.view_registers", is_administrator | is_deputy | is_director)
rules.add_perm("school.change_registers", is_administrator)
rules.add_perm("school.import_registers", is_administrator)
rules.add_perm("school.issue_codes", is_administrator | leads_a_class)
rules.add_perm("school.view_class", is_administrator | is_deputy | is_director | leads_a_class)
rules.add_perm("school.view_staff_pages", works_here)


def school_for(request: HttpRequest, school_id: int, *, to: str) -> InSchool:
    """The door to a page of a school: the person's standing there.

    Raises Http404 when the person has no role in this school, PermissionDenied when the role does
    not cover `to`. From here on times are shown in the school's own zone."""
    here = standing_of(request.user).in_school(school_id)
    if here is None:
        raise Http404
    if not request.user.has_perm(to, here):
        raise PermissionDenied
    timezone.activate(here.school.zone)
    return here


def class_for(
    request: HttpRequest, school_id: int, class_id: int, *, to: str
) -> tuple[InSchool, SchoolClass]:
    """The door to a class: leaders see every class, a homeroom teacher the own one (else 403)."""
    here = school_for(request, school_id, to=to)
    school_class = get_object_or_404(
        SchoolClass.objects.select_related("year", "calendar", "room"),
        pk=class_id,
        school_id=school_id,
    )
    if not (here.leads or class_id in here.class_ids):
        raise PermissionDenied
    return here, school_class


def person_for(
    request: HttpRequest, school_id: int, person_id: int, *, to: str
) -> tuple[InSchool, Person]:
    """The door to a person of this school: who learns, works, has a duty or a child here."""
    here = school_for(request, school_id, to=to)
    return here, get_object_or_404(people_of(school_id), pk=person_id)


def row_for(
    request: HttpRequest, school_id: int, model: type[M], pk: int, *, to: str
) -> tuple[InSchool, M]:
    """The door to one row of this school's registers; a row of another school does not exist."""
    here = school_for(request, school_id, to=to)
    return here, get_object_or_404(model, pk=pk, school_id=school_id)
