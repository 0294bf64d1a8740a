"""Who controls a school, and the door to a municipality's monitoring."""

from __future__ import annotations

from dataclasses import dataclass

import rules
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from control.reports.kinds import KINDS, ReportKind
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


@dataclass(frozen=True, slots=True, kw_only=True)
class MunicipalityHere:
    """A municipality as its coordinator or supervisor meets it (order 1 and 4)."""

    pk: int
    name: str


def municipality_for(request: HttpRequest, municipality_id: int) -> MunicipalityHere:
    """The door to figures of all schools of a municipality. Coordinator and supervisor read the
    same; for everybody else it does not exist (Http404)."""
    found = standing_of(request.user).municipalities.get(municipality_id)
    if found is None:
        raise Http404
    return MunicipalityHere(pk=municipality_id, name=found[0])


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
