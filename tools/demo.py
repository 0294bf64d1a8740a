"""`make demo`: the whole system with demo data, under one supervisor.

Ctrl-C stops it: beat, worker, web, then Valkey and PostgreSQL. `--check` stops it by itself as soon
as everything has answered, with exit code 0, for tests and for the curious.
"""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from tools import first_start, process
from tools.logins import logins_table
from tools.paths import CHECKOUT, LOG, PYTHON, RUN, make_private
from tools.ports import refuse_taken_port, wanted_port
from tools.say import Refusal, line, refuse, step
from tools.services import Services, start_services
from tools.supervisor import Charge, Supervisor
from tools.with_services import publish

ANSWER_SECONDS = 90


class Stop(BaseException):
    """Somebody asked us to stop. Not an Exception, so that nothing swallows it."""


def stop_on_signals() -> None:
    """A background job of a shell ignores SIGINT unless we say otherwise."""

    def ask(_number: int, _frame: FrameType | None) -> None:
        ignore_signals()
        raise Stop

    signal.signal(signal.SIGINT, ask)
    signal.signal(signal.SIGTERM, ask)


def ignore_signals() -> None:
    """We are stopping already; a second Ctrl-C must not leave half of it running."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)


@contextmanager
def only_one(port: int) -> Iterator[None]:
    """One demo for a checkout: a second one would share its data."""
    make_private(RUN)
    with (RUN / "services.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            refuse(_who_is_running())
        notice = RUN / "demo.json"
        notice.write_text(json.dumps({"pid": os.getpid(), "address": address(port)}))
        try:
            yield
        finally:
            notice.unlink(missing_ok=True)


def _who_is_running() -> str:
    try:
        running = json.loads((RUN / "demo.json").read_text())
    except (OSError, ValueError):
        return "Another command of this checkout is using its servers; wait until it ends."
    place, number = running["address"], running["pid"]
    return f"The demo of this checkout is running already: {place} (process {number})."


def address(port: int) -> str:
    return f"http://localhost:{port}/"


def take_services(supervisor: Supervisor, services: Services) -> None:
    """Put the embedded servers into the supervisor's care."""
    if services.postgres is not None:
        postgres = services.postgres

        def launch_postgres() -> subprocess.Popen[bytes]:
            postgres.launch()
            assert postgres.child is not None
            return postgres.child

        supervisor.add(
            Charge(
                name="PostgreSQL",
                launch=launch_postgres,
                stop_by=signal.SIGINT,
                patience=60,
                child=postgres.child,
                started=time.monotonic(),
            )
        )
    if services.valkey is not None:
        valkey = services.valkey

        def launch_valkey() -> subprocess.Popen[bytes]:
            valkey.launch()
            assert valkey.child is not None
            return valkey.child

        supervisor.add(
            Charge(
                name="Valkey",
                launch=launch_valkey,
                patience=30,
                child=valkey.child,
                started=time.monotonic(),
            )
        )


def start_our_own(supervisor: Supervisor, environment: dict[str, str]) -> None:
    """The web server, the worker and the clock, as in production."""
    celery = ["celery", "-A", "config.celery"]
    worker = ["--concurrency", "2", "--without-gossip", "--without-mingle", "--loglevel", "warning"]
    commands = {
        "web": ["gunicorn", "--config", "python:config.gunicorn", "config.wsgi:application"],
        "worker": [*celery, "worker", *worker],
        "beat": [*celery, "beat", "--loglevel", "warning", "--pidfile", ""],
    }
    for name, command in commands.items():

        def launch(name: str = name, command: list[str] = command) -> subprocess.Popen[bytes]:
            return process.start(
                [PYTHON, "-m", *command],
                log=LOG / f"{name}.log",
                env={**os.environ, **environment},
                cwd=CHECKOUT,
            )

        supervisor.add(Charge(name=name, launch=launch))


def wait_for_answer(port: int, supervisor: Supervisor) -> None:
    """Until the web server says that its database and cache answer too."""
    border = time.monotonic() + ANSWER_SECONDS
    seen = "nothing"
    while time.monotonic() < border:
        supervisor.look_after_all()
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10) as answer:
                if answer.status == 200:
                    return
        except urllib.error.HTTPError as error:
            seen = f"status {error.code}"
        except OSError as error:
            seen = str(error)
        time.sleep(0.1)
    last = process.last_lines(LOG / "web.log")
    raise Refusal(
        f"The web server did not answer for {ANSWER_SECONDS} s ({seen}). Its log ends:\n{last}"
    )


def check_front_page(port: int) -> None:
    """See that the address we print leads to a page with its styles (by way of the login)."""
    front = f"http://127.0.0.1:{port}/"
    try:
        with urllib.request.urlopen(front, timeout=30) as answer:
            styles = re.findall(r'href="(/static/[^"]+\.css)"', answer.read().decode())
        for style in styles:
            urllib.request.urlopen(f"{front}{style.lstrip('/')}", timeout=30).close()
    except OSError as error:
        last = process.last_lines(LOG / "web.log")
        raise Refusal(f"{front} does not open ({error}). Its log ends:\n{last}") from None
    if not styles:
        raise Refusal(f"{front} has no styles.")


PING = """
import sys
from config.celery import app
sys.exit(not any(app.control.broadcast("ping", reply=True, timeout=1, limit=1) for _ in range(30)))
"""


def check_worker(environment: dict[str, str]) -> None:
    """See that the worker takes work; it may still be starting."""
    done = subprocess.run(
        [PYTHON, "-c", PING],
        cwd=CHECKOUT,
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
    )
    if done.returncode:
        last = process.last_lines(LOG / "worker.log")
        raise Refusal(f"The worker does not answer. var/log/worker.log ends:\n{last}")


def run(port: int, *, check: bool) -> None:
    """Start everything in order, stay until told to stop, stop everything in the opposite order."""
    supervisor = Supervisor()
    services: Services | None = None
    try:
        with step("Starting PostgreSQL and Valkey"):
            services = start_services()
        take_services(supervisor, services)
        environment = services.environment | {"BIND": f"127.0.0.1:{port}"}
        publish(services.environment)
        first_start.prepare(services)
        with step("Starting the web server, the worker and the clock"):
            start_our_own(supervisor, environment)
            wait_for_answer(port, supervisor)
        print(f"\n{address(port)}\n\n{logins_table()}\nCtrl-C stops it.", flush=True)
        if check:
            check_front_page(port)
            check_worker(environment)
            return
        while True:
            time.sleep(0.3)
            supervisor.look_after_all()
    finally:
        ignore_signals()
        with step("Stopping"):
            supervisor.stop_all()
            if services is not None:
                services.stop()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="stop as soon as everything has answered"
    )
    check = parser.parse_args().check
    try:
        port = wanted_port()
        with only_one(port):
            refuse_taken_port(port)
            Path(LOG).mkdir(parents=True, exist_ok=True)
            stop_on_signals()
            run(port, check=check)
    except Stop:
        line("Stopped.")
        return 0
    except Refusal as refusal:
        refuse(str(refusal))
    if check:
        line("Everything answered; stopped.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
