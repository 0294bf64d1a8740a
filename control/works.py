"""What control does by the clock: deadlines kept as facts, figures of weeks fixed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from control.actions.asking import KIND, ask_to_confirm, is_unconfirmed
from control.actions.deadlines import keep_deadlines
from control.actions.snapshots import fix_closed_weeks
from core.background import Timetable, Work, counted, daily, every, register, weekly
from core.registry import Letter, letters

# When the week's figures are asked to be confirmed, until they are.
_ASKED = Timetable(
    words=_("on Mondays and Wednesdays at 9:00"), minutes=(0,), hours=(9,), weekdays=(0, 2)
)


def register_clock() -> None:
    """While a school is awake every ten minutes, at night the whole year: what was due is kept."""
    register(
        Work(
            name="keep_deadlines",
            label=_("Deadlines of lessons, works, periods and reports"),
            timetable=every(minutes=10, hours=tuple(range(6, 24)), offset=4),
            do=lambda run, now: {"changed": keep_deadlines(school_id=run.school_id, now=now)},
            says=counted("changed"),
        ),
        Work(
            name="keep_all_deadlines",
            label=_("Deadlines of the whole year"),
            timetable=daily("02:40"),
            do=lambda run, now: {
                "changed": keep_deadlines(school_id=run.school_id, now=now, whole=True)
            },
            says=counted("changed"),
        ),
    )


def register_figures() -> None:
    """Figures are fixed each Monday, right after midnight of the school (order 3); whoever answers
    for them is asked to confirm on Monday morning, and once more on Wednesday."""
    letters[KIND] = Letter(
        subject=_("The figures of the week wait for your confirmation"),
        text=_(
            "The electronic journal has fixed the figures of the closed week. Look at them and"
            " confirm them:"
        ),
        may_go=is_unconfirmed,
        to_own_address=True,
    )
    register(
        Work(
            name="fix_figures",
            label=_("Figures of the closed week for the municipality"),
            timetable=weekly(0, "00:10"),
            do=lambda run, now: {"made": fix_closed_weeks(school_id=run.school_id, now=now)},
            says=counted("made"),
        ),
        Work(
            name="ask_to_confirm",
            label=_("Asking to confirm the figures of the week"),
            timetable=_ASKED,
            do=lambda run, now: {"sent": ask_to_confirm(school_id=run.school_id, now=now)},
            says=counted("sent"),
        ),
    )
