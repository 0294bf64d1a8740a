"""The real processes of a house of its own, made to be killed: PostgreSQL that really writes to
disk, Valkey, and the production web server with its workers."""

from __future__ import annotations

import http.client
import json
import os
import random
import secrets
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from tests.template_database import fill, template_name
from tools import process
from tools.home import passing_home
from tools.postgres import OWNER_ROLE, WEB_ROLE, Postgres
from tools.valkey import Valkey


@dataclass(slots=True)
class House:
    """Start it, kill parts of it, stop it."""

    folder: Path
    postgres: Postgres = field(init=False)
    valkey: Valkey = field(init=False)
    web: subprocess.Popen[bytes] | None = None
    others: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    port: int = 0
    environment: dict[str, str] = field(default_factory=dict)

    def start(self, *, with_web: bool = True, **environment: str) -> None:
        home = passing_home()
        self.postgres = Postgres(
            home=home,
            owner_password=secrets.token_urlsafe(),
            web_password=secrets.token_urlsafe(),
            log=self.folder / "postgres.log",
        )
        self.postgres.start()
        self.valkey = Valkey(
            home=home,
            password=secrets.token_urlsafe(),
            log=self.folder / "valkey.log",
            for_tests=False,
        )
        self.valkey.start()
        fill(self.postgres.url(OWNER_ROLE), template_name())
        self.port = free_port()
        self.environment = {
            **os.environ,
            "DATABASE_URL": self.postgres.url(WEB_ROLE),
            "REDIS_URL": self.valkey.url,
            "SECRET_KEY": secrets.token_urlsafe(),
            "BIND": f"127.0.0.1:{self.port}",
            "LOG_LEVEL": "CRITICAL",
            "TESTING": "1",
            **environment,
        }
        if with_web:
            self.launch_web()

    def stop(self) -> None:
        self.kill_web()
        for name in list(self.others):
            self.kill(name)
        self.valkey.stop()
        self.postgres.stop()
        self.postgres.home.forget()

    def launch_web(self) -> None:
        command = ["gunicorn", "--config", "python:config.gunicorn", "config.wsgi:application"]
        self.web = process.start(
            [sys.executable, "-m", *command],
            log=self.folder / "web.log",
            env=self.environment,
            cwd=settings.BASE_DIR,
        )

    def launch(self, name: str, *command: str) -> None:
        """Another process of the house: a worker, the clock."""
        self.others[name] = process.start(
            [sys.executable, "-m", *command],
            log=self.folder / f"{name}.log",
            env=self.environment,
            cwd=settings.BASE_DIR,
        )

    def kill(self, name: str) -> None:
        """kill -9 of this process and all its children."""
        child = self.others.pop(name)
        process.kill_group(child)
        child.wait()

    def kill_a_child(self, name: str, chance: random.Random) -> None:
        """kill -9 of one of its children alone, whatever that does."""
        pid = self.others[name].pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        if children:
            os.kill(int(chance.choice(children)), signal.SIGKILL)

    def kill_web(self) -> None:
        """kill -9 of the server and all its workers, in the middle of whatever they do."""
        if self.web is not None:
            process.kill_group(self.web)
            self.web.wait()

    def kill_postgres(self) -> None:
        """kill -9 of the database and all its backends; it must recover from its log."""
        process.kill_group(self.postgres.child)
        self.postgres.child.wait()
        self.postgres.launch()
        self.postgres.wait_until_ready()

    def run(self, *arguments: str) -> dict[str, object]:
        """A module of the tests in this house; what it prints as JSON."""
        done = subprocess.run(
            [sys.executable, "-m", *arguments],
            cwd=settings.BASE_DIR,
            env={**self.environment, "DJANGO_SETTINGS_MODULE": "config.settings"},
            stdout=subprocess.PIPE,
            check=True,
        )
        return json.loads(done.stdout)

    def wait_until_it_answers(self) -> None:
        border = time.monotonic() + 60
        while time.monotonic() < border:
            try:
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                connection.request("GET", "/healthz")
                if connection.getresponse().status == 200:
                    return
            except OSError:
                pass
            time.sleep(0.1)
        raise TimeoutError((self.folder / "web.log").read_text()[-2000:])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
