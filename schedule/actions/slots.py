"""The lines of the timetable: added, changed and ended from a day on.

A line is never rewritten for days that have passed: a change ends it and begins another, so that
the timetable of any day can be read later. Lessons follow when they are generated again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from core.refusal import Refused
from schedule.actions.locks import hold_timetable
from schedule.bells import Bells, read_bells
from schedule.clashes import read_kinship
from schedule.meant import teacher_on
from schedule.models import TimetableSlot, Weeks
from schedule.report import course_name
from school.models import Course, CourseTeacher, Employee, Person, Room


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotPlace:
    """Where a line is meant to stand."""

    course: Course
    weekday: int
    number: int
    weeks: str = Weeks.EVERY
    teacher: Employee | None = None
    room: Room | None = None
    held_with: TimetableSlot | None = None
    since: date

    def slot(self) -> TimetableSlot:
        return TimetableSlot(
            school_id=self.course.school_id,
            course=self.course,
            weekday=self.weekday,
            number=self.number,
            weeks=self.weeks,
            teacher=self.teacher,
            room=self.room,
            held_with=self.held_with,
            since=self.since,
        )


def add_slot(*, actor: Person, place: SlotPlace) -> TimetableSlot:
    """A new line. Raises Refused, by name, when teacher, room or children are taken then."""
    with transaction.atomic():
        hold_timetable(place.course.school_id)
        slot = place.slot()
        _refuse(slot)
        slot.save(force_insert=True)
    return slot


def change_slot(*, actor: Person, slot: TimetableSlot, place: SlotPlace) -> TimetableSlot:
    """From `place.since` on the line stands elsewhere; until then it stays as it was. Lines held
    together with it follow its new one."""
    with transaction.atomic():
        hold_timetable(slot.school_id)
        joined = list(slot.joined.all())
        changed = place.slot()
        changed.until = slot.until
        _refuse(changed, without=slot)
        _end(slot, place.since)
        changed.save(force_insert=True)
        for other in joined:
            _follow(other, changed, since=place.since)
    return changed


def end_slot(*, actor: Person, slot: TimetableSlot, day: date) -> None:
    """The line no longer holds from `day` on. One that never began to hold is removed."""
    with transaction.atomic():
        hold_timetable(slot.school_id)
        if slot.until is not None and slot.until < day:
            raise Refused("ended", _("This line has ended already."), field="day")
        _end(slot, day)


def _end(slot: TimetableSlot, day: date) -> None:
    if slot.since >= day:
        slot.delete()
    elif slot.until is None or slot.until >= day:
        slot.until = day - timedelta(days=1)
        slot.save(update_fields=["until"])


def _follow(slot: TimetableSlot, leader: TimetableSlot, *, since: date) -> None:
    """What was held with the old line is held with the new one, at its weekday and number."""
    place = SlotPlace(
        course=slot.course,
        weekday=leader.weekday,
        number=leader.number,
        weeks=leader.weeks,
        teacher=slot.teacher,
        room=slot.room,
        held_with=leader,
        since=max(since, slot.since),
    )
    new = place.slot()
    new.until = slot.until
    _end(slot, since)
    new.save(force_insert=True)


def _refuse(slot: TimetableSlot, *, without: TimetableSlot | None = None) -> None:
    year = slot.course.year
    if not year.first_day <= slot.since <= year.last_day:
        raise Refused("outside_year", _("The day lies outside the academic year."), field="since")
    if slot.held_with is not None:
        _refuse_company(slot)
    bells = read_bells(slot.school_id, slot.since, slot.since)
    if _minutes(slot, bells) is None:
        raise Refused("no_bell", _("No bell rings for this lesson number."), field="number")
    for other in _neighbours(slot, without):
        if _overlap(slot, other, bells):
            _refuse_neighbour(slot, other)


def _refuse_company(slot: TimetableSlot) -> None:
    leader = slot.held_with
    if leader.held_with_id is not None or leader.weekday != slot.weekday:
        raise Refused(
            "company",
            _("Choose a line of the same weekday that stands by itself."),
            field="held_with",
        )


def _neighbours(slot: TimetableSlot, without: TimetableSlot | None) -> list[TimetableSlot]:
    """Lines of the same weekday that hold at the same time of the year."""
    last = slot.until or slot.course.year.last_day
    weeks = [Weeks.EVERY, slot.weeks] if slot.weeks != Weeks.EVERY else list(Weeks)
    return list(
        TimetableSlot.objects.filter(
            school_id=slot.school_id, weekday=slot.weekday, weeks__in=weeks
        )
        .within(slot.since, last)
        .filter(course__year_id=slot.course.year_id)
        .exclude(pk=without.pk if without else None)
        .exclude(Q(held_with_id=without.pk) if without else Q(pk=None))
        .select_related("course__subject", "course__group__school_class", "teacher__person", "room")
        .prefetch_related("course__teachers__employee__person")
    )


def _minutes(slot: TimetableSlot, bells: Bells) -> tuple[object, object] | None:
    times = bells.of_day(slot.course.group.school_class, slot.since, slot.weekday)
    return times.get(slot.number)


def _overlap(slot: TimetableSlot, other: TimetableSlot, bells: Bells) -> bool:
    times = bells.of_day(other.course.group.school_class, slot.since, other.weekday)
    mine, theirs = _minutes(slot, bells), times.get(other.number)
    return bool(mine and theirs and mine[0] < theirs[1] and theirs[0] < mine[1])


def _refuse_neighbour(slot: TimetableSlot, other: TimetableSlot) -> None:
    if slot.held_with_id and slot.held_with_id in (other.pk, other.held_with_id):
        return
    kin = read_kinship(slot.school_id, slot.since, slot.since, group_ids=[slot.course.group_id])
    words = {"lesson": course_name(other.course)}
    if other.course.group_id in kin.of(slot.course.group_id, slot.since):
        said = _("Some of the students have “%(lesson)s” at this time.") % words
        raise Refused("busy_students", said, field="number")
    if slot.held_with_id or other.held_with_id:
        return
    teacher = _teacher(slot)
    if teacher and teacher == _teacher(other):
        words |= {"who": teacher.person.name.short, "where": ""}
        said = _("%(who)s has “%(lesson)s” at this time%(where)s.") % words
        raise Refused("busy_teacher", said, field="teacher")
    if slot.room_id and slot.room_id == other.room_id and not slot.room.is_shared:
        words |= {"who": _name(_teacher(other))}
        said = _("The room is taken at this time by “%(lesson)s” (%(who)s).") % words
        raise Refused("busy_room", said, field="room")


def _teacher(slot: TimetableSlot) -> Employee | None:
    if slot.teacher_id:
        return slot.teacher
    rows: list[CourseTeacher] = sorted(
        slot.course.teachers.all(), key=lambda row: (row.since, row.pk)
    )
    day = max(slot.since, rows[0].since) if rows else slot.since
    found = teacher_on(rows, day)
    return next((row.employee for row in rows if row.employee_id == found), None)


def _name(teacher: Employee | None) -> str:
    return teacher.person.name.short if teacher else _("without a teacher")
