from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DiaryConfig(AppConfig):
    name = "diary"
    verbose_name = _("What a family reads")

    def ready(self) -> None:
        from core.registry import Letter, letters
        from diary import permissions  # noqa: F401  (fills the register of permissions)
        from diary.actions import may_read
        from diary.queries.digest import FORECAST

        letters[FORECAST] = Letter(
            subject=_("New forecast in the diary"),
            text=_("A new forecast of a student's marks is ready in the diary:"),
            may_go=may_read,
        )
