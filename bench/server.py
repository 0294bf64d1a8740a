"""The web server as `make demo` starts it, on a free port."""

from __future__ import annotations

import os
import socket
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from tools import process
from tools.paths import CHECKOUT, LOG, PYTHON
from tools.say import Refusal


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def web(environment: dict[str, str], *, counting: bool) -> Iterator[int]:
    """The running server's port. `counting` adds the header with the number of statements."""
    port = _free_port()
    own = {**os.environ, **environment, "BIND": f"127.0.0.1:{port}", "WEB_WORKERS": "2"}
    own["BENCH"] = "1" if counting else ""
    command = [PYTHON, "-m", "gunicorn", "--config", "python:config.gunicorn"]
    child = process.start(
        [*command, "config.wsgi:application"], log=LOG / "bench-web.log", env=own, cwd=CHECKOUT
    )
    try:
        _wait(port)
        yield port
    finally:
        process.stop(child)


def _wait(port: int) -> None:
    border = time.monotonic() + 60
    while time.monotonic() < border:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise Refusal("The web server did not answer; see var/log/bench-web.log.")
