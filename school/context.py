"""What the base template needs on every page: where the person stands, and in which school."""

from __future__ import annotations

from django.http import HttpRequest

from school.standing import standing_of


def standing(request: HttpRequest) -> dict[str, object]:
    """`standing` (all roles) and `here` (roles in the school of this URL), from one statement."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"standing": None, "here": None}
    mine = standing_of(user)
    match = getattr(request, "resolver_match", None)
    school_id = match.kwargs.get("school_id") if match else None
    here = mine.in_school(school_id) if school_id else None
    if here is None and len(mine.schools) == 1 and not mine.municipalities:
        here = next(iter(mine.schools.values()))
    return {"standing": mine, "here": here}
