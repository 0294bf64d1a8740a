"""Run a command with a database, a cache and a secret key around it.

    python -m tools.with_services [--for-tests] [--as-owner] -- COMMAND …

Servers that were started for the command are stopped after it; its exit code is ours.
"""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tools import say
from tools.paths import CHECKOUT, RUN, make_private
from tools.services import start_services


def run(command: list[str], environment: dict[str, str]) -> int:
    """Run the command in the foreground; signals that reach us reach it too."""
    child = subprocess.Popen(command, env={**os.environ, **environment}, cwd=CHECKOUT)
    signal.signal(signal.SIGINT, lambda *_: None)  # the terminal has told the child already
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    code = child.wait()
    return 128 - code if code < 0 else code


@contextmanager
def environment_for(*, for_tests: bool) -> Iterator[dict[str, str]]:
    """The environment of running servers: our own ones, or those of a command already at work."""
    if for_tests:
        with _own_servers(for_tests=True) as environment:
            yield environment
        return
    make_private(RUN)
    with (RUN / "services.lock").open("a+") as lock, (RUN / "guests.lock").open("a+") as guests:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            fcntl.flock(guests, fcntl.LOCK_SH)
            yield json.loads((RUN / "services.json").read_text())
            return
        with _own_servers(for_tests=False) as environment:
            publish(environment)
            yield environment
            fcntl.flock(guests, fcntl.LOCK_EX)  # others may still be using our servers


@contextmanager
def _own_servers(*, for_tests: bool) -> Iterator[dict[str, str]]:
    services = start_services(for_tests=for_tests)
    try:
        yield services.environment
    finally:
        services.stop()


def publish(environment: dict[str, str]) -> None:
    """Let other commands of this checkout find the servers (a file with passwords: private)."""
    draft = RUN / f"services.json.{os.getpid()}"
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(environment))
    draft.replace(RUN / "services.json")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument(
        "--for-tests", action="store_true", help="servers of this run's own, fast and forgetful"
    )
    parser.add_argument(
        "--as-owner", action="store_true", help="connect as the role that owns the tables"
    )
    parser.add_argument("command", nargs=argparse.REMAINDER)
    arguments = parser.parse_args()
    command = arguments.command[1:] if arguments.command[:1] == ["--"] else arguments.command
    if not command:
        parser.error("no command given")
    try:
        with environment_for(for_tests=arguments.for_tests) as environment:
            if arguments.as_owner:
                environment["DATABASE_URL"] = environment["DATABASE_OWNER_URL"]
            return run(command, environment)
    except say.Refusal as refusal:
        say.refuse(str(refusal))


if __name__ == "__main__":
    sys.exit(main())
