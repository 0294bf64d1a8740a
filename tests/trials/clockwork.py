"""The house's own Celery with a clock that ticks every second, and what the trial of letters asks
of it: `celery -A tests.trials.clockwork worker`.

`python -m tests.trials.clockwork 2000 300` makes so many reminders and paper reports to be sent
and written, and asks for both."""

from __future__ import annotations

import json
import sys
import time
import uuid
from datetime import datetime

import django
from django.db import transaction

django.setup()

from django.utils import timezone  # noqa: E402

from config.celery import app  # noqa: E402
from core import background  # noqa: E402
from core.background import Work, ask, progress  # noqa: E402
from core.models import Message, Run  # noqa: E402
from core.post import letter_id  # noqa: E402
from core.registry import OWN_ADDRESS, Letter, letters  # noqa: E402
from tests import builders as b  # noqa: E402

app.conf.beat_schedule["tick"]["schedule"] = 1.0
REMINDER, SHEET = "trial-reminder", "trial-sheet"
OF_A_CLASS, TEACHERS = 30, 40
letters[REMINDER] = Letter(
    subject="Напоминание",
    text="Заполните урок:",
    may_go=lambda *_asked: True,
    to_own_address=True,
)


def write_sheets(run: Run, now: datetime) -> dict[str, int]:
    """As the paper reports of a class are made: whole or not at all, and once. A second copy would
    be seen: its rows have keys of their own."""
    with transaction.atomic():
        if Message.objects.filter(kind=SHEET, about_id=run.about_id).exists():
            return {"made": 0}
        for number in range(OF_A_CLASS):
            _tell(SHEET, f"{number}:{uuid.uuid4()}", run.asked_by_id, run.about_id, now)
            progress(run, number + 1, OF_A_CLASS)
            time.sleep(0.01)
    return {"made": OF_A_CLASS}


background.register(
    Work(name="trial_sheets", label="sheets", do=write_sheets, per_school=False, queue="heavy")
)


def build(reminders: int, sheets: int) -> dict[str, object]:
    """Teachers to be reminded, classes to be printed for; both asked for."""
    now, school = timezone.now(), b.a_school()
    teachers = [b.a_person(email=f"teacher{n}@example.ru") for n in range(TEACHERS)]
    made = [
        _tell(REMINDER, str(number), teachers[number % TEACHERS].pk, school.pk, now, waits=True)
        for number in range(reminders)
    ]
    for school_class in range(sheets // OF_A_CLASS):
        ask("trial_sheets", school_id=None, about_id=school_class, asked_by=teachers[0], now=now)
    ask("send_letters", school_id=None, now=now)
    return {"letters": [letter_id(one, OWN_ADDRESS) for one in made]}


def _tell(
    kind: str, key: str, person: int, about: int | None, now: datetime, *, waits: bool = False
) -> Message:
    return Message.objects.create(
        school_id=1,
        person_id=person,
        kind=kind,
        about_id=about,
        title="Напоминание",
        link="/",
        key=f"{kind}:{about}:{key}",
        made_at=now,
        settled_at=None if waits else now,
    )


if __name__ == "__main__":
    print(json.dumps(build(int(sys.argv[1]), int(sys.argv[2]))))
