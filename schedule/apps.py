"""Bells, timetable, the lessons of each day and who replaces whom."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScheduleConfig(AppConfig):
    name = "schedule"
    verbose_name = _("Timetable")

    def ready(self) -> None:
        from schedule.imports import register_sheets

        register_sheets()
