"""The embedded PostgreSQL: the wheel's own programs, a Unix socket in a private folder, no TCP.

Three roles, as in production: `postgres` (superuser, only by the socket's peer identity),
`ej_owner` (owns the tables, runs migrations) and `ej_web` (the web's role, owns nothing).
"""

from __future__ import annotations

import getpass
import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from tools import process
from tools.home import Home, postgres_bin
from tools.say import Refusal

DATABASE = "journal"
OWNER_ROLE = "ej_owner"
WEB_ROLE = "ej_web"
SUPERUSER = "postgres"
START_SECONDS = 60

# For a machine of two cores that also runs the web server, the worker and the browser.
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "60",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "timezone": "UTC",
    "log_min_messages": "warning",
    "log_line_prefix": "%m [%p] %u ",
}
SETTINGS_FOR_TESTS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "128MB",
}


def database_url(*, role: str, password: str, host: str, name: str = DATABASE) -> str:
    """An address that libpq and Django both read, whatever characters the parts hold."""
    user, secret, place, database = (quote(part, safe="") for part in (role, password, host, name))
    return f"postgresql://{user}:{secret}@{place}/{database}"


@dataclass(slots=True, kw_only=True)
class Postgres:
    """One embedded server. `start` and `stop` may be called again and again."""

    home: Home
    owner_password: str
    web_password: str
    log: Path
    for_tests: bool = False
    child: subprocess.Popen[bytes] | None = None

    @property
    def data(self) -> Path:
        return self.home.data / "pg"

    def url(self, role: str) -> str:
        password = self.owner_password if role == OWNER_ROLE else self.web_password
        return database_url(role=role, password=password, host=str(self.home.sockets))

    def start(self) -> None:
        """Make the cluster if there is none, start the server and see that the roles are there."""
        if not (self.data / "PG_VERSION").exists():
            self._make_cluster()
        self._refuse_other_version()
        self._end_leftover()
        self._write_access_rules()
        self.launch()
        self.wait_until_ready()
        self._make_roles()

    def launch(self) -> None:
        """Start the server's process only (again after a crash, too)."""
        settings = {**SETTINGS, **(SETTINGS_FOR_TESTS if self.for_tests else {})}
        settings["unix_socket_directories"] = str(self.home.sockets)
        command = [self._program("postgres"), "-D", str(self.data)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        self.child = process.start(
            command,
            log=self.log,
            stop_by=signal.SIGINT,
            env=self._environment(),
            cwd=self.data,
            identity=self.home.popen_identity(),
        )

    def wait_until_ready(self) -> None:
        """Return when the server answers; after a crash its old children end first."""
        import psycopg2

        border = time.monotonic() + START_SECONDS
        launches_left = 20
        while time.monotonic() < border and launches_left:
            if self.child is None or self.child.poll() is not None:
                time.sleep(0.5)
                self.launch()
                launches_left -= 1
            try:
                psycopg2.connect(
                    host=str(self.home.sockets), user=SUPERUSER, dbname="postgres"
                ).close()
                return
            except psycopg2.OperationalError:
                time.sleep(0.05)
        raise Refusal(f"PostgreSQL did not start:\n{process.last_lines(self.log)}")

    def stop(self) -> None:
        """Stop at once but cleanly: open transactions are rolled back, the data are written."""
        if self.child is not None:
            process.stop(self.child, by=signal.SIGINT, patience=60)
            self.child = None

    def _program(self, name: str) -> str:
        return str(postgres_bin(self.home.programs) / name)

    def _environment(self) -> dict[str, str]:
        return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}

    def _make_cluster(self) -> None:
        folder = self.home.folder("pg")
        for left in folder.iterdir():
            raise Refusal(
                f"{folder} holds {left.name} but no PostgreSQL cluster: run `make clean`."
            )
        # The builtin provider folds the case of Cyrillic (search "иванов") and needs no library.
        command = [self._program("initdb"), "-D", str(self.data), "--username", SUPERUSER]
        command += ["--encoding=UTF8", "--locale=C", "--auth=peer", "--no-instructions"]
        if "pginstall18" in self._program("initdb"):
            command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        if self.for_tests:
            command.append("--no-sync")
        made = subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            env=self._environment(),
            **self.home.popen_identity(),
        )
        if made.returncode:
            raise Refusal(f"PostgreSQL's data could not be made: {made.stderr.strip()}")

    def _refuse_other_version(self) -> None:
        mine = (self.data / "PG_VERSION").read_text().strip()
        said = subprocess.run(
            [self._program("postgres"), "--version"],
            capture_output=True,
            text=True,
            check=True,
            cwd="/",
        )
        program = said.stdout.split()[2].split(".")[0]
        if mine != program:
            raise Refusal(
                f"var/services holds data of PostgreSQL {mine}, the program is {program}: "
                "`make clean` starts anew, pg_dump with the old version keeps the data."
            )

    def _end_leftover(self) -> None:
        """Stop a server of these data that an earlier command could not stop."""
        pid_file = self.data / "postmaster.pid"
        if not pid_file.exists():
            return
        pid = int(pid_file.read_text().split()[0])
        if _runs_program(pid, "postgres"):
            os.kill(pid, signal.SIGINT)
            border = time.monotonic() + START_SECONDS
            while _runs_program(pid, "postgres") and time.monotonic() < border:
                time.sleep(0.1)

    def _write_access_rules(self) -> None:
        everyone = {
            getpass.getuser(),
            "root",
            self.home.account.name if self.home.account else "root",
        }
        quoted = [name.replace('"', '""') for name in sorted(everyone)]
        identities = "".join(f'house "{name}" {SUPERUSER}\n' for name in quoted)
        rules = f"local all {SUPERUSER} peer map=house\nlocal all all scram-sha-256\n"
        (self.data / "pg_ident.conf").write_text(identities)
        (self.data / "pg_hba.conf").write_text(rules)

    def _make_roles(self) -> None:
        """The owner and the web's role, with the passwords of var/secrets, and the database."""
        import psycopg2

        connection = psycopg2.connect(
            host=str(self.home.sockets), user=SUPERUSER, dbname="postgres"
        )
        connection.autocommit = True
        with connection.cursor() as cursor:
            for role, password in (
                (OWNER_ROLE, self.owner_password),
                (WEB_ROLE, self.web_password),
            ):
                cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
                if cursor.fetchone() is None:
                    cursor.execute(f"CREATE ROLE {role} LOGIN")
                may = "CREATEDB" if role == OWNER_ROLE else "NOCREATEDB"
                cursor.execute(
                    f"ALTER ROLE {role} NOSUPERUSER NOCREATEROLE {may} PASSWORD %s", [password]
                )
            cursor.execute(f"GRANT {WEB_ROLE} TO {OWNER_ROLE}")
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER_ROLE}")
        connection.close()


def _runs_program(pid: int, program: str) -> bool:
    """Whether this process is alive and is that program (a number may have been given anew)."""
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip().startswith(program)
    except OSError:
        return False
