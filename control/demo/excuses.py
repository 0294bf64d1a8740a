"""What the deputy excused: a day without the network, a class in quarantine, a teacher who was ill
and not replaced, lessons typed without a network; and one excuse taken back."""

from __future__ import annotations

from datetime import date, timedelta

from control.demo.world import World
from journal.regulation import HOMEWORK_IN_TIME, LESSON_SAME_DAY
from schedule.actions.excuses import Excused, excuse, take_back
from schedule.models import ExcuseKind, Lesson


def make_excuses(world: World) -> int:
    """Returns how many were said; fewer where the year has only begun."""
    days = _school_days(world)
    if len(days) < 12:
        return 0
    deputy, school_id = world.leaders["deputy"], world.school.pk
    said = [
        (3, ExcuseKind.OUTAGE, "Не было связи с 10 до 15 часов", {"rule": LESSON_SAME_DAY.code}),
        (6, ExcuseKind.ILL, "Болезнь учителя, замены не нашлось", {"teacher_id": _teacher(world)}),
        (9, ExcuseKind.QUARANTINE, "Карантин по гриппу", {"class_id": world.classes[-1].row.pk}),
        (11, ExcuseKind.OTHER, "Педсовет до вечера", {"rule": HOMEWORK_IN_TIME.code}),
    ]
    made = []
    for back, kind, words, of in said:
        last = days[-back]
        first = days[-back - 2] if kind == ExcuseKind.QUARANTINE else last
        made += excuse(
            actor=deputy,
            school_id=school_id,
            kind=kind,
            words=words,
            of=[Excused(first_day=first, last_day=last, **of)],
            now=world.moment(last, 16, 20),
        )
    take_back(actor=world.leaders["director"], excuse=made[-1], now=world.moment(days[-1], 9, 15))
    return len(made)


def _school_days(world: World) -> list[date]:
    """The days with lessons that are over, in order."""
    days = Lesson.objects.filter(school=world.school, day__lt=world.wish.today)
    since = world.wish.today - timedelta(days=60)
    return list(
        days.filter(day__gte=since).order_by("day").values_list("day", flat=True).distinct()
    )


def _teacher(world: World) -> int:
    return world.teachers[len(world.teachers) // 2].employee.pk
