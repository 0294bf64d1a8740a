"""How many facts stand how: the five numbers that every page of compliance counts with."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from core.regulation import BROKEN, State

# In the order in which every table and every row of SQL names them.
STATES = (State.DONE, State.DUE, State.LATE, State.MISSING, State.EXCUSED)
_HOUR = 3600
_TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Facts by state, with the delay of the late ones (seconds, sum and longest) and how many of
    those were typed in time without a network. Excused ones are in no other state."""

    done: int = 0
    due: int = 0
    late: int = 0
    missing: int = 0
    excused: int = 0
    seconds: int = 0
    longest: int = 0
    offline: int = 0

    @classmethod
    def of(cls, numbers: Sequence[int]) -> Counts:
        """From the numbers as SQL gives them: five states, then the delay where it was asked."""
        names = ("done", "due", "late", "missing", "excused", "seconds", "longest", "offline")
        return cls(**dict(zip(names, numbers, strict=False)))

    def __getitem__(self, state: str) -> int:
        return getattr(self, State(state).value)

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            done=self.done + other.done,
            due=self.due + other.due,
            late=self.late + other.late,
            missing=self.missing + other.missing,
            excused=self.excused + other.excused,
            seconds=self.seconds + other.seconds,
            longest=max(self.longest, other.longest),
            offline=self.offline + other.offline,
        )

    @property
    def asked(self) -> int:
        return self.done + self.due + self.late + self.missing + self.excused

    @property
    def judged(self) -> int:
        """Whose deadline decided: neither still due nor excused."""
        return self.done + self.late + self.missing

    @property
    def broken(self) -> int:
        return self.those(BROKEN)

    @property
    def in_time_percent(self) -> int | None:
        """Of those judged, how many came in time, whole percents rounded down: 100 means all."""
        return 100 * self.done // self.judged if self.judged else None

    @property
    def mean_hours(self) -> Decimal | None:
        """The mean delay of the late ones, in hours with one place."""
        return hours(Decimal(self.seconds) / self.late) if self.late else None

    @property
    def longest_hours(self) -> Decimal | None:
        return hours(self.longest) if self.late else None

    def those(self, states: Collection[str]) -> int:
        return sum(self[state] for state in states)


NONE = Counts()


def hours(seconds: int | Decimal) -> Decimal:
    """Seconds as hours with one place, half up; a delay is never shown as none."""
    return max((Decimal(seconds) / _HOUR).quantize(_TENTH, ROUND_HALF_UP), _TENTH)
