"""The letter of a reminder. What it says is asked again when it goes: what was done, excused,
cancelled or given to another teacher meanwhile is not in it, and an empty one does not go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from control.models import ReminderStage
from control.reminders.owed import Standing, standing, works_in
from control.reminders.words import INTRO, anchored, facts_words, key_of, title_of
from core.models import Message
from core.registry import Words
from core.regulation import State
from school.models import School

KIND = "remind_"
MOST_LINES = 40
_LACKS = (State.DUE, State.MISSING)


def kind_of(stage: str) -> str:
    """The kind of the message of a stage."""
    return f"{KIND}{stage}"


def letter_words(message: Message, now: datetime) -> Words | None:
    """What the letter of a reminder says now; None where nothing is left to say, or to one who no
    longer works in the school. In four statements."""
    zone = ZoneInfo(School.objects.values_list("time_zone", flat=True).get(pk=message.school_id))
    today = now.astimezone(zone).date()
    if not works_in(message.school_id, message.person_id, today):
        return None
    stage = message.payload["stage"]
    lines = still_owed(message, today, now)
    if not lines:
        return None
    several = len(message.payload["lines"]) > 1  # one alone is where the message leads to
    return Words(
        subject=title_of(stage, lines), text=_text(message, stage, lines, zone, link=several)
    )


def still_owed(message: Message, today: date, now: datetime) -> list[dict[str, Any]]:
    """The message's lines with only what is still to be told."""
    facts = [fact for line in message.payload["lines"] for fact in line["facts"]]
    stands = standing(
        message.school_id,
        days=[key_of(fact)[3] for fact in facts],
        about=[fact["about"] for fact in facts],
        today=today,
        now=now,
    )
    stage = message.payload["stage"]
    lines = [
        {**line, "facts": [fact for fact in line["facts"] if _is_owed(fact, stands, stage)]}
        for line in message.payload["lines"]
    ]
    return [
        {**line, "link": anchored(line["link"], line["facts"][0]["fact"])}
        for line in lines
        if line["facts"]
    ]


def _is_owed(fact: Mapping[str, Any], stands: Mapping[Any, Standing], stage: str) -> bool:
    found = stands.get(key_of(fact))
    if found is None or found.state not in _LACKS:
        return False
    if stage == ReminderStage.SOON and found.state != State.DUE:
        return False  # «in half an hour», read a day later, helps nobody
    return stage == ReminderStage.ESCALATED or found.teacher_id == fact["teacher"]


def _text(
    message: Message, stage: str, lines: Sequence[Mapping[str, Any]], zone: ZoneInfo, *, link: bool
) -> str:
    said = [f"{INTRO[stage]}\n"]
    for line in lines[:MOST_LINES]:
        said.append(f"{line['what']}{_owing(line, stage)}")
        said += [f"  {words}" for words in facts_words(line["facts"], zone)]
        said.append(f"  {settings.SITE_URL}{line['link']}\n" if link else "")
    if more := len(lines) - MOST_LINES:
        said += [_more(more), ""] if more > 0 else []
    mine = reverse("control:my_reminders", args=[message.school_id])
    said.append(_("Which letters come is chosen here: %(address)s") % {"address": _site(mine)})
    said.append("")
    said.append(_("Everything of this reminder, as it stands now:") if link else _("Open it:"))
    return "\n".join(said)


def _site(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def _more(number: int) -> str:
    return ngettext("… and %(n)d more entry", "… and %(n)d more entries", number) % {"n": number}


def _owing(line: Mapping[str, Any], stage: str) -> str:
    if stage != ReminderStage.ESCALATED:
        return ""
    return f" – {line['teacher'] or _('No teacher is entered')}"
