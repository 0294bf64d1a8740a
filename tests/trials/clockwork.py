"""The house's own Celery with a clock that ticks every second, and what the trial of letters asks
of it: `celery -A tests.trials.clockwork worker`.

`python -m tests.trials.clockwork 2000 300` makes so many reminders and paper reports to be sent
and printed, and asks for both."""

from __future__ import annotations

import json
import sys
from datetime import date, datetime, timedelta

import django

django.setup()

from django.utils import timezone  # noqa: E402

from config.celery import app  # noqa: E402
from core.background import ask  # noqa: E402
from core.models import Message  # noqa: E402
from core.post import letter_id  # noqa: E402
from core.registry import OWN_ADDRESS, Letter, letters  # noqa: E402
from diary.actions import ask_reports  # noqa: E402
from school.models import AcademicYear, Calendar, School  # noqa: E402
from tests import builders as b  # noqa: E402

app.conf.beat_schedule["tick"]["schedule"] = 1.0
REMINDER = "trial-reminder"
OF_A_CLASS, TEACHERS = 30, 40
letters[REMINDER] = Letter(
    subject="Напоминание",
    text="Заполните урок:",
    may_go=lambda *_asked: True,
    to_own_address=True,
)


def build(reminders: int, reports: int) -> dict[str, object]:
    """Teachers to be reminded, families to be printed for; both asked for."""
    now, school = timezone.now(), b.a_school()
    anna = b.an_employee(school)
    week = timezone.localdate() - timedelta(days=7 + timezone.localdate().weekday())
    _a_year_around(school, week)
    for number in range(-(-reports // OF_A_CLASS)):
        _a_class(school, anna, number, min(OF_A_CLASS, reports - number * OF_A_CLASS), week)
    names = _reminders(school, reminders, now)
    ask_reports(actor=anna.person, school_id=school.pk, week=week, now=now)
    ask("send_letters", school_id=None, now=now)
    return {"letters": names}


def _a_year_around(school: School, day: date) -> None:
    year = AcademicYear.objects.create(
        school=school,
        name="2025/26",
        first_day=day - timedelta(days=60),
        last_day=day + timedelta(days=60),
    )
    Calendar.objects.create(school=school, year=year, name="Пятидневка")


def _a_class(school: School, anna: object, number: int, students: int, week: date) -> None:
    """Families who never chose: they get paper."""
    school_class = b.a_class(school, grade=5 + number // 3, letter="АБВ"[number % 3], students=0)
    course = b.a_course(group=b.whole(school_class), teacher=anna)
    b.a_lesson(course, day=week + timedelta(days=number % 5), number=1 + number // 5)
    for place in range(students):
        b.a_guardian(b.a_student(school_class, last=b.SURNAMES[place]))


def _reminders(school: School, reminders: int, now: datetime) -> list[str]:
    teachers = [b.a_person(email=f"teacher{n}@example.ru") for n in range(TEACHERS)]
    made = [
        Message.objects.create(
            school_id=school.pk,
            person=teachers[number % TEACHERS],
            kind=REMINDER,
            title="Напоминание",
            link="/",
            key=f"{REMINDER}:{number}",
            made_at=now,
        )
        for number in range(reminders)
    ]
    return [letter_id(one, OWN_ADDRESS) for one in made]


if __name__ == "__main__":
    print(json.dumps(build(int(sys.argv[1]), int(sys.argv[2]))))
