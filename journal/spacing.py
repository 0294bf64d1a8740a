"""How far planned works lie apart (СанПиН, the ministry's letter): pure, over days and lessons.

Only written works of the whole class count. Schools break these borders: they are told at the
moment of planning, before anything is saved, and may go on with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedWork:
    """A work, or one that is being thought of (`work_id` None), in its lesson."""

    work_id: int | None
    lesson_id: int
    course_id: int
    subject_id: int
    subject: str
    group_id: int
    group: str
    name: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonInDay:
    """Where a lesson stands in the day of its students, and how many lessons of the course the
    week has."""

    is_first: bool
    is_last: bool
    lessons_a_week: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Spacing:
    """The school's borders: days between works of one subject, works a day, percent of the
    subject's hours a year, and whether the edges of the day are kept free."""

    apart: int
    a_day: int
    share: int
    off_edges: bool


class Objection(TextChoices):
    """What WORKS_SPACED forbids."""

    NEAR = "near", "near"
    SAME_DAY = "same_day", "same_day"
    EDGE = "edge", "edge"
    TOO_MANY = "too_many", "too_many"


@dataclass(frozen=True, slots=True, kw_only=True)
class Objected:
    """One objection to a work where it lies, with the other work where there is one."""

    what: Objection
    message: str
    other: PlacedWork | None = None


def objections(
    work: PlacedWork,
    others: Iterable[PlacedWork],
    *,
    place: LessonInDay | None,
    hours: int,
    spacing: Spacing,
) -> list[Objected]:
    """All that forbids this work where it lies. `others` are the works of groups that share a
    student with this one's, itself left out; two works of one lesson are one."""
    rest = [other for other in others if other.lesson_id != work.lesson_id]
    found = _near(work, rest, spacing) + _same_day(work, rest, spacing)
    if place is not None and spacing.off_edges and place.lessons_a_week > 1:
        found += _edge(place)
    return found + _too_many(work, rest, hours, spacing)


def _near(work: PlacedWork, others: Sequence[PlacedWork], spacing: Spacing) -> list[Objected]:
    """The nearest work of the same subject before and after, where it is too near."""
    same = [o for o in others if o.subject_id == work.subject_id and o.day != work.day]
    before = max((o for o in same if o.day < work.day), key=lambda o: o.day, default=None)
    after = min((o for o in same if o.day > work.day), key=lambda o: o.day, default=None)
    return [
        Objected(what=Objection.NEAR, message=_near_words(other, days, spacing.apart), other=other)
        for other in (before, after)
        if other and (days := abs((work.day - other.day).days)) < spacing.apart
    ]


def _near_words(other: PlacedWork, days: int, apart: int) -> str:
    words = ngettext(
        "%(day)s: %(work)s, %(group)s, only %(days)d day away; works of one subject lie"
        " %(apart)d apart",
        "%(day)s: %(work)s, %(group)s, only %(days)d days away; works of one subject lie"
        " %(apart)d apart",
        days,
    )
    return words % {**_words(other), "days": days, "apart": apart}


def _same_day(work: PlacedWork, others: Sequence[PlacedWork], spacing: Spacing) -> list[Objected]:
    same = [other for other in others if other.day == work.day]
    if len({other.lesson_id for other in same}) < spacing.a_day:
        return []
    return [
        Objected(
            what=Objection.SAME_DAY,
            message=_("the same day already: %(subject)s, %(work)s, %(group)s") % _words(other),
            other=other,
        )
        for other in same
    ]


def _edge(place: LessonInDay) -> list[Objected]:
    if not (place.is_first or place.is_last):
        return []
    first, last = _("it is the first lesson of the day"), _("it is the last lesson of the day")
    return [Objected(what=Objection.EDGE, message=first if place.is_first else last)]


def _too_many(
    work: PlacedWork, others: Sequence[PlacedWork], hours: int, spacing: Spacing
) -> list[Objected]:
    """Works of the course in the year, this one with them, against the hours of the subject."""
    lessons = {other.lesson_id for other in others if other.course_id == work.course_id}
    count = len(lessons) + 1
    if count * 100 <= hours * spacing.share:
        return []
    message = ngettext(
        "%(count)d work in %(hours)d hours a year: more than %(share)d %%",
        "%(count)d works in %(hours)d hours a year: more than %(share)d %%",
        count,
    ) % {"count": count, "hours": hours, "share": spacing.share}
    return [Objected(what=Objection.TOO_MANY, message=message)]


def _words(other: PlacedWork) -> dict[str, str]:
    return {
        "day": f"{other.day:%d.%m}",
        "work": other.name if len(other.name) <= 40 else f"{other.name[:39]}…",
        "group": other.group,
        "subject": other.subject,
    }
