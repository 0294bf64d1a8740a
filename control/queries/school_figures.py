"""One school's weeks: what was fixed, what it is now, who confirmed it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from control.drawing import trend_words
from control.models import Snapshot
from control.permissions import may_confirm
from control.queries.figures import count_figures
from control.queries.monitoring import Week
from control.queries.responsible import responsible_person
from control.regulation import MONITORING_WEEKLY
from control.week_figures import Line, RuleLine, lines, rule_lines
from control.weeks import WEEK, closed_week
from core.regulation import Rule
from school.models import AppointmentKind, Person, School
from school.standing import InSchool

SHOWN_WEEKS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekRow:
    """A week of the history."""

    week: Week
    source: str
    made_at: datetime
    confirmed_by: str
    confirmed_at: datetime | None

    @property
    def last(self) -> date:
        return self.week.monday + WEEK - date.resolution


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A duty of the order, and whom an order names (None: nobody)."""

    label: str
    who: dict[str, Any] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresPage:
    """A week of one school. `now` is counted only for the school itself, of a fixed week."""

    week: date
    newest: date
    snapshot: Snapshot | None
    now: dict[str, Any] | None
    history: tuple[WeekRow, ...]
    responsible: Person | None = None
    may_confirm: bool = False
    rule: Rule = MONITORING_WEEKLY

    @property
    def last(self) -> date:
        return self.week + WEEK - date.resolution

    @property
    def before(self) -> date | None:
        """The week before, as long as there was one."""
        oldest = self.history[-1].week.monday if self.history else self.week
        return self.week - WEEK if self.week > oldest else None

    @property
    def after(self) -> date | None:
        return self.week + WEEK if self.week < self.newest else None

    @property
    def row(self) -> WeekRow | None:
        return next((one for one in self.history if one.week.monday == self.week), None)

    @property
    def sections(self) -> tuple[tuple[Line, ...], ...]:
        """Lessons, families, people and movement, in the order of the page."""
        fixed = self.snapshot.figures
        return tuple(
            lines(fixed, self.now, name) for name in ("lessons", "families", "people", "movement")
        )

    @property
    def rules(self) -> tuple[RuleLine, ...]:
        return rule_lines(self.snapshot.figures, self.now)

    @property
    def is_changed(self) -> bool:
        """Whether anything came out otherwise since the week was fixed."""
        counted = (line for section in self.sections for line in section)
        ruled = (cell for rule in self.rules for cell in rule.cells)
        return any(line.is_changed for line in (*counted, *ruled))

    @property
    def appointments(self) -> tuple[Named, ...]:
        named = self.snapshot.figures["appointments"]
        return tuple(
            Named(label=str(label), who=_with_days(named.get(kind)))
            for kind, label in AppointmentKind.choices
        )

    @property
    def terms(self) -> list[dict[str, Any]]:
        return [
            term | {"last_day": date.fromisoformat(term["last_day"])}
            for term in self.snapshot.figures["terms"]
        ]

    @property
    def opened_on(self) -> date | None:
        year = self.snapshot.figures["year"] or {}
        return date.fromisoformat(year["opened_on"]) if year.get("opened_on") else None

    @property
    def backup_at(self) -> datetime | None:
        return _moment(self.snapshot.figures["backup"]["made_at"])

    @property
    def rehearsed_at(self) -> datetime | None:
        return _moment(self.snapshot.figures["backup"]["rehearsed_at"])

    @property
    def trend(self) -> tuple[Week, ...]:
        """The last weeks up to this one, oldest first."""
        weeks = [one.week for one in self.history if one.week.monday <= self.week]
        return tuple(reversed(weeks[:12]))

    @property
    def trend_words(self) -> str:
        return trend_words(self.trend)


def figures_page(
    person: Person, here: InSchool, asked: date | None, *, now: datetime
) -> FiguresPage:
    """The school's own page of a week, the newest closed one where none is asked for."""
    zone = here.school.zone
    responsible = responsible_person(here.school.pk, now.astimezone(zone).date())
    page = week_of_school(here.school.pk, asked, now=now, zone=zone)
    counted = None
    if page.snapshot is not None and page.snapshot.source == "own":
        counted = count_figures(here.school.pk, page.week, page.last, at=now)
    return FiguresPage(
        week=page.week,
        newest=page.newest,
        snapshot=page.snapshot,
        now=counted,
        history=page.history,
        responsible=responsible,
        may_confirm=may_confirm(person, here, responsible),
    )


def week_of_school(
    school_id: int, asked: date | None, *, now: datetime, zone: ZoneInfo
) -> FiguresPage:
    """What was fixed of a week and of the weeks around it; nothing is counted."""
    newest = closed_week(now, zone=zone)
    week = min(asked or newest, newest)
    return FiguresPage(
        week=week,
        newest=newest,
        snapshot=snapshot_of(school_id, week),
        now=None,
        history=_history(school_id),
    )


def snapshot_of(school_id: int, week: date) -> Snapshot | None:
    """The fixed figures of a week, with who confirmed them."""
    return (
        Snapshot.objects.filter(school=school_id, week=week)
        .select_related("school", "confirmation")
        .first()
    )


def school_of(municipality_id: int, school_id: int) -> School | None:
    """A school of this municipality; None for another's."""
    return School.objects.filter(municipality=municipality_id, pk=school_id).first()


def _history(school_id: int) -> tuple[WeekRow, ...]:
    rows = Snapshot.objects.filter(school=school_id).order_by("-week")
    found = rows.values_list(
        *("week", "held", "in_time", "complete", "source", "made_at"),
        *("confirmation__name", "confirmation__confirmed_at"),
    )
    return tuple(
        WeekRow(
            week=Week(monday=week, held=held, in_time=in_time, complete=complete),
            source=source,
            made_at=made_at,
            confirmed_by=name or "",
            confirmed_at=at,
        )
        for week, held, in_time, complete, source, made_at, name, at in found[:SHOWN_WEEKS]
    )


def _with_days(who: dict[str, Any] | None) -> dict[str, Any] | None:
    if who is None:
        return None
    days = {name: who[name] and date.fromisoformat(who[name]) for name in ("order_day", "sent_on")}
    return who | days


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
