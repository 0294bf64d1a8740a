"""Who and what is taken when: teachers, rooms, and children who share groups.

The database refuses a teacher or a room twice at the same time; this says it beforehand and by
name, and adds what the database cannot know: that two groups share a child."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain

from django.db import connection
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from schedule.models import Lesson


class ClashKind(TextChoices):
    TEACHER = "teacher", _("the teacher has another lesson")
    ROOM = "room", _("the room is taken")
    STUDENTS = "students", _("some students have another lesson")


@dataclass(slots=True, kw_only=True, eq=False)
class Place:
    """Where and when a lesson stands: a lesson of the database or one that is meant to be.

    `together` is the same for lessons held together: they share teacher and room on purpose."""

    day: date
    number: int
    starts_at: datetime
    ends_at: datetime
    course_id: int
    group_id: int
    teacher_id: int | None
    room_id: int | None
    room_is_shared: bool = False
    together: object = None
    lesson_id: int | None = None

    def overlaps(self, other: Place) -> bool:
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """What stands in the way of a place."""

    kind: ClashKind
    other: Place


def place_of(lesson: Lesson, *, group_id: int | None = None) -> Place:
    """A lesson as a place; a joined one belongs to the lesson it is held with."""
    return Place(
        day=lesson.day,
        number=lesson.number,
        starts_at=lesson.starts_at,
        ends_at=lesson.ends_at,
        course_id=lesson.course_id,
        group_id=group_id or lesson.course.group_id,
        teacher_id=lesson.teacher_id,
        room_id=lesson.room_id,
        room_is_shared=lesson.room_is_shared,
        together=lesson.held_with_id or lesson.pk,
        lesson_id=lesson.pk,
    )


# Pairs of groups that share a student, and the days on which they do.
_KIN = """
SELECT DISTINCT m.group_id, n.group_id, greatest(m.since, n.since), least(m.until, n.until)
  FROM school_membership m
  JOIN school_membership n ON n.student_id = m.student_id AND n.group_id <> m.group_id
 WHERE m.school_id = %(school)s
   AND (%(groups)s::bigint[] IS NULL OR m.group_id = ANY(%(groups)s))
   AND m.since <= %(last)s AND (m.until IS NULL OR m.until >= %(first)s)
   AND n.since <= %(last)s AND (n.until IS NULL OR n.until >= %(first)s)
   AND m.since <= coalesce(n.until, m.since) AND n.since <= coalesce(m.until, n.since)
"""


class Kinship:
    """Which groups share a child on which days."""

    def __init__(self, rows: Iterable[tuple[int, int, date, date | None]]) -> None:
        self._kin: dict[int, list[tuple[int, date, date | None]]] = defaultdict(list)
        for group_id, other_id, since, until in rows:
            self._kin[group_id].append((other_id, since, until))

    def of(self, group_id: int, day: date) -> list[int]:
        """The group itself and all that share a child with it that day."""
        return [
            group_id,
            *(
                other
                for other, since, until in self._kin.get(group_id, ())
                if since <= day and (until is None or day <= until)
            ),
        ]


def read_kinship(
    school_id: int, first: date, last: date, *, group_ids: Collection[int] | None = None
) -> Kinship:
    """Of all groups of the school or of some, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            _KIN,
            {
                "school": school_id,
                "first": first,
                "last": last,
                "groups": None if group_ids is None else list(group_ids),
            },
        )
        return Kinship(cursor.fetchall())


class Timeline:
    """All places taken so far; asks whether one more fits."""

    def __init__(self, kinship: Kinship) -> None:
        self._kinship = kinship
        self._teachers: dict[tuple[int, date], list[Place]] = defaultdict(list)
        self._rooms: dict[tuple[int, date], list[Place]] = defaultdict(list)
        self._groups: dict[tuple[int, date], list[Place]] = defaultdict(list)

    def take(self, place: Place) -> None:
        if place.teacher_id:
            self._teachers[place.teacher_id, place.day].append(place)
        if place.room_id and not place.room_is_shared:
            self._rooms[place.room_id, place.day].append(place)
        self._groups[place.group_id, place.day].append(place)

    def teacher_clash(self, place: Place) -> Clash | None:
        if not place.teacher_id:
            return None
        taken = self._teachers.get((place.teacher_id, place.day), ())
        return _first(ClashKind.TEACHER, place, taken)

    def room_clash(self, place: Place) -> Clash | None:
        if not place.room_id or place.room_is_shared:
            return None
        return _first(ClashKind.ROOM, place, self._rooms.get((place.room_id, place.day), ()))

    def students_clash(self, place: Place) -> Clash | None:
        taken = chain.from_iterable(
            self._groups.get((group_id, place.day), ())
            for group_id in self._kinship.of(place.group_id, place.day)
        )
        return _first(ClashKind.STUDENTS, place, taken)

    def clashes(self, place: Place) -> list[Clash]:
        """All that stands in the way, at most one of each kind."""
        found = (self.students_clash(place), self.teacher_clash(place), self.room_clash(place))
        return [clash for clash in found if clash]


def _first(kind: ClashKind, place: Place, taken: Iterable[Place]) -> Clash | None:
    for other in taken:
        if other.overlaps(place) and not _is_together(other, place):
            return Clash(kind=kind, other=other)
    return None


def _is_together(one: Place, other: Place) -> bool:
    if one.lesson_id is not None and one.lesson_id == other.lesson_id:
        return True
    return one.together is not None and one.together == other.together
