"""Lessons taken in hand: read under their lock, changed together, written in one transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from core.history import because
from core.refusal import Refused, refusing
from schedule.models import Lesson

_FIELDS = [
    "day",
    "number",
    "starts_at",
    "ends_at",
    "teacher",
    "room",
    "room_is_shared",
    "state",
    "state_reason",
    "is_changed",
]


@contextmanager
def written(reason: str) -> Iterator[None]:
    """One transaction with its reason. Two people who take the same teacher or room at the same
    moment: the second one is refused."""
    teacher = Refused("teacher", _("The teacher has another lesson at this time."), field="teacher")
    room = Refused("room", _("The room is taken at this time."), field="room")
    with (
        refusing(schedule_lesson_teacher_free=teacher, schedule_lesson_room_free=room),
        because(reason.strip()[:200]),
        transaction.atomic(),
    ):
        yield


def held(lesson_ids: Collection[int]) -> list[Lesson]:
    """These lessons as they are now, locked until the transaction ends."""
    return list(
        Lesson.objects.filter(pk__in=lesson_ids)
        .select_for_update(of=("self",))
        .select_related("course__group__school_class", "course__year", "school")
        .order_by("pk")
    )


def held_together(lesson: Lesson) -> list[Lesson]:
    """The lesson that leads and all held with it, the leader first, locked."""
    leader_id = lesson.held_with_id or lesson.pk
    ids = Lesson.objects.filter(Q(pk=leader_id) | Q(held_with_id=leader_id)).values_list(
        "pk", flat=True
    )
    return sorted(held(ids), key=lambda one: one.held_with_id is not None)


def save(lessons: list[Lesson]) -> None:
    """What a person may change about lessons, and nothing else."""
    for lesson in lessons:
        lesson.save(update_fields=_FIELDS)
