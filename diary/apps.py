from functools import partial

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DiaryConfig(AppConfig):
    name = "diary"
    verbose_name = _("What a family reads")

    def ready(self) -> None:
        from consent.openings import PAGE_NAMES
        from core.registry import DeadlineMaker, Letter, deadline_makers, letters
        from diary import permissions, regulation  # noqa: F401  (fill their registers)
        from diary.actions.digests import may_read
        from diary.queries import deadlines
        from diary.queries.digest import FORECAST

        PAGE_NAMES["paper_report"] = _("weekly report on paper")
        letters[FORECAST] = Letter(
            subject=_("New forecast in the diary"),
            text=_("A new forecast of a student's marks is ready in the diary:"),
            may_go=may_read,
        )
        _register_works()
        deadline_makers.extend(
            [
                DeadlineMaker(rules=("PAPER_WEEKLY",), find=deadlines.paper_reports),
                DeadlineMaker(rules=("FORECAST",), find=deadlines.digests),
            ]
        )


def _register_works() -> None:
    """What the clock asks of this room."""
    from core.background import HEAVY, Work, counted, daily, progress, register
    from diary.actions.digests import make_digests_of
    from diary.actions.paper import FILL_PAPER, fill_batch, make_due_reports

    register(
        Work(
            name="make_digests",
            label=_("Digests of the forecast for families"),
            timetable=daily("15:10"),
            do=lambda run, now: {"made": make_digests_of(run.school_id, now=now)},
            says=counted("made"),
        ),
        Work(
            name="make_paper",
            label=_("Weekly reports on paper"),
            timetable=daily("15:00"),
            do=lambda run, now: {
                "made": make_due_reports(
                    school_id=run.school_id, now=now, told=partial(progress, run)
                )
            },
            says=counted("made"),
            queue=HEAVY,
            most_seconds=1800,
        ),
        Work(
            name=FILL_PAPER,
            label=_("Reports on paper of one class, asked for by hand"),
            do=lambda run, now: {"made": fill_batch(batch_id=run.about_id, now=now)},
            says=counted("made"),
            queue=HEAVY,
        ),
    )
