from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DiaryConfig(AppConfig):
    name = "diary"
    verbose_name = _("What a family reads")

    def ready(self) -> None:
        from diary import permissions  # noqa: F401  (fills the register of permissions)
