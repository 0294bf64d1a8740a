"""Background work as its administrator sees it: what ran, when, how long, what failed and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.background import Work, last_tick, next_moment, progress_of, works
from core.background.clock import CLOCK_RUN, LOST
from core.jobs import Progress
from core.models import Run
from core.text import Name
from school.models import School

PAGE = 50
# The clock ticks every minute; after so many without one somebody has to look.
CLOCK_PATIENCE = timedelta(minutes=5)
State = Run.State
OPEN = (State.WAITING, State.RUNNING)
_WHY = {
    LOST: _("its worker was killed or ran out of memory"),
    "SoftTimeLimitExceeded": _("it took longer than it may"),
    "NothingGoesOut": _("the mail server takes no letters"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRow:
    """One run. `why` says a known reason in words, `fault` is what helps who keeps the house;
    `said` is what came of it."""

    name: str
    about_id: int | None
    label: str | Promise
    state: str
    state_label: str
    meant_for: datetime
    asked_by: Name | None
    started_at: datetime | None
    ended_at: datetime | None
    try_at: datetime
    attempts: int
    lost: int
    why: str | Promise
    fault: str
    said: str
    missed: int
    progress: Progress
    may_run: bool

    @property
    def seconds(self) -> float | None:
        """How long the last attempt took."""
        if self.started_at is None or self.ended_at is None:
            return None
        return round((self.ended_at - self.started_at).total_seconds(), 1)

    @property
    def is_retrying(self) -> bool:
        return self.state == State.WAITING and self.attempts > 0

    @property
    def tone(self) -> str:
        """Which of the house's colours says its state."""
        if self.is_retrying:
            return "late"
        tones = {
            State.DONE: "done",
            State.FAILED: "missing",
            State.SKIPPED: "",
            State.RUNNING: "due",
        }
        return tones.get(self.state, "due")


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkRow:
    """One work: when it is done, what is going on, what came of it last, when it is due next."""

    name: str
    label: str | Promise
    when: str | Promise
    next_at: datetime | None
    going: RunRow | None
    last: RunRow | None
    may_run: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BackgroundPage:
    """Everything of one school, and of the house it lives in."""

    clock_at: datetime | None
    clock_is_late: bool
    is_only_school: bool
    of_school: tuple[WorkRow, ...]
    of_house: tuple[WorkRow, ...]
    runs: tuple[RunRow, ...]
    state: str
    work: str
    number: int
    pages: int
    total: int

    @property
    def is_busy(self) -> bool:
        """Something is at work, or begins in a moment."""
        return any(
            row.going and not row.going.is_retrying for row in self.of_school + self.of_house
        )

    @property
    def states(self) -> list[tuple[str, str]]:
        return State.choices

    @property
    def works(self) -> tuple[WorkRow, ...]:
        return self.of_school + self.of_house


def background_page(
    school_id: int, *, now: datetime, zone: ZoneInfo, state: str, work: str, number: int
) -> BackgroundPage:
    """The page in six statements: the clock, the schools, what is open, what was last, and a leaf
    of the list with its length. The list leaves out what frequent works did well, unless asked."""
    only, clock_at = is_only_school(), last_tick()
    rows = _of(school_id)
    going = {run.work: run for run in rows.filter(state__in=OPEN).order_by("-state", "pk")}
    ended = rows.exclude(state__in=OPEN).exclude(state=State.SKIPPED)
    last = {run.work: run for run in ended.order_by("work", "-ended_at").distinct("work")}
    leaf = Paginator(_listed(rows, state=state, work=work), PAGE).get_page(number)

    def shown(work: Work) -> WorkRow:
        return _work_row(work, going, last, now=now, zone=zone, school_id=school_id, only=only)

    clocked = [work for work in works.all() if work.timetable is not None]
    return BackgroundPage(
        clock_at=clock_at,
        clock_is_late=clock_at is None or now - clock_at > CLOCK_PATIENCE,
        is_only_school=only,
        of_school=tuple(shown(work) for work in clocked if work.per_school),
        of_house=tuple(shown(work) for work in clocked if not work.per_school),
        runs=tuple(_row(run, only=only) for run in leaf),
        state=state if state in State.values else "",
        work=work if works.get(work) else "",
        number=leaf.number,
        pages=leaf.paginator.num_pages,
        total=leaf.paginator.count,
    )


def is_only_school() -> bool:
    """Whether the house serves one school: then its own work is that school's business too."""
    return School.objects.count() <= 1


def _of(school_id: int) -> QuerySet[Run]:
    mine = Run.objects.filter(Q(school_id=school_id) | Q(school_id=None)).exclude(work=CLOCK_RUN)
    return mine.select_related("asked_by")


def _listed(rows: QuerySet[Run], *, state: str, work: str) -> QuerySet[Run]:
    if state in State.values:
        rows = rows.filter(state=state)
    if works.get(work):
        rows = rows.filter(work=work)
    elif state != State.DONE:
        frequent = [one.name for one in works.all() if one.is_frequent]
        rows = rows.exclude(work__in=frequent, state=State.DONE)
    return rows.order_by("-asked_at", "-pk")


def _work_row(
    work: Work,
    going: dict[str, Run],
    last: dict[str, Run],
    *,
    now: datetime,
    zone: ZoneInfo,
    school_id: int,
    only: bool,
) -> WorkRow:
    own, school = (zone, school_id) if work.per_school else (timezone.get_default_timezone(), None)
    return WorkRow(
        name=work.name,
        label=work.label,
        when=work.timetable.words if work.timetable else "",
        next_at=next_moment(work, school_id=school, zone=own, after=now),
        going=_row(going[work.name], only=only) if work.name in going else None,
        last=_row(last[work.name], only=only) if work.name in last else None,
        may_run=work.per_school or only,
    )


def _row(run: Run, *, only: bool) -> RunRow:
    work = works.get(run.work)
    kind = run.error.split(" ")[0].rstrip(":")
    return RunRow(
        name=run.work,
        about_id=run.about_id,
        label=work.label if work else run.work,
        state=run.state,
        state_label=run.get_state_display(),
        meant_for=run.meant_for,
        asked_by=run.asked_by.name if run.asked_by else None,
        started_at=run.started_at,
        ended_at=run.ended_at,
        try_at=run.try_at,
        attempts=run.attempts,
        lost=run.lost,
        why=_WHY.get(kind, ""),
        fault="" if run.error == LOST else run.error,
        said=work.says(run.result) if work and run.state == State.DONE else "",
        missed=run.result.get("missed", 0) if run.state == State.SKIPPED else 0,
        progress=progress_of(run) if run.state == State.RUNNING else Progress(),
        may_run=work is not None and (work.per_school or only),
    )
