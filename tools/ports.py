"""The port that the demo listens on."""

from __future__ import annotations

import errno
import os
import socket

from tools.say import Refusal

DEFAULT_PORT = 8000


def wanted_port() -> int:
    """PORT from the environment, 8000 otherwise."""
    given = os.environ.get("PORT") or str(DEFAULT_PORT)
    if not given.isdigit() or not 0 < int(given) < 65536:
        raise Refusal(f"PORT={given} is not a port: give a number from 1 to 65535.")
    return int(given)


def refuse_taken_port(port: int) -> None:
    """Say in one line that somebody else listens there, before anything has been started."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            if error.errno == errno.EACCES:
                raise Refusal(
                    f"Port {port} needs root; choose another one: make demo PORT=8000"
                ) from None
            other = port + 1 if port < 65535 else DEFAULT_PORT
            raise Refusal(
                f"Port {port} is taken; choose another one: make demo PORT={other}"
            ) from None
