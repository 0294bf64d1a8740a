"""What the commands say to the person who typed them: one line a step, progress when it is long."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

SPEAK_AFTER = 2.0  # seconds: a shorter step is not worth a line


class Refusal(Exception):
    """Something the person has to know or do; shown as one line, without a traceback."""


class Step:
    """A step under way. `note` is the changing part of its line ("37 of 97")."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.note = ""
        self._started = time.monotonic()
        self._done = threading.Event()
        self._spoke = False
        self._ticker = threading.Thread(target=self._tick, daemon=True)

    def start(self) -> None:
        self._ticker.start()

    def finish(self, *, ok: bool) -> None:
        self._done.set()
        self._ticker.join()
        if self._spoke:
            self._write(
                f"  {self.title}: {'done' if ok else 'failed'} in {self._seconds():.0f} s",
                last=True,
            )

    def _seconds(self) -> float:
        return time.monotonic() - self._started

    def _tick(self) -> None:
        on_screen = sys.stderr.isatty()
        pause = 0.2 if on_screen else 10.0
        if self._done.wait(SPEAK_AFTER):
            return
        self._spoke = True
        while True:
            note = f" {self.note}" if self.note else ""
            self._write(f"  {self.title} …{note} ({self._seconds():.0f} s)", last=not on_screen)
            if self._done.wait(pause):
                return

    def _write(self, line: str, *, last: bool) -> None:
        if sys.stderr.isatty():
            sys.stderr.write("\r\033[K" + line + ("\n" if last else ""))
        else:
            sys.stderr.write(line + "\n")
        sys.stderr.flush()


@contextmanager
def step(title: str) -> Iterator[Step]:
    """Say what is going on when it takes longer than two seconds."""
    current = Step(title)
    current.start()
    ok = False
    try:
        yield current
        ok = True
    finally:
        current.finish(ok=ok)


def line(text: str) -> None:
    """One line for the person, at once even through a pipe."""
    print(text, file=sys.stderr, flush=True)


def refuse(text: str) -> NoReturn:
    """Stop the command with one clear line."""
    line(text)
    raise SystemExit(1)
