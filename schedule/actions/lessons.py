"""One lesson moved, cancelled, restored or added by hand.

A lesson that was recorded is neither moved nor cancelled: its records say that it was held, so
they would have to be removed first (by whom and why stays in their history). Homework that is
merely due at it moves along. What is changed by hand, generating leaves alone from then on."""

from __future__ import annotations

from datetime import date, datetime, time
from uuid import UUID

from django.utils.translation import gettext as _

from core.once import first_time
from core.refusal import ChangedMeanwhile, Refused
from core.registry import lessons_recorded
from schedule.actions.free import bell_of, refuse_clashes
from schedule.actions.held import held, held_together, save, written
from schedule.actions.locks import hold_day
from schedule.meant import teacher_on
from schedule.models import Lesson, LessonState
from school.models import Course, Employee, Person, Room


def move_lesson(
    *,
    actor: Person,
    lesson: Lesson,
    day: date,
    number: int,
    room: Room | None,
    reason: str = "",
    seen: str | None = None,
    now: datetime,
) -> Lesson:
    """Hold the lesson on another day, at another number or in another room; those held together
    with it move along.

    Raises Refused when it was recorded, when no bell rings there, or when teacher, room or
    children are taken (by name); ChangedMeanwhile when `seen` no longer holds."""
    with written(reason):
        hold_day(lesson.school_id, lesson.day, day)
        together = held_together(lesson)
        leader = together[0]
        _refuse_changed(leader, seen)
        _refuse_recorded(together)
        _refuse_cancelled(leader)
        starts_at, ends_at = bell_of(leader.course, day, number)
        for one in together:
            one.day, one.number, one.starts_at, one.ends_at = day, number, starts_at, ends_at
            one.room, one.room_is_shared = room, bool(room and room.is_shared)
            one.is_changed = True
        refuse_clashes(together)
        save(together)
    return leader


def cancel_lesson(
    *, actor: Person, lesson: Lesson, reason: str, seen: str | None = None, now: datetime
) -> Lesson:
    """The lesson is not held; those held together with it neither.

    Raises Refused when it was recorded, is cancelled already, or no reason is given."""
    if not reason.strip():
        raise Refused("reason_needed", _("Say why the lesson is cancelled."), field="reason")
    with written(reason):
        hold_day(lesson.school_id, lesson.day)
        together = held_together(lesson) if lesson.held_with_id is None else held([lesson.pk])
        _refuse_changed(together[0], seen)
        _refuse_recorded(together)
        _refuse_cancelled(together[0])
        for one in together:
            one.state, one.state_reason = LessonState.CANCELLED, reason.strip()[:200]
            one.is_changed = True
        save(together)
    return together[0]


def restore_lesson(*, actor: Person, lesson: Lesson, now: datetime) -> Lesson:
    """A cancelled lesson is held after all. Raises Refused when its time is taken by now."""
    with written(""):
        hold_day(lesson.school_id, lesson.day)
        together = held_together(lesson)
        for one in together:
            one.state, one.state_reason = LessonState.PLANNED, ""
        refuse_clashes(together)
        save(together)
    return together[0]


def add_lesson(
    *,
    actor: Person,
    course: Course,
    day: date,
    number: int,
    clock: tuple[time | None, time | None] = (None, None),
    teacher: Employee | None = None,
    room: Room | None = None,
    key: UUID | None = None,
    now: datetime,
) -> Lesson | None:
    """A lesson outside the timetable: a consultation, a session of a club, a lesson made up for.
    Without a teacher it is given by the course's own; with a `clock` of its own (begin and end)
    no bell need ring. None: this request was applied before.

    Raises Refused when the day lies outside the course's year, no bell rings, the clock makes no
    sense, or somebody or the room is taken."""
    year = course.year
    if not year.first_day <= day <= year.last_day:
        raise Refused("outside_year", _("The day lies outside the academic year."), field="day")
    with written(""):
        if key is not None and not first_time(key=key, person_id=actor.pk, now=now):
            return None
        hold_day(course.school_id, day)
        starts_at, ends_at = _own_clock(course, day, clock) or bell_of(course, day, number)
        lesson = Lesson(
            school_id=course.school_id,
            year=year,
            course=course,
            day=day,
            number=number,
            starts_at=starts_at,
            ends_at=ends_at,
            teacher_id=teacher.pk if teacher else _usual_teacher(course, day),
            room=room,
            room_is_shared=bool(room and room.is_shared),
            is_changed=True,
        )
        refuse_clashes([lesson])
        lesson.save(force_insert=True)
    return lesson


def _own_clock(
    course: Course, day: date, clock: tuple[time | None, time | None]
) -> tuple[datetime, datetime] | None:
    """The session's own times, outside the bells: an extended-day group, a club in the evening.
    None: none were said."""
    begins, ends = clock
    if begins is None and ends is None:
        return None
    if begins is None or ends is None or ends <= begins:
        field = "begins" if begins is None else "ends"
        raise Refused("clock", _("Say when it begins and when it ends, later."), field=field)
    zone = course.school.zone
    return (datetime.combine(day, begins, tzinfo=zone), datetime.combine(day, ends, tzinfo=zone))


def _usual_teacher(course: Course, day: date) -> int | None:
    return teacher_on(course.teachers.order_by("since", "pk"), day)


def _refuse_recorded(lessons: list[Lesson]) -> None:
    if lessons_recorded([lesson.pk for lesson in lessons]):
        raise Refused(
            "recorded",
            _("The lesson was recorded: remove its records first, or leave it as it was held."),
        )


def _refuse_cancelled(lesson: Lesson) -> None:
    if lesson.is_cancelled:
        raise Refused("cancelled", _("The lesson is cancelled."))


def _refuse_changed(lesson: Lesson, seen: str | None) -> None:
    if seen is not None and seen != lesson.stamp:
        raise ChangedMeanwhile(
            _("Somebody changed this lesson meanwhile. Look at it again."), theirs="", by=""
        )
