"""What has to be in the database before the web server starts: tables, and demo data."""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tools.paths import CHECKOUT, LOG, PYTHON
from tools.process import last_lines
from tools.say import Refusal, step
from tools.services import Services

ROOMS = ("core", "school", "consent", "schedule", "journal", "diary", "archive", "control")
DEMO_DATA = ("demo_data", "--schools", "1", "--students", "300", "--seed", "1")


def prepare(services: Services) -> None:
    """Bring the tables up to date and fill an empty database."""
    owner = services.environment | {"DATABASE_URL": services.environment["DATABASE_OWNER_URL"]}
    stamp = services.home.data / "migrated" if services.postgres and services.home else None
    current = code_fingerprint()
    if stamp is None or not stamp.exists() or stamp.read_text() != current:
        _manage(owner, "Bringing the tables up to date", "migrate", "--no-input")
        if stamp is not None:
            stamp.write_text(current)
    if is_empty(owner["DATABASE_URL"]):
        _manage(owner, "Inventing a school with 300 students", *DEMO_DATA)


def code_fingerprint() -> str:
    """A short name for all that migrations and triggers are made from."""
    digest = hashlib.sha256()
    for path in _sources():
        digest.update(str(path.relative_to(CHECKOUT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    yield CHECKOUT / "requirements" / "base.txt"
    yield CHECKOUT / "config" / "settings.py"
    for room in ROOMS:
        yield from sorted((CHECKOUT / room).rglob("*.py"))


def is_empty(owner_url: str) -> bool:
    """Whether no school has been entered or invented yet."""
    import psycopg2

    connection = psycopg2.connect(owner_url)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT NOT EXISTS (SELECT FROM school_school)")
            return bool(cursor.fetchone()[0])
    finally:
        connection.close()


def _manage(environment: dict[str, str], title: str, *arguments: str) -> None:
    """Run a command of manage.py; its words go to var/log, their end is shown on failure."""
    log = LOG / f"{arguments[0]}.log"
    with step(title), log.open("wb") as sink:
        done = subprocess.run(
            [PYTHON, "manage.py", *arguments],
            cwd=CHECKOUT,
            env={**os.environ, **environment},
            stdout=sink,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if done.returncode:
        raise Refusal(f"{title} failed (manage.py {arguments[0]}):\n{last_lines(log, 15)}")
