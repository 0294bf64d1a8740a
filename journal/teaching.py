"""What kinds of teaching differ in (App. 2 3): the words of a session that is no lesson, and in
which order the list of journals puts them."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from school.models import Course, GroupKind

_TOPICS: dict[str, str | Promise] = {
    GroupKind.CLUB: _("Theme of the session"),
    GroupKind.EXTENDED_DAY: _("Activities of the day"),
}
# The list's sections, with the kinds of groups in each.
SECTIONS: tuple[tuple[tuple[str, ...], str | Promise], ...] = (
    ((GroupKind.WHOLE_CLASS, GroupKind.SUBGROUP), pgettext_lazy("kind of teaching", "Lessons")),
    ((GroupKind.ELECTIVE,), _("Electives")),
    ((GroupKind.CLUB,), _("Clubs")),
    ((GroupKind.EXTENDED_DAY,), _("Extended-day groups")),
    ((GroupKind.INDIVIDUAL,), _("Individual and home tuition")),
)


def topic_title(course: Course) -> str:
    """What is written about a session: a lesson has a topic, a club a theme, an extended day its
    activities."""
    return str(_TOPICS.get(course.group.kind, _("Topic of the lesson")))
