"""What generating did, told with names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from schedule.actions.generate_plan import Plan
from schedule.clashes import ClashKind
from school.models import Course, Employee, Room


class ProblemKind(TextChoices):
    TEACHER = "teacher", _("The teacher has another lesson; made without a teacher")
    ROOM = "room", _("The room is taken; made without a room")
    STUDENTS = "students", _("The students have another lesson; not made")
    NO_BELL = "no_bell", _("No bell rings for this lesson number; not made")
    NO_TEACHER = "no_teacher", _("The course has no teacher")
    OUTLIVED = "outlived", _("No longer in the timetable, but carries records or was changed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing to look at, told once for all its days."""

    kind: str
    course: str
    number: int
    whom: str = ""
    other: str = ""
    first_day: date
    times: int = 1

    @property
    def label(self) -> str:
        return ProblemKind(self.kind).label


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """How many lessons were created, changed, removed, left as they were; and what to look at."""

    created: int
    changed: int
    removed: int
    kept: int
    problems: tuple[Problem, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Generated:
        problems = tuple(
            Problem(**(row | {"first_day": date.fromisoformat(str(row["first_day"]))}))
            for row in stored["problems"]
        )
        return cls(**(stored | {"problems": problems}))


@dataclass(frozen=True, slots=True)
class _Raw:
    """A problem by ids; equal ones of several days are told together."""

    kind: str
    course_id: int
    number: int
    teacher_id: int | None = None
    room_id: int | None = None
    other_id: int | None = None


def told(plan: Plan) -> Generated:
    """The plan as a report; names are read in three statements, if there is anything to tell."""
    days: dict[_Raw, list[date]] = {}
    for raw, day in _raw_problems(plan):
        days.setdefault(raw, []).append(day)
    return Generated(
        created=len(plan.create),
        changed=len(plan.change),
        removed=len(plan.remove),
        kept=plan.kept,
        problems=_named(days) if days else (),
    )


def _raw_problems(plan: Plan) -> Iterable[tuple[_Raw, date]]:
    for meant, clash in plan.clashes:
        place = meant.place
        raw = _Raw(
            clash.kind,
            place.course_id,
            place.number,
            teacher_id=place.teacher_id if clash.kind == ClashKind.TEACHER else None,
            room_id=place.room_id if clash.kind == ClashKind.ROOM else None,
            other_id=clash.other.course_id,
        )
        yield raw, place.day
    for silent in plan.silent:
        yield _Raw("no_bell", silent.slot.course_id, silent.slot.number), silent.day
    for meant in plan.without_teacher:
        yield _Raw("no_teacher", meant.place.course_id, meant.place.number), meant.place.day
    for lesson in plan.outlived:
        yield _Raw("outlived", lesson.course_id, lesson.number), lesson.day


def _named(days: dict[_Raw, list[date]]) -> tuple[Problem, ...]:
    courses = course_names({raw.course_id for raw in days} | {raw.other_id for raw in days})
    teachers = {
        one.pk: one.person.name.short
        for one in Employee.objects.filter(
            pk__in={raw.teacher_id for raw in days if raw.teacher_id}
        ).select_related("person")
    }
    rooms = dict(
        Room.objects.filter(pk__in={raw.room_id for raw in days if raw.room_id}).values_list(
            "pk", "name"
        )
    )
    problems = [
        Problem(
            kind=raw.kind,
            course=courses[raw.course_id],
            number=raw.number,
            whom=teachers.get(raw.teacher_id, "") or rooms.get(raw.room_id, ""),
            other=courses.get(raw.other_id, ""),
            first_day=min(found),
            times=len(found),
        )
        for raw, found in days.items()
    ]
    order = list(ProblemKind)
    return tuple(sorted(problems, key=lambda one: (order.index(one.kind), one.course, one.number)))


def course_names(course_ids: Iterable[int | None]) -> dict[int, str]:
    """{id: "Математика, 5А"}"""
    return {
        course.pk: course_name(course)
        for course in Course.objects.filter(pk__in=[pk for pk in course_ids if pk]).select_related(
            "subject", "group__school_class"
        )
    }


def course_name(course: Course) -> str:
    """ "Математика, 5А"; of a subgroup "Английский язык, 5А, Англ. 1"."""
    group = course.group
    school_class = group.school_class
    if school_class is None or group.name == school_class.name:
        return f"{course.subject.name}, {group.name}"
    return f"{course.subject.name}, {school_class.name}, {group.name}"
