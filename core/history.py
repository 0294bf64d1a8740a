"""History by triggers: what was written, by whom, in which request and why.

Every table that says something about a journal, a consent, an archive, or decides a deadline or a
right, is decorated with `tracked`. The triggers write one event row per insert, update and delete,
with the context inside the event itself (A4 1.1: procedures that secure the truth of the data)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TypeVar

import pghistory
import pgtrigger
from django.db import models

M = TypeVar("M", bound=type[models.Model])


def tracked(*, exclude: tuple[str, ...] = ()) -> Callable[[M], M]:
    """Class decorator for a model whose every change must stay on record."""
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        exclude=list(exclude) or None,
        append_only=True,
        obj_field=pghistory.ObjForeignKey(
            related_name="events", related_query_name="events", db_constraint=False
        ),
        context_field=pghistory.ContextJSONField(),
        context_id_field=None,
    )


@contextmanager
def because(reason: str, **more: str) -> Iterator[None]:
    """Write the reason a person gave into every event made inside the block."""
    with pghistory.context(reason=reason, **more):
        yield


@contextmanager
def typed_on_device(at: datetime | None) -> Iterator[None]:
    """Write into every event made inside the block when it was typed on the device, where it
    waited there for a network; the event's own moment is the server's."""
    if at is None:
        yield
        return
    with pghistory.context(typed_at=at.isoformat(timespec="seconds")):
        yield


def never_changed(name: str) -> list[pgtrigger.Trigger]:
    """Triggers for a log whose rows can be neither changed nor deleted, not even by the owner."""
    return [
        pgtrigger.Protect(name=f"{name}_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
    ]
