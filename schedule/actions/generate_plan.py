"""What generating will create, change and remove, decided before anything is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from schedule.clashes import Clash, Place, Timeline, place_of, read_kinship
from schedule.meant import Meant, NoBell, SlotDay
from schedule.models import Lesson

Carrying = Callable[[Collection[int]], set[int]]


@dataclass(slots=True, kw_only=True, eq=False)
class Target:
    """Where a lesson will stand: `lesson` is None for a new one."""

    meant: Meant
    place: Place
    lesson: Lesson | None
    leader: Target | Lesson | None = None
    lesson_id: int | None = None


@dataclass(slots=True, kw_only=True)
class Plan:
    create: list[Target] = field(default_factory=list)
    change: list[Target] = field(default_factory=list)
    remove: list[Lesson] = field(default_factory=list)
    kept: int = 0
    clashes: list[tuple[Meant, Clash]] = field(default_factory=list)
    silent: list[NoBell] = field(default_factory=list)
    outlived: list[Lesson] = field(default_factory=list)
    without_teacher: list[Meant] = field(default_factory=list)


def make_plan(
    *,
    school_id: int,
    meant: list[Meant],
    silent: list[NoBell],
    existing: list[Lesson],
    span: tuple[date, date],
    now: datetime,
    carrying: Carrying,
) -> Plan:
    """Decide everything for the days of `span`: nothing is written here.

    `carrying` says which of some lessons something was written to."""
    # One whose slot was deleted came from the timetable too, and is no longer meant by any slot.
    by_key = {
        (lesson.slot_id or -lesson.pk, lesson.slot_day): lesson
        for lesson in existing
        if lesson.slot_day and span[0] <= lesson.slot_day <= span[1]
    }
    planner = _Planner(
        by_key=by_key,
        wanted={one.key: one for one in meant},
        existing=existing,
        now=now,
        timeline=Timeline(read_kinship(school_id, *span)),
        plan=Plan(silent=silent),
    )
    planner.follow_moved_slots()
    planner.settle_fixed(carrying)
    planner.settle_unmeant()
    planner.place_all()
    return planner.plan


@dataclass(slots=True, kw_only=True, eq=False)
class _Planner:
    by_key: dict[SlotDay, Lesson]
    wanted: dict[SlotDay, Meant]
    existing: list[Lesson]
    now: datetime
    timeline: Timeline
    plan: Plan
    fixed: set[int] = field(default_factory=set)
    carried: set[int] = field(default_factory=set)
    # What stands for a slot's day: a lesson that stays, or the target that was found for it.
    standing: dict[SlotDay, Lesson | Target] = field(default_factory=dict)

    def follow_moved_slots(self) -> None:
        """A lesson of the future whose slot is gone becomes the same course's new lesson of that
        week, so that homework due at it moves along with it."""
        vacant: dict[tuple[int, date], list[SlotDay]] = defaultdict(list)
        for key, meant in self.wanted.items():
            if key not in self.by_key and meant.place.starts_at > self.now:
                vacant[meant.place.course_id, _monday(meant.place.day)].append(key)
        for key, lesson in list(self.by_key.items()):
            if key in self.wanted or _by_hand(lesson) or lesson.has_begun(self.now):
                continue
            keys = vacant.get((lesson.course_id, _monday(lesson.day)))
            if keys:
                del self.by_key[key]
                self.by_key[keys.pop(0)] = lesson

    def settle_fixed(self, carrying: Carrying) -> None:
        """Lessons that nothing here may touch stand first, then those that are right already."""
        unsure = [
            lesson.pk
            for key, lesson in self.by_key.items()
            if not _by_hand(lesson) and not self._is_right(key, lesson)
        ]
        self.carried = carrying(unsure) if unsure else set()
        from_timetable = {lesson.pk: key for key, lesson in self.by_key.items()}
        for lesson in self.existing:
            key = from_timetable.get(lesson.pk)
            if key is None or self._is_fixed(key, lesson):
                self.fixed.add(lesson.pk)
                self._stands(key, lesson)
        for key, lesson in self.by_key.items():
            if lesson.pk not in self.fixed and self._is_right(key, lesson):
                self._stands(key, lesson)

    def _stands(self, key: SlotDay | None, lesson: Lesson) -> None:
        if not lesson.is_cancelled:
            self.timeline.take(_standing(lesson))
        if key is not None:
            self.standing[key] = lesson
            self.plan.kept += 1

    def _is_fixed(self, key: SlotDay, lesson: Lesson) -> bool:
        """Changed by hand; begun; or no longer meant though something was written to it. What is
        still to come and meant elsewhere moves, together with the homework due at it."""
        if _by_hand(lesson):
            return True
        if key in self.wanted:
            return lesson.has_begun(self.now)
        return lesson.pk in self.carried

    def _is_right(self, key: SlotDay, lesson: Lesson) -> bool:
        meant = self.wanted.get(key)
        if meant is None:
            return False
        leader = self.by_key.get(meant.leader) if meant.leader else None
        if meant.leader and (leader is None or not self._is_right(meant.leader, leader)):
            return False
        return is_at(lesson, meant, meant.place, leader.pk if leader else None)

    def settle_unmeant(self) -> None:
        """What is no longer meant goes, unless it stays fixed or leads a lesson that stays."""
        leading = {one.held_with_id for one in self.existing if one.pk in self.fixed}
        for key, lesson in self.by_key.items():
            if key in self.wanted:
                continue
            if lesson.pk in self.fixed:
                if not lesson.is_cancelled:
                    self.plan.outlived.append(lesson)
            elif lesson.pk in leading:
                self.timeline.take(_standing(lesson))
                self.plan.outlived.append(lesson)
                self.plan.kept += 1
            else:
                self.plan.remove.append(lesson)

    def place_all(self) -> None:
        """Leaders first, lessons that exist before new ones: the order is the same every time."""
        waiting = [one for key, one in self.wanted.items() if key not in self.standing]
        waiting.sort(
            key=lambda one: (
                one.leader is not None,
                one.key not in self.by_key,
                one.slot.pk,
                one.place.day,
            )
        )
        for meant in waiting:
            self._place(meant, self.by_key.get(meant.key))
        self.plan.without_teacher += [
            one for one in self.wanted.values() if one.place.teacher_id is None
        ]

    def _place(self, meant: Meant, lesson: Lesson | None) -> None:
        leader = self.standing.get(meant.leader) if meant.leader else None
        place = self._meant_place(meant, leader, lesson)
        clash = self.timeline.students_clash(place)
        if clash:
            self.plan.clashes.append((meant, clash))
            if lesson is None or not _same_time(lesson, place):
                self._leave_unplaced(lesson)
                return
        if leader is None:
            self._free_teacher_and_room(meant, place)
        self.timeline.take(place)
        target = Target(
            meant=meant, place=place, lesson=lesson, leader=leader, lesson_id=place.lesson_id
        )
        self.standing[meant.key] = target
        if lesson is None:
            self.plan.create.append(target)
        elif isinstance(leader, Target) and leader.lesson is None:
            self.plan.change.append(target)
        elif is_at(lesson, meant, place, _pk(leader)):
            self.plan.kept += 1
        else:
            self.plan.change.append(target)

    def _leave_unplaced(self, lesson: Lesson | None) -> None:
        if lesson is not None and lesson.pk in self.carried:
            self._stands(None, lesson)
            self.plan.outlived.append(lesson)
            self.plan.kept += 1
        elif lesson is not None:
            self.plan.remove.append(lesson)

    def _meant_place(
        self, meant: Meant, leader: Lesson | Target | None, lesson: Lesson | None
    ) -> Place:
        own = replace(meant.place, lesson_id=lesson.pk if lesson else None)
        if leader is None:
            return replace(own, together=meant.key) if meant.leader else own
        led_by = leader.place if isinstance(leader, Target) else _standing(leader)
        names = ("day", "starts_at", "ends_at", "teacher_id", "room_id", "room_is_shared")
        return replace(
            own, **{name: getattr(led_by, name) for name in names}, together=led_by.together
        )

    def _free_teacher_and_room(self, meant: Meant, place: Place) -> None:
        """The children have their lesson even where the teacher or the room is taken."""
        clash = self.timeline.teacher_clash(place)
        if clash:
            self.plan.clashes.append((meant, clash))
            place.teacher_id = None
        clash = self.timeline.room_clash(place)
        if clash:
            self.plan.clashes.append((meant, clash))
            place.room_id, place.room_is_shared = None, False


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def is_at(lesson: Lesson, meant: Meant, place: Place, held_with_id: int | None) -> bool:
    """Whether the lesson already stands where it should."""
    return (
        (lesson.slot_id, lesson.slot_day) == meant.key
        and _same_time(lesson, place)
        and lesson.number == place.number
        and lesson.teacher_id == place.teacher_id
        and lesson.room_id == place.room_id
        and lesson.room_is_shared == place.room_is_shared
        and lesson.held_with_id == held_with_id
    )


def _same_time(lesson: Lesson, place: Place) -> bool:
    return (lesson.day, lesson.starts_at, lesson.ends_at) == (
        place.day,
        place.starts_at,
        place.ends_at,
    )


def _standing(lesson: Lesson) -> Place:
    return place_of(lesson, group_id=lesson.group_id)


def _by_hand(lesson: Lesson) -> bool:
    return lesson.is_changed or lesson.is_cancelled


def _pk(leader: Lesson | Target | None) -> int | None:
    if isinstance(leader, Target):
        return leader.lesson.pk if leader.lesson else None
    return leader.pk if leader else None
