"""What migrations leave to do in the database: the web role's rights and where keys start.

The web and the worker connect as a role that owns no table, so nobody who breaks into them can
drop a trigger, empty a table or rewrite history (design.md section 4)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.db import connections
from django.db.backends.utils import CursorWrapper


def prepare_database(sender: AppConfig, using: str, **_kwargs: Any) -> None:
    """Run once after all apps have migrated (Django sends the signal for each app in turn)."""
    if sender.label != list(apps.app_configs)[-1]:
        return
    with connections[using].cursor() as cursor:
        _start_keys(cursor)
        _make_functions(cursor)
        grant_web_role(cursor)


def _start_keys(cursor: CursorWrapper) -> None:
    """Let every key of this installation start at its number × 2^40, so schools can move."""
    start = settings.INSTALLATION_NUMBER << 40
    if not start:
        return
    cursor.execute(
        "SELECT schemaname, sequencename FROM pg_sequences"
        " WHERE schemaname = 'public' AND coalesce(last_value, 0) < %s AND data_type = 'bigint'",
        [start],
    )
    for schema, sequence in cursor.fetchall():
        cursor.execute(f'ALTER SEQUENCE "{schema}"."{sequence}" RESTART WITH {start + 1}')


def _make_functions(cursor: CursorWrapper) -> None:
    """Make anew the functions of the rooms (`<room>/sql/*.sql`): reads of hot pages whose plan
    PostgreSQL keeps in the session, where planning would cost more than running."""
    for app in apps.get_app_configs():
        for source in sorted(Path(app.path).glob("sql/*.sql")):
            cursor.execute(source.read_text(encoding="utf-8"))


def grant_web_role(cursor: CursorWrapper) -> None:
    """Give the web role rows to read and write, but of history only reading and adding."""
    role = settings.WEB_ROLE
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
    if not cursor.fetchone():
        return
    cursor.execute(
        f'GRANT USAGE ON SCHEMA public TO "{role}";'
        f'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO "{role}";'
        f'GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO "{role}"'
    )
    for table in append_only_tables():
        cursor.execute(f'REVOKE UPDATE, DELETE, TRUNCATE ON "{table}" FROM "{role}"')


def append_only_tables() -> list[str]:
    """Tables whose rows, once written, can be neither changed nor deleted: events and logs."""
    return sorted(
        model._meta.db_table
        for model in apps.get_models()
        if getattr(model, "append_only", False) or hasattr(model, "pgh_tracked_model")
    )
