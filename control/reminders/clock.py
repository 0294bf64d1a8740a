"""When a school reminds: pure functions of the moment and of what the school chose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from school.choices import CHOICES, chosen
from school.models import School, SchoolSetting

KEYS = ("remind_minutes", "escalate_hours", "quiet_from", "quiet_until")
MORNING = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class RemindersClock:
    """How a school reminds: minutes before a deadline, hours until those who answer for it hear,
    and the hours (local) in which letters rest."""

    zone: ZoneInfo
    minutes: int
    escalate: timedelta
    quiet_from: int
    quiet_until: int

    def today(self, now: datetime) -> date:
        return now.astimezone(self.zone).date()

    def midnight(self, now: datetime) -> datetime:
        """When the day of `now` began at the school."""
        return datetime.combine(self.today(now), time.min, tzinfo=self.zone)

    def is_quiet(self, at: datetime) -> bool:
        """Whether letters rest: from 21:00:00 to 6:59:59 where the school chose 21 and 7. Equal
        hours: never."""
        hour = at.astimezone(self.zone).hour
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= hour < self.quiet_until
        return hour >= self.quiet_from or hour < self.quiet_until

    def soon_from(self, due_at: datetime) -> datetime:
        """Since when a deadline is near: so many minutes before it. Where that moment lies in the
        quiet hours, so many minutes before these, while it is still time to sit down to it."""
        ahead = timedelta(minutes=self.minutes)
        start = due_at - ahead
        return self._quiet_since(start) - ahead if self.is_quiet(start) else start

    def _quiet_since(self, at: datetime) -> datetime:
        local = at.astimezone(self.zone)
        day = local.date()
        if local.hour < self.quiet_from:
            day -= timedelta(days=1)
        return datetime.combine(day, time(self.quiet_from), tzinfo=self.zone)

    def is_near(self, due_at: datetime, now: datetime) -> bool:
        """Whether to remind before the deadline at this moment; with 0 minutes never."""
        return bool(self.minutes) and self.soon_from(due_at) <= now < due_at

    def is_just_past(self, due_at: datetime, now: datetime) -> bool:
        """Whether to say at once that the deadline is past: today, by daylight. What ran out in
        the quiet hours or, while nothing ran, on an earlier day is the morning digest's."""
        return self.midnight(now) < due_at <= now and not self.is_quiet(due_at)

    def is_from_earlier(self, due_at: datetime, now: datetime) -> bool:
        """Whether it belongs into this morning's digest: it ran out before today began."""
        return due_at <= self.midnight(now)

    def is_to_escalate(self, due_at: datetime, now: datetime) -> bool:
        """Whether those who answer for it hear of it."""
        return due_at + self.escalate <= now

    def is_morning_of(self, hour: int | None, now: datetime) -> bool:
        """Whether a digest goes: not before the hour its reader chose, else when the quiet hours
        end; later in the day where the morning was missed."""
        usual = MORNING if self.quiet_from == self.quiet_until else self.quiet_until
        wanted = usual if hour is None else hour
        return not self.is_quiet(now) and now.astimezone(self.zone).hour >= wanted


def clock_of(school_id: int, now: datetime) -> RemindersClock:
    """How the school reminds today, in two statements."""
    zone = ZoneInfo(School.objects.values_list("time_zone", flat=True).get(pk=school_id))
    return _clock(zone, chosen(school_id, now.astimezone(zone).date(), *KEYS))


def resting_schools(now: datetime) -> set[int]:
    """Schools whose letters rest at this moment, in two statements for all of them."""
    zones = dict(School.objects.values_list("pk", "time_zone"))
    quiet = SchoolSetting.objects.filter(key__in=("quiet_from", "quiet_until")).order_by("since")
    chosen_by: dict[int, dict[str, Any]] = {pk: {} for pk in zones}
    for pk, key, value, since in quiet.values_list("school_id", "key", "value", "since"):
        if since <= now.astimezone(ZoneInfo(zones[pk])).date():
            chosen_by[pk][key] = CHOICES[key].parse(value)
    return {
        pk
        for pk, choices in chosen_by.items()
        if _clock(ZoneInfo(zones[pk]), choices).is_quiet(now)
    }


def _clock(zone: ZoneInfo, choices: Mapping[str, Any]) -> RemindersClock:
    found = {key: choices.get(key, CHOICES[key].default) for key in KEYS}
    return RemindersClock(
        zone=zone,
        minutes=found["remind_minutes"],
        escalate=timedelta(hours=found["escalate_hours"]),
        quiet_from=found["quiet_from"],
        quiet_until=found["quiet_until"],
    )
