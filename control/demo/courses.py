"""Courses of the plan with their teachers and subgroups, and the hours that the week must place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from control.demo.curriculum import PRIMARY, SUBJECTS, TALKS, SubjectPlan, hours_a_year
from control.demo.kinds import join, make_kinds
from control.demo.staff import SPLIT_FROM
from control.demo.world import Klass, Piece, Pupil, Taught, Teacher, World
from school.models import (
    Course,
    CourseTeacher,
    Group,
    GroupKind,
    HomeroomTeacher,
    Scale,
)

TOO_MANY_HOURS = 30


class Hiring:
    """Gives each course the teacher of its area with room for it, rather one who already teaches
    the class."""

    def __init__(self, world: World) -> None:
        self.by_area = defaultdict(list)
        for teacher in world.teachers:
            self.by_area[teacher.area].append(teacher)
        self.knows: dict[int, set[int]] = defaultdict(set)
        self.primary: dict[int, Teacher] = {}

    def give(self, klass: Klass, area: str, hours: int, taken: Iterable[Teacher] = ()) -> Teacher:
        if area == PRIMARY:
            found = self._class_teacher(klass)
        else:
            free = [one for one in self.by_area[area] if one not in taken]
            found = min(free, key=lambda one: self._cost(one, klass, hours))
        found.load += hours
        self.knows[klass.row.pk].add(found.employee.pk)
        return found

    def _cost(self, teacher: Teacher, klass: Klass, hours: int) -> tuple[bool, bool, int]:
        is_new = teacher.employee.pk not in self.knows[klass.row.pk]
        return (teacher.load + hours > TOO_MANY_HOURS, is_new, teacher.load)

    def _class_teacher(self, klass: Klass) -> Teacher:
        taken = self.primary.values()
        free = (one for one in self.by_area[PRIMARY] if one not in taken)
        return self.primary.setdefault(klass.row.pk, next(free, None) or self.primary[klass.row.pk])


def make_courses(world: World) -> None:
    """All courses of all classes; each class's hours of a week lie in `klass.lessons`."""
    hiring = Hiring(world)
    for klass in sorted(world.classes, key=lambda one: -one.row.grade):
        for plan in SUBJECTS:
            hours = plan.in_grade(klass.row.grade, year=world.year.first_day.year)
            if hours:
                _one_subject(world, klass, plan, hours, hiring)
    _appoint_homeroom_teachers(world)
    for klass in world.classes:
        talks = _taught(world, klass, None, klass.whole, klass.homeroom, klass.pupils, hours=1)
        klass.lessons.append(Piece(klass=klass, plan=None, taught=(talks,), place=(1, 1)))
    make_kinds(world)
    _save(world)


def _one_subject(world: World, klass: Klass, plan: SubjectPlan, hours: int, hiring: Hiring) -> None:
    area = plan.area_in(klass.row.grade)
    if plan.in_subgroups and len(klass.pupils) >= SPLIT_FROM and area != PRIMARY:
        groups = _halves(world, klass, plan)
    else:
        groups = [(klass.whole, klass.pupils)]
    taught: list[Taught] = []
    for group, pupils in groups:
        teacher = hiring.give(klass, area, hours, [one.teacher for one in taught])
        taught.append(_taught(world, klass, plan, group, teacher, pupils, hours=hours))
    klass.lessons += [Piece(klass=klass, plan=plan, taught=tuple(taught)) for _ in range(hours)]


def _halves(world: World, klass: Klass, plan: SubjectPlan) -> list[tuple[Group, list[Pupil]]]:
    """Two subgroups: the halves of the class list, and every second one for informatics."""
    middle = (len(klass.pupils) + 1) // 2
    by_turns = plan.topics == "computing"
    halves = (
        [klass.pupils[0::2], klass.pupils[1::2]]
        if by_turns
        else [klass.pupils[:middle], klass.pupils[middle:]]
    )
    made = []
    for number, pupils in enumerate(halves, start=1):
        group = Group.objects.create(
            school=world.school,
            year=world.year,
            kind=GroupKind.SUBGROUP,
            name=f"{klass.row.name} {plan.short.lower()} {number}",
            school_class=klass.row,
        )
        join(world, group, pupils)
        made.append((group, pupils))
    return made


def _taught(
    world: World,
    klass: Klass,
    plan: SubjectPlan | None,
    group: Group,
    teacher: Teacher,
    pupils: list[Pupil],
    *,
    hours: int,
) -> Taught:
    """A course (not yet saved). Grade 1 has no marks and no homework, the Monday talk neither."""
    grade = klass.row.grade
    marked = plan is not None and klass.row.has_marks
    homework = marked and plan.has_homework
    course = Course(
        school=world.school,
        year=world.year,
        subject=world.subjects[plan.name if plan else TALKS],
        group=group,
        hours_a_year=hours_a_year(hours, grade),
        scale=Scale.TWO_TO_FIVE if marked else Scale.NONE,
        asks_homework=marked,
    )
    taught = Taught(
        course=course,
        key=plan.topics if plan else "talks",
        grade=grade,
        teacher=teacher,
        pupils=pupils,
        has_homework=homework,
        room=teacher.room,
    )
    world.taught.append(taught)
    return taught


def _appoint_homeroom_teachers(world: World) -> None:
    """Each class gets one of its teachers who leads no other class, rather who sees it most."""
    busy: set[int] = set()
    for klass in world.classes:
        hours: dict[int, int] = defaultdict(int)
        teachers = {one.employee.pk: one for one in world.teachers}
        for piece in klass.lessons:
            for pk in piece.teacher_ids:
                hours[pk] += 1
        ranked = sorted(hours, key=lambda pk: (pk in busy, -hours[pk], pk))
        free = [pk for pk in ranked if pk not in busy]
        spare = [pk for pk in sorted(teachers) if pk not in busy]
        klass.homeroom = teachers[(free or spare or ranked)[0]]
        busy.add(klass.homeroom.employee.pk)
    HomeroomTeacher.objects.bulk_create(
        HomeroomTeacher(
            school=world.school,
            school_class=klass.row,
            employee=klass.homeroom.employee,
            since=world.year.first_day,
        )
        for klass in world.classes
    )


def _save(world: World) -> None:
    Course.objects.bulk_create([one.course for one in world.taught], batch_size=1000)
    CourseTeacher.objects.bulk_create(
        (
            CourseTeacher(
                school=world.school,
                course=one.course,
                employee=one.teacher.employee,
                since=world.year.first_day,
            )
            for one in world.taught
        ),
        batch_size=1000,
    )
