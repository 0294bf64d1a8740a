"""The registers: who is who, and who learns what with whom."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SchoolConfig(AppConfig):
    name = "school"
    verbose_name = _("Registers")

    def ready(self) -> None:
        from allauth.mfa import signals

        from school import accounts
        from school.imports import register_sheets

        signals.authenticator_added.connect(accounts.factor_added, dispatch_uid="school.factor")
        signals.authenticator_removed.connect(
            accounts.factor_removed, dispatch_uid="school.factor_gone"
        )
        register_sheets()
