"""Reminders (order 2.5): to the teacher before a deadline and after it, every morning what is still
missing, and to those who answer for it when nothing was done. Nobody is told the same twice,
nothing is told of what was done, excused or cancelled meanwhile."""


def register_reminders() -> None:
    """Tell the house how reminders go out: their letters, and when the clock asks for them."""
    from django.utils.translation import gettext_lazy as _

    from control.models import ReminderStage
    from control.reminders.actions import remind_daily_for_run, remind_for_run
    from control.reminders.clock import resting_schools
    from control.reminders.letters import kind_of, letter_words
    from core.background import Work, counted, every, hourly, register
    from core.registry import Letter, letters

    for stage in ReminderStage.values:
        letters[kind_of(stage)] = Letter(
            subject="",
            text="",
            may_go=lambda _person_id, _about_id, _now: True,  # its words ask it
            words=letter_words,
            rests=resting_schools,
            to_own_address=True,
        )
    register(
        Work(
            name="remind",
            label=_("Reminders of deadlines"),
            timetable=every(minutes=5, offset=3),
            do=remind_for_run,
            says=counted("sent"),
        ),
        Work(
            name="remind_daily",
            label=_("Morning digests and word to those who answer"),
            timetable=hourly(minute=4),
            do=remind_daily_for_run,
            says=counted("sent"),
        ),
    )
