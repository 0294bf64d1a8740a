"""When work is to be done: moments by the clock on the wall of a school (or of the house)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


def _filled(text: str | Promise, given: dict[str, object]) -> str:
    return str(text) % given


# Words with their figures, in the language of who reads them.
_words = lazy(_filled, str)
ALL_HOURS, ALL_DAYS = tuple(range(24)), tuple(range(7))
_DAY = timedelta(days=1)
# A day that every timetable has within it, whatever its weekday.
_LOOK_AHEAD = 8
_WEEKDAYS = (
    _("on Mondays at %(clock)s"),
    _("on Tuesdays at %(clock)s"),
    _("on Wednesdays at %(clock)s"),
    _("on Thursdays at %(clock)s"),
    _("on Fridays at %(clock)s"),
    _("on Saturdays at %(clock)s"),
    _("on Sundays at %(clock)s"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    """Minutes × hours × weekdays (Monday is 0), like a line of cron; `words` say it to people."""

    words: str | Promise
    minutes: tuple[int, ...]
    hours: tuple[int, ...] = ALL_HOURS
    weekdays: tuple[int, ...] = ALL_DAYS

    @property
    def is_frequent(self) -> bool:
        """Once an hour or oftener: a single moment of it is not worth remembering."""
        return len(self.minutes) * len(self.hours) >= 24

    def moments(self, *, after: datetime, until: datetime, zone: ZoneInfo) -> Iterator[datetime]:
        """The moments after the one and up to the other, the newest first."""
        day, first = until.astimezone(zone).date(), after.astimezone(zone).date()
        while day >= first:
            yield from (one for one in self._of_day(day, zone)[::-1] if after < one <= until)
            day -= _DAY

    def next_after(self, moment: datetime, *, zone: ZoneInfo) -> datetime | None:
        """The first moment after this one."""
        day = moment.astimezone(zone).date()
        for number in range(_LOOK_AHEAD):
            for one in self._of_day(day + number * _DAY, zone):
                if one > moment:
                    return one
        return None

    def _of_day(self, day: date, zone: ZoneInfo) -> list[datetime]:
        if day.weekday() not in self.weekdays:
            return []
        return [
            datetime.combine(day, time(hour, minute), tzinfo=zone).astimezone(UTC)
            for hour in self.hours
            for minute in self.minutes
        ]


def every(*, minutes: int, hours: tuple[int, ...] = ALL_HOURS, offset: int = 0) -> Timetable:
    """Every so many minutes of an hour, in these hours of the day; `offset` shifts it, so that
    works do not all begin at the same minute."""
    words = ngettext_lazy("every %(n)d minute", "every %(n)d minutes", minutes)
    said = _("every minute") if minutes == 1 else _words(words, {"n": minutes})
    return Timetable(words=said, minutes=tuple(range(offset, 60, minutes)), hours=hours)


def hourly(*, minute: int) -> Timetable:
    """Once an hour at this minute."""
    return Timetable(words=_("every hour"), minutes=(minute,))


def daily(clock: str) -> Timetable:
    """Every day at "15:10"."""
    hour, minute = _clock(clock)
    words = _words(_("every day at %(clock)s"), {"clock": clock})
    return Timetable(words=words, minutes=(minute,), hours=(hour,))


def weekly(weekday: int, clock: str) -> Timetable:
    """Once a week: Monday is 0."""
    hour, minute = _clock(clock)
    words = _words(_WEEKDAYS[weekday], {"clock": clock})
    return Timetable(words=words, minutes=(minute,), hours=(hour,), weekdays=(weekday,))


def _clock(text: str) -> tuple[int, int]:
    hour, minute = (int(part) for part in text.split(":"))
    return hour, minute
