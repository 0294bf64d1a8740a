"""Bells, timetable, the lessons of each day and who replaces whom."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScheduleConfig(AppConfig):
    name = "schedule"
    verbose_name = _("Timetable")

    def ready(self) -> None:
        from core.registry import special_day_kept
        from schedule.actions.excused_days import excuse_special_day
        from schedule.imports import register_sheets

        special_day_kept.append(excuse_special_day)
        register_sheets()
