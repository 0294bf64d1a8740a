"""Pages of reminders, for axe and for the eye."""

from __future__ import annotations

from control.reminders.actions import remind_daily
from core.models import Message
from journal.actions.dues import refresh_dues
from tests import builders as b
from tests.village import Village


def _reminded(village: Village) -> None:
    """On Monday morning everybody is told what last week lacks."""
    school_id = village.school.pk
    refresh_dues(school_id, now=b.moscow(b.MONDAY, "07:00"))
    remind_daily(school_id=school_id, now=b.moscow(b.MONDAY, "08:04"))


def _log(village: Village) -> str:
    _reminded(village)
    return f"/s/{village.school.pk}/control/reminders/"


def _own(village: Village) -> str:
    _reminded(village)
    return Message.objects.filter(person=village.people["own_teacher"]).latest("pk").address


PAGES = [
    (
        "control-no-reminders",
        "deputy",
        lambda village: f"/s/{village.school.pk}/control/reminders/?last=2025-09-01",
    ),
    ("control-reminders", "deputy", _log),
    ("reminder", "own_teacher", _own),
    (
        "my-reminders",
        "own_teacher",
        lambda village: f"/s/{village.school.pk}/control/reminders/mine/",
    ),
]
