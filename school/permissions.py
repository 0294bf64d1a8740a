"""Who may do what in a school, and the doors to its pages.

Foreign things answer 404 (they do not exist for you), things of your own school that your role
does not cover answer 403."""

from __future__ import annotations

import rules
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils import timezone

from school.models import Person
from school.standing import InSchool, standing_of


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
