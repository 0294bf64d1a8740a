"""What a page of compliance is asked for: days, grouping and filters, all in its address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from control.counts import STATES
from core.asked import day_asked, number_asked
from core.regulation import BROKEN, State, rules

GROUPINGS = ("teacher", "class", "subject", "rule")
ALL = "all"
# A year and a bit; a longer span is cut to its last days.
_MOST_DAYS = 370
_MOST_PAGES = 10_000
# From so many days on a column is a week.
_DAYS_IN_COLUMNS = 45
# The trend shows at least so many weeks.
_WEEKS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Days from `first` to `last`, of which those up to `today` are looked at. Ids are None where
    nothing is asked, 0 for facts without one (a lesson nobody teaches). `state` empty: what broke
    a rule; "all": everything."""

    first: date
    last: date
    today: date
    by: str = "teacher"
    rule: str = ""
    state: str = ""
    teacher: int | None = None
    school_class: int | None = None
    subject: int | None = None
    page: int = 1

    @property
    def until(self) -> date:
        return max(self.first, min(self.last, self.today))

    @property
    def states(self) -> tuple[str, ...]:
        """The states that pictures and lists look at."""
        if self.state == ALL:
            return STATES
        return (State(self.state),) if self.state else BROKEN

    @property
    def is_week(self) -> bool:
        return self.first.weekday() == 0 and (self.last - self.first).days == 6

    @property
    def is_day(self) -> bool:
        return self.first == self.last

    @property
    def in_weeks(self) -> bool:
        """Whether a column of the heat map is a week: so many days would be no picture."""
        return (self.until - self.first).days > _DAYS_IN_COLUMNS

    @property
    def trend_since(self) -> date:
        """The Monday the trend begins with: the period's own, and at least eight weeks back."""
        return min(_monday(self.first), _monday(self.until) - timedelta(weeks=_WEEKS - 1))

    @property
    def is_filtered(self) -> bool:
        return bool(self.rule or self.state) or any(
            one is not None for one in (self.teacher, self.school_class, self.subject)
        )

    @property
    def before(self) -> str:
        """The address of as many days before."""
        return self._moved(-1)

    @property
    def after(self) -> str:
        """The address of as many days after; none where they have not come."""
        return self._moved(1) if self.last < self.today else ""

    def _moved(self, step: int) -> str:
        days = timedelta(days=(self.last - self.first).days + 1) * step
        return self.query(first=self.first + days, last=self.last + days)

    def query(self, **changed: object) -> str:
        """The query of an address that asks the same but for what is changed."""
        values = {
            "first": self.first,
            "last": self.last,
            "by": self.by,
            "rule": self.rule,
            "state": self.state,
            "teacher": self.teacher,
            "school_class": self.school_class,
            "subject": self.subject,
        } | changed
        names = {"first": "from", "last": "to", "school_class": "class"}
        return urlencode(
            {names.get(key, key): value for key, value in values.items() if value not in (None, "")}
        )


def week_of(day: date, *, today: date) -> Asked:
    """The whole week of the day."""
    monday = _monday(day)
    return Asked(first=monday, last=monday + timedelta(days=6), today=today)


def asked_of(query: Mapping[str, str], *, today: date) -> Asked:
    """From an address; nonsense asks for nothing. Without days: the week of today."""
    first, last = day_asked(query.get("from")), day_asked(query.get("to"))
    week = week_of(first or last or today, today=today)
    first, last = sorted((first or week.first, last or week.last))
    state, by, rule = query.get("state"), query.get("by"), query.get("rule")
    return Asked(
        first=max(first, last - timedelta(days=_MOST_DAYS)),
        last=last,
        today=today,
        by=by if by in GROUPINGS else GROUPINGS[0],
        rule=rule if rule in rules else "",
        state=state if state in (*STATES, ALL) else "",
        teacher=number_asked(query.get("teacher")),
        school_class=number_asked(query.get("class")),
        subject=number_asked(query.get("subject")),
        page=min(number_asked(query.get("page")) or 1, _MOST_PAGES),
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
