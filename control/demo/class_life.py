"""What a homeroom teacher sees beside lessons: who moved, left and came in mid-year, marks brought
from another school, contests and check works, the digests of the forecast."""

from __future__ import annotations

from datetime import date, timedelta

import pghistory

from control.demo.world import Klass, Pupil, World
from core.models import Message
from diary.actions import make_digests
from journal.models import BroughtMark, OutsideResult, ResultKind
from school.models import Scale

AFTER = 30  # days from the year's first day
ELSEWHERE = "МБОУ «Гимназия № 2», г. Приреченск"
CONTESTS = (
    ("Всероссийская олимпиада школьников", "муниципальный", "призёр"),
    ("Русский медвежонок", "всероссийский", "12 место в регионе"),
    ("Конкурс чтецов «Живая классика»", "школьный", "1 место"),
    ("Кросс нации", "муниципальный", "3 место"),
    ("Научно-практическая конференция «Первые шаги»", "региональный", "лауреат"),
)


def move_in_mid_year(world: World) -> None:
    """In the class of the demo's logins one pupil goes over to the parallel class, one leaves the
    school and one comes from another, each a month or more after the year began."""
    first = world.year.first_day + timedelta(days=AFTER)
    shown = next((one for one in world.classes if one.row.grade >= 5), None)
    if shown is None or first + timedelta(days=14) > world.wish.today:
        return
    settled = [one for one in shown.pupils if one.until is None and one.since < first]
    if len(settled) < 12:
        return
    settled[-1].until = first + timedelta(days=9)
    settled[-2].since, settled[-2].came_from = first + timedelta(days=2), ELSEWHERE
    parallel = [k for k in world.classes if k.row.grade == shown.row.grade and k is not shown]
    if parallel:
        _move(settled[-3], parallel[0], first + timedelta(days=5))


def _move(pupil: Pupil, to_class: Klass, day: date) -> None:
    """The same student is a pupil of both classes, one after the other."""
    pupil.until, pupil.moves_on = day - timedelta(days=1), True
    there = Pupil(
        student=pupil.student,
        family=pupil.family,
        level=pupil.level,
        since=day,
        is_moved_here=True,
    )
    pupil.family.pupils[pupil.family.pupils.index(pupil)] = there
    to_class.pupils.append(there)
    to_class.pupils.sort(key=lambda one: one.student.person.sort_key)


def make_class_life(world: World) -> None:
    """Results from outside, brought marks, and the digests that are due today."""
    _bring_marks(world)
    _enter_results(world)
    made = make_digests(school=world.school, now=world.wish.now)
    # Nobody lives at the invented addresses: the notices stand in the house only.
    Message.objects.filter(school_id=world.school.pk).update(settled_at=world.wish.now)
    world.say(f"{made} digests")


def _bring_marks(world: World) -> None:
    """Who came in mid-year brought the marks of the weeks before, in each subject."""
    rows = []
    for taught in world.taught:
        for pupil in taught.pupils:
            if not pupil.came_from or taught.course.scale != Scale.TWO_TO_FIVE:
                continue
            rows += [
                BroughtMark(
                    school=world.school,
                    student=pupil.student,
                    subject_id=taught.course.subject_id,
                    day=pupil.since - timedelta(days=7 * week),
                    points=world.rng.choice((3, 4, 4, 5)),
                    kind_name="Ответ на уроке",
                    from_where=pupil.came_from,
                    written_at=world.moment(pupil.since, 15),
                    written_by=world.leaders["deputy"],
                )
                for week in (1, 2)
            ]
    with pghistory.context(user=world.leaders["deputy"].pk, route="demo_data"):
        BroughtMark.objects.bulk_create(rows, batch_size=1000)


def _enter_results(world: World) -> None:
    """A contest for one pupil in twelve; some results entered later than a day after."""
    rows = []
    for klass in world.classes:
        here = [one for one in klass.pupils if one.is_in(world.wish.today)]
        rows += [_contest(world, klass, one) for one in here[::12]]
    author = world.leaders["deputy"].pk
    with pghistory.context(user=author, route="demo_data"):
        OutsideResult.objects.bulk_create(filter(None, rows), batch_size=1000)


def _contest(world: World, klass: Klass, pupil: Pupil) -> OutsideResult | None:
    days = (world.wish.today - pupil.since).days
    if days < 10:
        return None
    title, level, result = world.rng.choice(CONTESTS)
    day = pupil.since + timedelta(days=world.rng.randrange(3, days - 4))
    known = world.moment(day + timedelta(days=1), 12)
    late = world.rng.random() < 0.15
    return OutsideResult(
        school=world.school,
        student=pupil.student,
        kind=ResultKind.CONTEST,
        title=title,
        level=level,
        day=day,
        result=result,
        known_at=known,
        published_at=known + timedelta(hours=30 if late else 3),
        entered_by_id=klass.homeroom.person_id,
    )
