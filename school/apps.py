"""The registers: who is who, and who learns what with whom."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SchoolConfig(AppConfig):
    name = "school"
    verbose_name = _("Registers")

    def ready(self) -> None:
        from allauth.mfa import signals

        from core.background import Work, counted, hourly, register
        from core.registry import school_clocks
        from school import accounts
        from school.clock import zones_of_schools
        from school.imports import register_sheets
        from school.imports.jobs import forget_old_imports

        signals.authenticator_added.connect(accounts.factor_added, dispatch_uid="school.factor")
        signals.authenticator_removed.connect(
            accounts.factor_removed, dispatch_uid="school.factor_gone"
        )
        register_sheets()
        school_clocks.append(zones_of_schools)
        register(
            Work(
                name="forget_old_imports",
                label=_("Forget imports that nobody confirmed"),
                timetable=hourly(minute=20),
                per_school=False,
                do=lambda run, now: {"forgotten": forget_old_imports(now=now)},
                says=counted("forgotten"),
            )
        )
