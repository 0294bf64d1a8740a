"""A child process that dies with us and stops when told to."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def _dies_with_parent(by: signal.Signals) -> Callable[[], None]:
    """Even a supervisor killed with -9 leaves no server behind: the kernel tells its children."""

    def in_child() -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        _libc.prctl(PR_SET_PDEATHSIG, int(by))

    return in_child


def start(
    command: Sequence[str | os.PathLike[str]],
    *,
    log: Path,
    stop_by: signal.Signals = signal.SIGTERM,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    identity: Mapping[str, object] | None = None,
    standard_input: bytes | None = None,
) -> subprocess.Popen[bytes]:
    """Start a long-lived child in a session of its own (the terminal's Ctrl-C is ours alone)."""
    with log.open("ab") as sink:
        child = subprocess.Popen(
            [os.fspath(part) for part in command],
            stdin=subprocess.DEVNULL if standard_input is None else subprocess.PIPE,
            stdout=sink,
            stderr=subprocess.STDOUT,
            env=dict(env) if env is not None else None,
            cwd=cwd,
            start_new_session=True,
            preexec_fn=_dies_with_parent(stop_by),
            **(identity or {}),
        )
    if standard_input is not None and child.stdin is not None:
        child.stdin.write(standard_input)
        child.stdin.close()
    return child


def stop(
    child: subprocess.Popen[bytes], *, by: signal.Signals = signal.SIGTERM, patience: float = 15
) -> None:
    """Ask the child to end, and insist when it does not."""
    if child.poll() is None:
        child.send_signal(by)
        try:
            child.wait(patience)
        except subprocess.TimeoutExpired:
            kill_group(child)
            child.wait()


def kill_group(child: subprocess.Popen[bytes]) -> None:
    """End the child and all it started, at once."""
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def last_lines(log: Path, count: int = 5) -> str:
    """The end of a log, for a message about what went wrong."""
    if not log.exists():
        return ""
    return "\n".join(log.read_text(errors="replace").splitlines()[-count:])
