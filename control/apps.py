from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ControlConfig(AppConfig):
    name = "control"
    verbose_name = _("Control")

    def ready(self) -> None:
        from control import permissions, regulation  # noqa: F401
        from control.reminders import register_reminders
        from control.works import register_clock, register_figures

        register_clock()
        register_reminders()
        register_figures()
