"""Results of a work as the page sends them: typed into fields, or pasted as a column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import QueryDict

from core.asked import number_asked
from journal.actions.results import ResultWish
from journal.models import Work
from journal.pasted import BadRow, read_pasted
from journal.queries.work_page import students_of

MARK = "mark-"
_LONGEST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class SentResults:
    """What was sent: wishes by student, and rows of the pasted column that say nothing."""

    wishes: list[ResultWish]
    bad_rows: list[BadRow]


def results_of(post: QueryDict, work: Work) -> SentResults:
    """The students whose fields were sent, with the pasted column laid over them; of it the list
    of students is read. Only what differs from what was seen is written. Raises Refused where
    too much was pasted."""
    ids = [number_asked(name.removeprefix(MARK)) for name in post if name.startswith(MARK)]
    sent = {pk: _wish(post, pk) for pk in ids if pk is not None}
    pasted = post.get("pasted", "").replace("\x00", "")
    bad: list[BadRow] = []
    if pasted.strip():
        rows, bad = read_pasted(pasted, [one for one in students_of(work) if one.pk in sent])
        is_points = work.most_points is not None and post.get("as") == "points"
        column = "points" if is_points else "mark"
        for row in rows:
            text = {column: row.text[:_LONGEST]}
            sent[row.student_id] = replace(sent[row.student_id], **text)
    return SentResults(wishes=[wish for wish in sent.values() if _differs(wish)], bad_rows=bad)


def _wish(post: QueryDict, pk: int) -> ResultWish:
    def sent(field: str) -> str | None:
        text = post.get(f"{field}-{pk}")
        return None if text is None else " ".join(text.replace("\x00", "").split())[:_LONGEST]

    return ResultWish(
        student_id=pk,
        mark=sent("mark") or "",
        seen_mark=sent("seen-mark") or "",
        points=sent("points"),
        seen_points=sent("seen-points") or "",
        retake=sent("retake"),
        seen_retake=sent("seen-retake") or "",
    )


def _differs(wish: ResultWish) -> bool:
    pairs: Sequence[tuple[str | None, str]] = (
        (wish.mark, wish.seen_mark),
        (wish.points, wish.seen_points),
        (wish.retake, wish.seen_retake),
    )
    return any(now is not None and now != seen for now, seen in pairs)
