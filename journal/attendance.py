"""Attendance in figures, exactly (requirements.md section 3): посещаемость is 1 − missed / planned
pupil-lessons. Who is late is present; a lesson without a register, and who is taught elsewhere,
is in neither number and counted apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from operator import attrgetter

from journal.models import AbsenceKind

ALARM = Fraction(3, 10)  # of a month's lessons


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Pupil-lessons of one student or many, and whole days missed. `planned` are those that the
    registers speak of; `unknown` have no register, `away` are not expected, `ahead` not begun."""

    planned: int = 0
    absent: int = 0
    excused: int = 0
    ill: int = 0
    late: int = 0
    unknown: int = 0
    away: int = 0
    ahead: int = 0
    days: int = 0
    days_absent: int = 0
    days_excused: int = 0
    days_ill: int = 0

    @property
    def missed(self) -> int:
        return self.absent + self.excused + self.ill

    @property
    def attendance(self) -> Fraction | None:
        """Посещаемость; None where no register speaks."""
        return 1 - Fraction(self.missed, self.planned) if self.planned else None

    @property
    def unexcused(self) -> Fraction | None:
        """The share of lessons missed without a reason."""
        return Fraction(self.absent, self.planned) if self.planned else None

    @property
    def is_alarming(self) -> bool:
        """Three lessons of ten or more were missed; asked of a month."""
        return self.planned > 0 and Fraction(self.missed, self.planned) >= ALARM

    @property
    def attendance_shown(self) -> str:
        return percent(self.attendance)

    @property
    def unexcused_shown(self) -> str:
        return percent(self.unexcused)


NOTHING = Tally()
_NAMES = [one.name for one in fields(Tally)]


def total(tallies: Iterable[Tally]) -> Tally:
    """All of them together."""
    some = [tally for tally in tallies if tally is not NOTHING]
    return Tally(**{name: sum(map(attrgetter(name), some)) for name in _NAMES})


def share_present(present: int, missing: int) -> Fraction | None:
    """Of those whom a register speaks of."""
    return Fraction(present, present + missing) if present + missing else None


def percent(share: Fraction | None) -> str:
    """94,0 with one place, half up; nothing where there is no share."""
    if share is None:
        return ""
    tenths = Decimal(share.numerator * 1000) / Decimal(share.denominator)
    whole = tenths.quantize(Decimal(1), ROUND_HALF_UP)
    return f"{whole / 10:.1f}".replace(".", ",")


def reason_of_day(day: Tally, *, from_lessons: int) -> AbsenceKind | None:
    """Why the student missed the day, None where it does not count as missed: all its lessons, or
    so many as the school says (`missed_day`, 0: all). A day that is not over is not judged as
    missed whole; н outweighs уп, and уп outweighs б."""
    enough = min(from_lessons, day.planned) if from_lessons else day.planned
    is_open = day.ahead > 0 and not from_lessons
    if not day.missed or is_open or day.missed < enough:
        return None
    if day.absent:
        return AbsenceKind.ABSENT
    return AbsenceKind.EXCUSED if day.excused else AbsenceKind.ILL
