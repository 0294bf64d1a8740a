"""What control does by the clock about the fixed figures."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from control.actions.snapshots import fix_closed_weeks
from core.background import Work, counted, register, weekly


def register_figures() -> None:
    """Each Monday, right after midnight of the school (order 3)."""
    register(
        Work(
            name="fix_figures",
            label=_("Figures of the closed week for the municipality"),
            timetable=weekly(0, "00:10"),
            do=lambda run, now: {"made": fix_closed_weeks(school_id=run.school_id, now=now)},
            says=counted("made"),
        )
    )
