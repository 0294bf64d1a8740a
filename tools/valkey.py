"""The embedded Valkey: cache, sessions' first layer and Celery's broker, on a port of 127.0.0.1.

It writes an append-only file and is stopped by SIGTERM, so that queued work survives.
"""

from __future__ import annotations

import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from tools import process
from tools.home import Home, valkey_server
from tools.say import Refusal

START_SECONDS = 30


def free_port() -> int:
    """A port of this machine that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(slots=True, kw_only=True)
class Valkey:
    """One embedded server; it keeps its port when it is started again."""

    home: Home
    password: str
    log: Path
    for_tests: bool = False
    port: int = 0
    child: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start on a free port; another process may take it first, so try a few."""
        for _attempt in range(5):
            self.port = free_port()
            self.launch()
            if self.wait_until_ready():
                return
        raise Refusal(f"Valkey did not start:\n{process.last_lines(self.log)}")

    def launch(self) -> None:
        folder = self.home.folder("valkey")
        self.child = process.start(
            [valkey_server(self.home.programs), "-"],
            log=self.log,
            cwd=folder,
            identity=self.home.popen_identity(),
            standard_input=self._configuration().encode(),
        )

    def wait_until_ready(self) -> bool:
        """Whether the server answers to its password."""
        import redis

        client = redis.Redis.from_url(self.url)
        border = time.monotonic() + START_SECONDS
        while time.monotonic() < border and self.child is not None and self.child.poll() is None:
            try:
                client.ping()
                return True
            except redis.exceptions.ConnectionError:
                time.sleep(0.02)
            finally:
                client.close()
        return False

    def stop(self) -> None:
        """Let it write its file and go."""
        if self.child is not None:
            process.stop(self.child, by=signal.SIGTERM, patience=30)
            self.child = None

    def _configuration(self) -> str:
        """Given through standard input, so that the password stands in no file or process list."""
        return "\n".join(
            [
                "bind 127.0.0.1",
                f"port {self.port}",
                f"requirepass {self.password}",
                f"appendonly {'no' if self.for_tests else 'yes'}",
                "appendfsync everysec",
                'save ""',
                "maxmemory 256mb",
                "maxmemory-policy noeviction",
                "loglevel warning",
                "",
            ]
        )
