"""A school with one course of Anna's, and what reminders need of its clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from control.models import Reminder
from control.reminders.actions import remind, remind_daily
from core.models import Message
from journal.actions.dues import refresh_dues
from school.models import Course, Employee, School, SchoolSetting
from tests import builders as b

DAY = timedelta(days=1)
TUESDAY, SATURDAY = b.MONDAY + DAY, b.MONDAY + 5 * DAY


@pytest.fixture
def school() -> School:
    return b.a_school()


@pytest.fixture
def anna(school) -> Employee:
    return b.an_employee(
        school, last="Иванова", first="Анна", patronymic="Петровна", email="anna@example.ru"
    )


@pytest.fixture
def zoya(school) -> Employee:
    return b.an_employee(
        school, last="Завьялова", first="Зоя", role="deputy", email="zoya@example.ru"
    )


@pytest.fixture
def course(school, anna) -> Course:
    return b.a_course(school, teacher=anna)


@pytest.fixture
def choose(school) -> Callable[..., None]:
    """The school chooses: `choose(remind_minutes=0)`."""

    def made(**values: int) -> None:
        for key, value in values.items():
            SchoolSetting.objects.create(
                school=school, key=key, value=value, since=b.FIRST_DAY, act="Приказ № 1"
            )

    return made


def at(clock: str, day: date = b.MONDAY) -> datetime:
    return b.moscow(day, clock)


def dues_known(school: School, day: date = b.MONDAY) -> None:
    """Deadlines as the clock keeps them since the morning of the day."""
    refresh_dues(school.pk, now=at("06:00", day))


def remind_at(school: School, clock: str, day: date = b.MONDAY) -> int:
    return remind(school_id=school.pk, now=at(clock, day))


def daily_at(school: School, clock: str, day: date = TUESDAY) -> int:
    return remind_daily(school_id=school.pk, now=at(clock, day))


def told(person: Employee) -> list[tuple[str, str]]:
    """(stage, fact or rule) of what this person was reminded of, in the order of telling."""
    rows = Reminder.objects.filter(person=person.person).order_by("told_at", "pk")
    return [(row.stage, row.fact or row.rule) for row in rows]


def notices(person: Employee) -> list[Message]:
    return list(Message.objects.filter(person=person.person).order_by("pk"))
