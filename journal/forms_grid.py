"""Many cells at once as a page sends them, brought into shape."""

from __future__ import annotations

import json

from django.http import QueryDict
from django.utils.translation import gettext as _

from core.refusal import Refused
from journal.actions.bulk import CellWish

MOST_CELLS = 1500
_LONGEST = 400_000  # characters: more than so many cells ever take
_MOST_TEXT = 60
_TOP = 10**18


def cells_of(post: QueryDict) -> list[CellWish]:
    """`cells` is JSON: [[lesson, student, text, seen, work or null, kind or null], …].

    Raises Refused where the shape is wrong, where there is nothing, and where there is too much."""
    raw = post.get("cells", "")
    if len(raw) > _LONGEST:
        raise too_many_cells()
    try:
        rows = json.loads(raw or "[]")
    except ValueError as error:
        raise _strange() from error
    if not isinstance(rows, list) or not rows:
        raise _strange()
    if len(rows) > MOST_CELLS:
        raise too_many_cells()
    return [_wish(row) for row in rows]


def too_many_cells() -> Refused:
    """More than a class and a term hold."""
    message = _("At most %(most)d cells at once.") % {"most": MOST_CELLS}
    return Refused("too_many_cells", message, field="cells")


def _wish(row: object) -> CellWish:
    if not isinstance(row, list) or len(row) != 6:
        raise _strange()
    lesson, student, text, seen, work, kind = row
    ids, words = [lesson, student], [text, seen]
    ids += [pk for pk in (work, kind) if pk is not None]
    if not all(type(pk) is int and 0 <= pk < _TOP for pk in ids):
        raise _strange()
    if not all(isinstance(word, str) and len(word) <= _MOST_TEXT for word in words):
        raise _strange()
    return CellWish(
        lesson_id=lesson,
        student_id=student,
        text=text.replace("\x00", ""),
        seen=seen,
        work_id=work,
        kind_id=None if work else kind,
    )


def _strange() -> Refused:
    message = _("The page sent something strange: open it again.")
    return Refused("shape", message, field="cells")
