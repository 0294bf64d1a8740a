"""Keeps a few processes alive: starts them, again after a failure, and stops them in order."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tools import process
from tools.say import line

FIRST_PAUSE = 1.0  # seconds before a failed process is started again; doubled each time
LONGEST_PAUSE = 30.0
STEADY_AFTER = 60.0  # a process that ran this long failed for a new reason


@dataclass(slots=True, kw_only=True)
class Charge:
    """One process in the supervisor's care."""

    name: str
    launch: Callable[[], subprocess.Popen[bytes]]
    stop_by: signal.Signals = signal.SIGTERM
    patience: float = 20
    child: subprocess.Popen[bytes] | None = None
    started: float = 0
    pause: float = FIRST_PAUSE
    next_start: float = field(default=0)

    def start(self, now: float) -> None:
        self.child = self.launch()
        self.started = now

    def look_after(self, now: float) -> None:
        """Start it when it is not running, with growing pauses; say so in one line."""
        if self.child is None:
            if now >= self.next_start:
                self.start(now)
            return
        code = self.child.poll()
        if code is None:
            return
        process.kill_group(self.child)  # what it has started must not outlive it
        self.pause = FIRST_PAUSE if now - self.started > STEADY_AFTER else self.pause
        line(f"{self.name} ended ({_in_words(code)}); starting it again in {self.pause:.0f} s")
        self.next_start = now + self.pause
        self.pause = min(self.pause * 2, LONGEST_PAUSE)
        self.child = None

    def stop(self) -> None:
        if self.child is not None:
            process.stop(self.child, by=self.stop_by, patience=self.patience)
            process.kill_group(self.child)


def _in_words(code: int) -> str:
    return f"by {signal.Signals(-code).name}" if code < 0 else f"code {code}"


@dataclass(slots=True)
class Supervisor:
    """Charges in the order in which they start; they stop in the opposite one."""

    charges: list[Charge] = field(default_factory=list)

    def add(self, charge: Charge) -> None:
        """Take a process into care; start it unless it is running already."""
        if charge.child is None:
            charge.start(time.monotonic())
        self.charges.append(charge)

    def look_after_all(self) -> None:
        now = time.monotonic()
        for charge in self.charges:
            charge.look_after(now)

    def stop_all(self) -> None:
        for charge in reversed(self.charges):
            charge.stop()
        self.charges.clear()
