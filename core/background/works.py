"""The register of background work: each room adds its own in `apps.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Literal
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.background.timetable import Timetable
from core.models import Run

_LOOK_AHEAD = 8
# The queues of the worker, in the order in which they are served.
CLOCK, USUAL, HEAVY = "clock", "celery", "heavy"

_SAID = {
    "made": _("made: %(n)s"),
    "sent": _("sent: %(n)s"),
    "forgotten": _("forgotten: %(n)s"),
    "changed": _("changed: %(n)s"),
}


def _says_nothing(_result: dict[str, Any]) -> str:
    return ""


def counted(key: str) -> Callable[[dict[str, Any]], str]:
    """Tell a result that is one number."""

    def says(result: dict[str, Any]) -> str:
        number = result.get(key) or 0
        return gettext("nothing to do") if not number else _SAID[key] % {"n": number}

    return says


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One kind of background work.

    `do(run, now)` calls an action and may be repeated at any point: after a failure, or after the
    death of its worker, it is called again. What it answers is kept with the run (figures, no
    names) and told to people by `says`.

    `timetable` (None: only when asked for) is read in the school's time zone, or the house's.
    `on(school id, local day)` leaves out the days that are not meant for a school. `catch_up`:
    after an outage the latest missed moment is made up for, or none at all.
    `most_attempts` counts failures; `most_seconds` is the time one attempt may take."""

    name: str
    label: str | Promise
    do: Callable[[Run, datetime], dict[str, Any] | None]
    timetable: Timetable | None = None
    per_school: bool = True
    catch_up: Literal["latest", "none"] = "latest"
    most_seconds: int = 600
    most_attempts: int = 5
    queue: str = USUAL
    on: Callable[[int | None, date], bool] | None = None
    says: Callable[[dict[str, Any]], str] = _says_nothing

    @property
    def is_frequent(self) -> bool:
        return self.timetable is not None and self.timetable.is_frequent


class WorkRegister:
    """All works of the house by name."""

    def __init__(self) -> None:
        self._works: dict[str, Work] = {}

    def add(self, *works: Work) -> None:
        for work in works:
            self._works[work.name] = work

    def get(self, name: str) -> Work | None:
        return self._works.get(name)

    def remove(self, name: str) -> None:
        """For tests, which bring works of their own."""
        self._works.pop(name, None)

    def all(self) -> list[Work]:
        return list(self._works.values())


works = WorkRegister()


def register(*added: Work) -> None:
    """Add works to the register of the house."""
    works.add(*added)


def next_moment(
    work: Work, *, school_id: int | None, zone: ZoneInfo, after: datetime
) -> datetime | None:
    """When the work is due next for this school (None: the house); None where it has no timetable,
    or leaves out all the days of the week to come."""
    moment = after
    for _tries in range(_LOOK_AHEAD):
        moment = work.timetable.next_after(moment, zone=zone) if work.timetable else None
        if moment is None or work.on is None:
            return moment
        day = moment.astimezone(zone).date()
        if work.on(school_id, day):
            return moment
        moment = datetime.combine(day, time.max, tzinfo=zone)
    return None
