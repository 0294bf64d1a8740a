"""A sheet of period marks sent as one plain form, without JavaScript: each changed place is saved
by its own action, and what is refused is told without losing the rest."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.http import QueryDict

from core.refusal import Refused

_FIELD = re.compile(r"m-(\d{1,18})-([a-z0-9]{1,20})")
Save = Callable[[int, str, str, str, str], object]


def save_whole_sheet(post: QueryDict, save: Save) -> dict[str, Refused]:
    """Save what differs from what was seen: `save(student, column, text, seen, reason)`. Answers
    what was refused, by the name of the field."""
    refused: dict[str, Refused] = {}
    for field in post:
        found = _FIELD.fullmatch(field)
        text, seen = post[field].strip(), post.get(f"seen-{field}", "")
        if found is None or text == seen:
            continue
        reason = post.get(f"why-{field}", "") or post.get("reason", "")
        try:
            save(int(found[1]), found[2], text, seen, reason)
        except Refused as error:
            refused[field] = error
    return refused
