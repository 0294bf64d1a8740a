"""Which bells ring for which class on which day.

The most exact use wins: one of the class before one of the shift before one for all, and within
each one of the weekday before one of any day. The weekday is that of the timetable taught: a
Saturday taught by Monday's timetable has Monday's bells."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, time

from schedule.models import Bell, BellUse
from school.models import SchoolClass

Times = tuple[time, time]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bells:
    """All bells of a school that are in use in a span of days."""

    uses: tuple[BellUse, ...] = ()
    times: dict[int, dict[int, Times]] = field(default_factory=dict)

    def of_day(self, school_class: SchoolClass | None, day: date, weekday: int) -> dict[int, Times]:
        """Begin and end by lesson number; empty where no bells are set."""
        uses = [use for use in self.uses if use.holds_on(day)]
        fitting = [use for use in uses if _fits(use, school_class, weekday)]
        if not fitting:
            return {}
        return self.times[max(fitting, key=_exactness).schedule_id]


def _fits(use: BellUse, school_class: SchoolClass | None, weekday: int) -> bool:
    """A group of several classes (a club) has the bells of all, or of the first shift."""
    class_id = school_class.pk if school_class else None
    shift = school_class.shift if school_class else 1
    return (
        use.school_class_id in (None, class_id)
        and use.shift in (None, shift)
        and use.weekday in (None, weekday)
    )


def _exactness(use: BellUse) -> tuple[bool, bool, bool, date, int]:
    return (
        use.school_class_id is not None,
        use.shift is not None,
        use.weekday is not None,
        use.since,
        use.pk,
    )


def read_bells(school_id: int, first: date, last: date) -> Bells:
    """The school's bells of these days, in two statements."""
    times: dict[int, dict[int, Times]] = defaultdict(dict)
    for bell in Bell.objects.filter(school_id=school_id).order_by("number"):
        times[bell.schedule_id][bell.number] = (bell.starts, bell.ends)
    uses = BellUse.objects.filter(school_id=school_id).within(first, last)
    return Bells(uses=tuple(uses), times=times)
