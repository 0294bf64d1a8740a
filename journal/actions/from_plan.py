"""The topic of a lesson taken from the course's plan."""

from __future__ import annotations

from django.db.models import F
from django.utils.translation import gettext as _

from core.refusal import Refused
from journal.models import LessonRecord, PlannedTopic
from schedule.models import Lesson, LessonState

# What a save says of the planned topic: a line's key, None for a topic that is not of the plan,
# or this where the page did not ask.
NOT_ASKED = -1


def planned_topic_of(lesson: Lesson, planned_id: int) -> PlannedTopic:
    """The chosen line. Raises Refused for one that is not of this course's plan."""
    line = PlannedTopic.objects.filter(pk=planned_id, plan__course_id=lesson.course_id).first()
    if line is None:
        raise Refused(
            "no_topic", _("The plan has no such topic any more: open the page again."),
            field="planned",
        )  # fmt: skip
    return line


def planned_by_words(lesson: Lesson, topic: str) -> int | None:
    """The line of the plan in use that says just these words and is not given whole; the first of
    several («История нашего края», 34 times). What was typed by hand counts as given, too."""
    lines = PlannedTopic.objects.filter(
        plan__course_id=lesson.course_id,
        plan__is_in_use=True,
        merged_into=None,
        title__istartswith=topic[:200],
    ).order_by("position")
    same = [line for line in lines if line.title.casefold() == topic.casefold()]
    if len(same) < 2:
        return same[0].pk if same else None
    given = _given({line.root_id or line.pk for line in same}, lesson)
    open_ones = [one for one in same if given.get(one.root_id or one.pk, 0) < one.hours]
    return (open_ones or same)[0].pk


def _given(roots: set[int], lesson: Lesson) -> dict[int, int]:
    records = (
        LessonRecord.objects.filter(lesson__course_id=lesson.course_id)
        .exclude(lesson__state=LessonState.CANCELLED)
        .exclude(lesson=lesson)
        .annotate(root=F("planned_topic__root_id"), line=F("planned_topic_id"))
        .values_list("root", "line")
    )
    counts: dict[int, int] = {}
    for root, line in records:
        if (root or line) in roots:
            counts[root or line] = counts.get(root or line, 0) + 1
    return counts
