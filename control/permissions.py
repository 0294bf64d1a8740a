"""Who controls a school, and the door to a municipality's monitoring."""

from __future__ import annotations

from dataclasses import dataclass

import rules
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils import timezone

from control.queries.responsible import responsible_person
from control.reports.kinds import KINDS, ReportKind
from school.models import MunicipalRole, Person, Role
from school.permissions import (
    is_administrator,
    is_deputy,
    is_director,
    is_teacher,
    leads_a_class,
    school_for,
)
from school.standing import InSchool, standing_of

rules.add_perm("control.view_school", is_administrator | is_deputy | is_director)
rules.add_perm("control.run_background", is_administrator)
rules.add_perm(
    "control.view_reports", is_administrator | is_deputy | is_director | is_teacher | leads_a_class
)
rules.add_perm("control.sign_off", is_director)
rules.add_perm("control.excuse", is_deputy | is_director)
rules.add_perm("control.open_year", is_administrator | is_director)
rules.add_perm("control.keep_papers", is_administrator | is_deputy | is_director)


@dataclass(frozen=True, slots=True, kw_only=True)
class MunicipalityHere:
    """A municipality as its coordinator or supervisor meets it (order 1 and 4)."""

    pk: int
    name: str
    may_act: bool


def municipality_for(
    request: HttpRequest, municipality_id: int, *, act: bool = False
) -> MunicipalityHere:
    """The door to figures of all schools of a municipality. Coordinator and supervisor read the
    same, only the coordinator acts (else PermissionDenied); for everybody else it does not exist
    (Http404)."""
    found = standing_of(request.user).municipalities.get(municipality_id)
    if found is None:
        raise Http404
    may_act = MunicipalRole.COORDINATOR in found[1]
    if act and not may_act:
        raise PermissionDenied
    return MunicipalityHere(pk=municipality_id, name=found[0], may_act=may_act)


def figures_for(request: HttpRequest, school_id: int) -> InSchool:
    """The door to the school's figures: who leads the school, and whom an order names responsible
    for the journal (a teacher, perhaps)."""
    here = school_for(request, school_id, to="school.enter")
    if here.leads:
        return here
    named = responsible_person(school_id, timezone.localdate()) if here.is_staff else None
    if named is None or named.pk != request.user.pk:
        raise PermissionDenied
    return here


def may_confirm(person: Person, here: InSchool, responsible: Person | None) -> bool:
    """Whether this person answers for the school's figures: who is named by order; where nobody
    is, the director or the administrator."""
    if responsible is not None:
        return responsible.pk == person.pk
    return here.has(Role.DIRECTOR, Role.ADMINISTRATOR)


def may_read_report(here: InSchool, readers: frozenset[str]) -> bool:
    """Leaders read every report of the whole school; a teacher those of the own courses, a homeroom
    teacher those of the own class. How much of it they see, the report's ground says."""
    return here.leads or here.has(*readers)


def report_for(request: HttpRequest, school_id: int, slug: str) -> tuple[InSchool, ReportKind]:
    """The door to a report of a school. Raises Http404 for who has no role in the school and for a
    report there is not, PermissionDenied for a role that does not read it."""
    here = school_for(request, school_id, to="control.view_reports")
    kind = KINDS.get(slug)
    if kind is None:
        raise Http404
    if not may_read_report(here, kind.readers):
        raise PermissionDenied
    return here, kind


def may_excuse(request: HttpRequest, here: InSchool) -> bool:
    """Whether this person decides about excuses here."""
    return request.user.has_perm("control.excuse", here)
