"""What a page sends, brought into shape. Whether it may happen today is the actions' business."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.device import typed_before
from core.refusal import Refused
from journal.actions.from_plan import NOT_ASKED
from journal.actions.homework import Task
from journal.models import WorkKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """One saved thing as the browser sends it: what is to stand there, what was seen there, the
    request's own key, a reason where one was asked, the device's moment of typing where it was
    sent later. Read by hand: a form costs more than the saving of a mark."""

    text: str
    seen: str
    key: UUID | None
    reason: str
    kind_id: int | None
    work_id: int | None
    typed_at: datetime | None = None
    planned_id: int | None = NOT_ASKED

    @classmethod
    def of(cls, post: QueryDict, *, now: datetime | None = None) -> Posted:
        """Raises Refused where the shape is wrong."""
        return cls(
            text=post.get("text", "").replace("\x00", ""),
            seen=post.get("seen", ""),
            key=key_of(post),
            reason=" ".join(post.get("reason", "").replace("\x00", "").split())[:200],
            kind_id=number(post, "kind"),
            work_id=number(post, "work"),
            typed_at=now and typed_at_of(post, now=now),
            planned_id=planned_of(post, "planned"),
        )


def planned_of(post: QueryDict, field: str) -> int | None:
    """The chosen line of the plan, None for «not from the plan», or that nothing was asked."""
    return number(post, field) if field in post else NOT_ASKED


def typed_at_of(post: QueryDict, *, now: datetime) -> datetime | None:
    """When it was typed, where it waited on the device for a network."""
    return typed_before(post.get("typed_at", ""), post.get("sent_at", ""), now=now)


def key_of(post: QueryDict) -> UUID | None:
    """The request's own key; a form without one is taken as it comes."""
    raw = post.get("request_key", "")
    try:
        return UUID(raw) if raw else None
    except ValueError as error:
        raise _bad("request_key") from error


def number(post: QueryDict, field: str) -> int | None:
    """An id, or None where nothing was chosen."""
    raw = post.get(field, "").strip()
    if not raw:
        return None
    if not raw.isdecimal() or len(raw) > 18:
        raise _bad(field)
    return int(raw)


def task_of(post: QueryDict, *, text: str = "text", prefix: str = "") -> Task:
    """Homework as it was typed: `due_day` is a day (2025-09-12) and wins over `due`, a lesson of
    the course; without both it is due at the next lesson."""
    own_day = post.get(f"{prefix}due_day", "").strip()
    return Task(
        text=post.get(text, ""),
        due_day=_day(own_day, field="due") if own_day else None,
        due_lesson_id=None if own_day else number(post, f"{prefix}due"),
        minutes=number(post, f"{prefix}minutes"),
    )


def students_of(post: QueryDict, *, prefix: str = "") -> list[int]:
    """The chosen students."""
    chosen = post.getlist(f"{prefix}students")
    return [int(raw) for raw in chosen if raw.isdecimal() and len(raw) <= 18]


def _day(raw: str, *, field: str) -> date:
    try:
        return date.fromisoformat(raw)
    except ValueError as error:
        raise Refused("not_a_day", _("This is no day."), field=field) from error


def _bad(field: str) -> Refused:
    return Refused("shape", _("The page sent something strange: open it again."), field=field)


class KindForm(forms.ModelForm):
    """A kind of work of the school's local act."""

    class Meta:
        model = WorkKind
        fields = [
            "name",
            "short_name",
            "weight",
            "is_written",
            "parts",
            "days_for_results",
            "position",
            "is_usual",
            "is_in_use",
        ]
        help_texts = {
            "weight": gettext_lazy("From 0 to 10; 0 is shown and not counted."),
            "parts": gettext_lazy("Two for a dictation or a composition: 4/3."),
            "is_written": gettext_lazy("Such a mark may stand beside an absence."),
            "days_for_results": gettext_lazy("From 1 to 7 days after the work (App. 4 2.4)."),
        }
