"""The databases that are measured: a school of 1 000 students, and a district."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlsplit

import psycopg2
from psycopg2 import sql

from tools.paths import CHECKOUT
from tools.say import Refusal, line

SCHOOL_STUDENTS = 1000
SMALL_DISTRICT, SMALL_STUDENTS, FULL_STUDENTS = 3, 300, 900


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One database to measure in. `cache` is the number of its own Valkey database."""

    scale: str
    schools: int
    students: int
    cache: int

    @property
    def database(self) -> str:
        return f"bench_{self.scale}"

    @property
    def title(self) -> str:
        return f"{self.scale}: {self.schools} × {self.students} students"


def places() -> list[Place]:
    """The school, and the district that DISTRICT asks for (small without it, none with 0)."""
    district = int(os.environ.get("DISTRICT") or SMALL_DISTRICT)
    students = SMALL_STUDENTS if district <= SMALL_DISTRICT else FULL_STUDENTS
    found = [Place(scale="school", schools=1, students=SCHOOL_STUDENTS, cache=5)]
    if district:
        found.append(Place(scale="district", schools=district, students=students, cache=6))
    return found


def environment_of(place: Place, environment: dict[str, str]) -> dict[str, str]:
    """The services' environment with the place's own database and cache."""
    changed = dict(environment)
    for key in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_WEB_URL"):
        if changed.get(key):
            changed[key] = _with_path(changed[key], quote(place.database))
    redis = changed.get("REDIS_URL") or os.environ.get("REDIS_URL", "")
    changed["REDIS_URL"] = _with_path(redis, str(place.cache))
    return changed


def _fingerprint() -> str:
    """A short name for what the data are made by: tables, and the code that invents schools."""
    digest = hashlib.sha256()
    for pattern in ("*/migrations/*.py", "control/demo/*"):
        for path in sorted(CHECKOUT.glob(pattern)):
            if path.is_file():
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _with_path(url: str, path: str) -> str:
    return urlsplit(url)._replace(path=f"/{path}").geturl()


def prepare(place: Place, environment: dict[str, str]) -> dict[str, str]:
    """Make and fill the place's database, unless it was filled today by the same code. Returns
    its environment."""
    own = environment_of(place, environment)
    stamp = f"{_fingerprint()} {place.schools} {place.students} {date.today()}"
    owner = environment.get("DATABASE_OWNER_URL") or os.environ.get("DATABASE_OWNER_URL", "")
    with closing(psycopg2.connect(owner)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
                [place.database],
            )
            found = cursor.fetchone()
            if found and found[0] == stamp:
                _migrate(place, own)
                return own
            name = sql.Identifier(place.database)
            cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
            cursor.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(name))
            line(f"Filling {place.title}")
            _fill(place, own)
            cursor.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(name, sql.Literal(stamp)))
    return own


def _fill(place: Place, own: dict[str, str]) -> None:
    schools, students = str(place.schools), str(place.students)
    _migrate(place, own)
    demo = ["demo_data", "--schools", schools, "--students", students]
    _manage(place, own, *demo, "--logins", os.devnull)


def _migrate(place: Place, own: dict[str, str]) -> None:
    """Tables, and the database's own functions and triggers as the code has them now."""
    _manage(place, own, "migrate", "--no-input", "-v0")


def _manage(place: Place, own: dict[str, str], *arguments: str) -> None:
    as_owner = {**os.environ, **own, "DATABASE_URL": own["DATABASE_OWNER_URL"]}
    as_owner["LOG_LEVEL"] = "WARNING"
    command = [sys.executable, "manage.py", *arguments]
    if subprocess.run(command, cwd=CHECKOUT, env=as_owner).returncode:
        raise Refusal(f"manage.py {arguments[0]} failed for the {place.scale}.")
