"""Who controls a school, and the door to a municipality's monitoring."""

from __future__ import annotations

from dataclasses import dataclass

import rules
from django.http import Http404, HttpRequest

from school.permissions import is_administrator, is_deputy, is_director
from school.standing import standing_of

rules.add_perm("control.view_school", is_administrator | is_deputy | is_director)
rules.add_perm("control.run_background", is_administrator)


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
