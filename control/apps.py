from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ControlConfig(AppConfig):
    name = "control"
    verbose_name = _("Control")

    def ready(self) -> None:
        from control import permissions, regulation  # noqa: F401
        from control.queries import deadlines
        from control.queries.papers import files_of_papers
        from control.reminders import register_reminders
        from control.works import register_clock, register_figures
        from core.registry import DeadlineMaker, deadline_makers, file_owners

        deadline_makers.extend(
            [
                DeadlineMaker(rules=("RESPONSIBLE_NAMED",), find=deadlines.responsible_named),
                DeadlineMaker(rules=("YEAR_OPENED",), find=deadlines.year_opened),
                DeadlineMaker(rules=("MONITORING_WEEKLY",), find=deadlines.figures_ready),
            ]
        )
        file_owners.append(files_of_papers)
        register_clock()
        register_reminders()
        register_figures()
