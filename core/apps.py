"""The room every other stands on; it knows no school."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        from core.database import prepare_database

        post_migrate.connect(prepare_database, dispatch_uid="core.prepare_database")
