"""What is kept: backups now; sealing, storages and the hand-over of paper later."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArchiveConfig(AppConfig):
    name = "archive"
    verbose_name = _("Archive")

    def ready(self) -> None:
        from archive import permissions  # noqa: F401  (adds its permissions)
