"""The room every other stands on; it knows no school."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        from core.database import prepare_database

        post_migrate.connect(prepare_database, dispatch_uid="core.prepare_database")
        self._register_works()

    def _register_works(self) -> None:
        from core import delivery, housekeeping
        from core.background import Work, counted, daily, every, register
        from core.files import forget_orphans

        def house(name: str, label: object, timetable: object, do: object) -> Work:
            return Work(
                name=name,
                label=label,
                timetable=timetable,
                per_school=False,
                do=lambda run, now: {"forgotten": do(now=now)},
                says=counted("forgotten"),
            )

        register(
            Work(
                name="send_letters",
                label=_("Send letters that wait"),
                timetable=every(minutes=1),
                per_school=False,
                catch_up="latest",
                do=delivery.send_for_run,
                says=counted("sent"),
            ),
            house(
                "forget_orphan_files",
                _("Forget files that belong to nothing"),
                daily("03:40"),
                forget_orphans,
            ),
            house(
                "forget_old_runs",
                _("Forget old runs of background work"),
                daily("03:20"),
                housekeeping.forget_old_runs,
            ),
            house(
                "forget_old_requests",
                _("Forget keys of old requests and ended sessions"),
                daily("03:30"),
                housekeeping.forget_old_requests,
            ),
        )
