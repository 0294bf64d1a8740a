"""What is kept: backups now; sealing, storages and the hand-over of paper later."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArchiveConfig(AppConfig):
    name = "archive"
    verbose_name = _("Archive")

    def ready(self) -> None:
        from archive import permissions  # noqa: F401  (adds its permissions)
        from archive.export.asking import forget_old_exports
        from core.background import Work, counted, hourly, register

        register(
            Work(
                name="forget_old_exports",
                label=_("Forget packed records that lie for more than a day"),
                timetable=hourly(minute=40),
                per_school=False,
                do=lambda run, now: {"forgotten": forget_old_exports(now=now)},
                says=counted("forgotten"),
            )
        )
