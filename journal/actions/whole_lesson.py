"""The lesson page sent as one plain form, without JavaScript: each changed thing is saved by its
own action, and what is refused is told without losing the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from django.http import QueryDict
from django.utils.translation import gettext as _

from core.asked import number_asked
from core.refusal import Refused
from journal.actions.marks import write_cell
from journal.actions.record import take_register, write_topic
from journal.actions.whole_homework import Files, homework_changes
from journal.actions.works import add_work
from journal.forms import number, planned_of
from journal.permissions import LessonHere
from school.models import Person

CELL = "cell-"


def save_whole_lesson(
    *, actor: Person, thing: LessonHere, post: QueryDict, files: Files, now: datetime
) -> list[Refused]:
    """Save what differs from what was seen; the answer lists what was refused, each with the name
    of its field on the page."""
    reason = " ".join(post.get("reason", "").replace("\x00", "").split())[:200]
    if thing.as_deputy and not reason:
        return [Refused("reason_needed", _("A deputy who writes here says why."), field="reason")]
    given = {"actor": actor, "lesson": thing.lesson, "now": now, "reason": reason}
    refused = []
    for field, save in _changes(post, files, given):
        try:
            save()
        except Refused as error:
            error.field = field
            refused.append(error)
    return refused


def _changes(
    post: QueryDict, files: Files, given: dict
) -> Iterator[tuple[str, Callable[[], object]]]:
    yield from _cells(post, given)
    if _topic_changed(post):
        yield (
            "topic",
            lambda: write_topic(
                text=post.get("topic", ""),
                seen=post.get("seen-topic", ""),
                planned_topic_id=_planned(post),
                **given,
            ),
        )
    if bool(post.get("register")) != bool(post.get("seen-register")):
        yield "register", lambda: take_register(taken=bool(post.get("register")), **given)
    yield from homework_changes(_with_planned_homework(post), files, given)
    if post.get("plan-work"):
        yield (
            "plan-work",
            lambda: add_work(
                kind_id=number(post, "plan-work") or 0,
                title=post.get("plan-work-title", ""),
                **given,
            ),
        )
    if post.get("new-work"):
        yield (
            "new-work",
            lambda: add_work(
                kind_id=number(post, "new-work") or 0, title=post.get("work-title", ""), **given
            ),
        )


def _topic_changed(post: QueryDict) -> bool:
    if post.get("take-topic"):
        return True
    words = post.get("topic", "").strip() != post.get("seen-topic", "")
    return words or post.get("planned", "") != post.get("seen-planned", "")


def _planned(post: QueryDict) -> int | None:
    """The line of the plan: by its button, or chosen in the list."""
    return planned_of(post, "take-topic" if post.get("take-topic") else "planned")


def _cells(post: QueryDict, given: dict) -> Iterator[tuple[str, Callable[[], object]]]:
    for field in post:
        student = field.removeprefix(CELL)
        student_id = number_asked(student)
        if field == student or student_id is None:
            continue
        text, seen = post[field], post.get(f"seen-{field}", "")
        if " ".join(text.split()) != seen:
            yield field, _cell_saver(post, given, student_id, text, seen)


def _cell_saver(
    post: QueryDict, given: dict, student_id: int, text: str, seen: str
) -> Callable[[], object]:
    return lambda: write_cell(
        student_id=student_id,
        text=text,
        seen=seen,
        kind_id=number(post, "kind"),
        work_id=number(post, "work"),
        **given,
    )


def _with_planned_homework(post: QueryDict) -> QueryDict:
    """What was sent, with the plan's homework where its button was pressed and nothing typed."""
    if not post.get("take-homework") or post.get("homework", "").strip():
        return post
    taken = post.copy()
    taken["homework"] = post.get("plan-homework", "")
    return taken
