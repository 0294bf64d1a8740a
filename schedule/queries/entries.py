"""A lesson as the timetable's pages show it: names instead of rows, so no template asks more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from schedule.models import Lesson
from school.models import Course, GroupKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One lesson in a cell. `part` names the subgroup; `whom` the class."""

    pk: int
    day: date
    number: int
    shift: int
    starts_at: datetime
    ends_at: datetime
    subject: str
    subject_short: str
    whom: str
    part: str
    teacher: str
    teacher_id: int | None
    room: str
    is_cancelled: bool = False
    reason: str = ""
    replaces: str = ""
    absent_id: int | None = None
    is_moved: bool = False
    is_added: bool = False
    is_joined: bool = False

    @property
    def is_substituted(self) -> bool:
        return bool(self.absent_id)

    @property
    def is_unusual(self) -> bool:
        """Whether it belongs to the day's changes."""
        return (
            self.is_cancelled
            or self.is_substituted
            or self.is_moved
            or self.is_added
            or self.teacher_id is None
        )


def with_names(lessons: QuerySet[Lesson]) -> QuerySet[Lesson]:
    """All that an entry shows, in the same statement."""
    return lessons.select_related(
        "course__subject",
        "course__group__school_class",
        "teacher__person",
        "room",
        "substitution__absent__person",
    ).order_by("starts_at", "course__group__name", "pk")


def entry_of(lesson: Lesson) -> Entry:
    """A lesson read by `with_names` as an entry."""
    group = lesson.course.group
    school_class = group.school_class
    substitution = getattr(lesson, "substitution", None)
    absent = substitution.absent if substitution else None
    return Entry(
        pk=lesson.pk,
        day=lesson.day,
        number=lesson.number,
        shift=school_class.shift if school_class else 1,
        starts_at=lesson.starts_at,
        ends_at=lesson.ends_at,
        subject=lesson.course.subject.name,
        subject_short=lesson.course.subject.label,
        whom=school_class.name if school_class else group.name,
        part=part_of(lesson.course),
        teacher=lesson.teacher.person.name.short if lesson.teacher else "",
        teacher_id=lesson.teacher_id,
        room=lesson.room.name if lesson.room else "",
        is_cancelled=lesson.is_cancelled,
        reason=lesson.state_reason or (substitution.reason if substitution else ""),
        replaces=absent.person.name.short if absent else "",
        absent_id=absent.pk if absent else None,
        is_moved=lesson.slot_day is not None and lesson.slot_day != lesson.day,
        is_added=lesson.slot_day is None and lesson.is_changed,
        is_joined=lesson.held_with_id is not None,
    )


def part_of(course: Course) -> str:
    """The subgroup's name where the course is not the whole class's, without the class's."""
    group = course.group
    if group.school_class is None or group.kind == GroupKind.WHOLE_CLASS:
        return ""
    return group.name.removeprefix(group.school_class.name).strip() or group.name
