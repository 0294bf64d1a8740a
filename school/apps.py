"""The registers: who is who, and who learns what with whom."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SchoolConfig(AppConfig):
    name = "school"
    verbose_name = _("Registers")

    def ready(self) -> None:
        from school.imports import register_sheets

        register_sheets()
