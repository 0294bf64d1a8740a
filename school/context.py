"""What the base template needs on every page: where the person stands, and in which school."""

from __future__ import annotations

from django.http import HttpRequest

from school.navigation import account_links, links
from school.standing import InSchool, Standing, standing_of


def standing(request: HttpRequest) -> dict[str, object]:
    """`standing` (all roles), `here` (roles in the school of this URL) and the menus, from one
    statement."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"standing": None, "here": None, "nav": [], "account_nav": []}
    mine = standing_of(user)
    here = _here(request, mine)
    return {
        "standing": mine,
        "here": here,
        "nav": links(mine, here, path=request.path),
        "account_nav": account_links(here),
    }


def _here(request: HttpRequest, mine: Standing) -> InSchool | None:
    match = getattr(request, "resolver_match", None)
    school_id = match.kwargs.get("school_id") if match else None
    if school_id:
        return mine.in_school(school_id)
    if len(mine.schools) == 1 and not mine.municipalities:
        return next(iter(mine.schools.values()))
    return None
