"""Teaching that is no lesson of a class (App. 2 3): an elective, a club that draws on several
classes, an extended-day group, and one pupil taught at home by an order."""

from __future__ import annotations

from datetime import timedelta

from control.demo.curriculum import PRIMARY
from control.demo.ground import CLUB, ELECTIVE, EXTENDED
from control.demo.world import Klass, Place, Pupil, Taught, Teacher, World
from journal.models import StudyAway, StudyMode
from school.models import Course, Group, GroupKind, Membership, Scale

AT_HOME = ("russian", "maths", "algebra")
HOME_PLACES: tuple[tuple[Place, ...], ...] = (((1, 8),), ((3, 8),))


def make_kinds(world: World) -> None:
    """One of each kind, where the school has somebody to teach and to learn."""
    upper = [one for k in world.classes if k.row.grade >= 8 for one in k.pupils]
    middle = [one for k in world.classes if 3 <= k.row.grade <= 7 for one in k.pupils]
    little = [one for k in world.classes if k.row.grade <= 4 for one in k.pupils]
    every_day = tuple((day, 7) for day in range(1, 6))
    _group(world, ELECTIVE, GroupKind.ELECTIVE, "extra_maths", upper, 14, ((4, 8),))
    _group(world, CLUB, GroupKind.CLUB, "chess", middle, 18, ((2, 8),))
    _group(world, EXTENDED, GroupKind.EXTENDED_DAY, "extended", little, 20, every_day)
    _home_tuition(world)


def join(world: World, group: Group, pupils: list[Pupil]) -> None:
    """These pupils are in the group for their days in the school."""
    Membership.objects.bulk_create(
        Membership(
            school=world.school,
            group=group,
            student=pupil.student,
            since=pupil.since,
            until=pupil.until,
        )
        for pupil in pupils
    )


_AREAS = {GroupKind.ELECTIVE: "maths", GroupKind.CLUB: "safety", GroupKind.EXTENDED_DAY: PRIMARY}


def _group(
    world: World,
    name: str,
    kind: GroupKind,
    key: str,
    pupils: list[Pupil],
    size: int,
    places: tuple[Place, ...],
) -> None:
    leader = _leader(world, _AREAS[kind])
    if not pupils or leader is None:
        return
    members = sorted(
        world.rng.sample(pupils, k=min(size, len(pupils))),
        key=lambda one: one.student.person.sort_key,
    )
    group = Group.objects.create(school=world.school, year=world.year, kind=kind, name=name)
    join(world, group, members)
    course = Course(
        school=world.school,
        year=world.year,
        subject=world.subjects[name],
        group=group,
        hours_a_year=34 * len(places),
        scale=Scale.PASS_FAIL if kind == GroupKind.ELECTIVE else Scale.NONE,
        asks_homework=False,
    )
    world.taught.append(
        Taught(
            course=course,
            key=key,
            grade=9 if kind != GroupKind.EXTENDED_DAY else 2,
            teacher=leader,
            pupils=members,
            has_homework=False,
            room=leader.room,
            places=places,
        )
    )


def _leader(world: World, area: str) -> Teacher | None:
    """Who can stay after lessons: a teacher of the area with the fewest hours, or of any area;
    nobody who teaches in the afternoon's shift."""
    late = {
        pk
        for klass in world.classes
        if klass.row.shift == 2
        for piece in klass.lessons
        for pk in piece.teacher_ids
    }
    free = [one for one in world.teachers if one.employee.pk not in late]
    same = [one for one in free if one.area == area]
    others = [one for one in free if one.area != PRIMARY]
    return min(same or others or free, key=lambda one: one.load, default=None)


def _home_tuition(world: World) -> None:
    """One pupil of the middle classes learns at home the whole year: two subjects by the class's
    own teachers, with a journal of their own; in the class's lessons nobody expects the pupil."""
    for klass in world.classes:
        if not 5 <= klass.row.grade <= 8 or klass.row.shift == 2:
            continue
        pupil = next((one for one in klass.pupils[2:] if one.until is None), None)
        taught = [
            one for one in world.taught if one.key in AT_HOME and one.course.group == klass.whole
        ]
        if pupil is not None and taught:
            _teach_at_home(world, klass, pupil, taught[: len(HOME_PLACES)])
            return


def _teach_at_home(world: World, klass: Klass, pupil: Pupil, taught: list[Taught]) -> None:
    pupil.is_at_home = True
    StudyAway.objects.create(
        school=world.school,
        student=pupil.student,
        mode=StudyMode.HOME,
        order_number="57-у",
        order_day=world.year.first_day - timedelta(days=3),
        since=world.year.first_day,
        made_at=world.moment(world.year.first_day, 9),
        made_by=world.leaders["deputy"],
    )
    group = Group.objects.create(
        school=world.school,
        year=world.year,
        kind=GroupKind.INDIVIDUAL,
        name=f"{klass.row.name} на дому",
        school_class=klass.row,
    )
    join(world, group, [pupil])
    for one, places in zip(taught, HOME_PLACES, strict=False):
        course = Course(
            school=world.school,
            year=world.year,
            subject=one.course.subject,
            group=group,
            hours_a_year=34,
        )
        world.taught.append(
            Taught(
                course=course,
                key=one.key,
                grade=one.grade,
                teacher=one.teacher,
                pupils=[pupil],
                has_homework=True,
                room=one.room,
                places=places,
            )
        )
