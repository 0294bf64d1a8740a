"""The page that generates lessons, and the one that waits for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from core.jobs import Progress, progress_of
from core.models import Job
from schedule.queries.slots import GENERATE, is_behind
from schedule.report import Generated
from school.models import AcademicYear


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierRun:
    pk: int
    at: datetime
    state: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneratePage:
    """`span` is what is usually wanted: from today (or the year's start) to the year's end."""

    span: tuple[date, date] | None
    is_behind: bool
    runs: tuple[EarlierRun, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JobPage:
    pk: int
    first: date
    last: date
    state: str
    progress: Progress
    made: Generated | None

    @property
    def is_waiting(self) -> bool:
        return self.state in (Job.State.WAITING, Job.State.RUNNING)


def generate_page(school_id: int, *, today: date) -> GeneratePage:
    """Four SQL."""
    year = (
        AcademicYear.objects.filter(school_id=school_id, last_day__gte=today)
        .order_by("first_day")
        .first()
    )
    runs = Job.objects.filter(school_id=school_id, kind=GENERATE).select_related("asked_by")
    return GeneratePage(
        span=(max(year.first_day, today), year.last_day) if year else None,
        is_behind=is_behind(school_id),
        runs=tuple(
            EarlierRun(
                pk=job.pk,
                at=job.asked_at,
                state=str(job.get_state_display()),
                by=job.asked_by.name.short,
            )
            for job in runs.order_by("-pk")[:5]
        ),
    )


def job_page(job: Job) -> JobPage:
    """How far it is, or what came of it."""
    made = job.result.get("made")
    return JobPage(
        pk=job.pk,
        first=date.fromisoformat(job.result["first"]),
        last=date.fromisoformat(job.result["last"]),
        state=job.state,
        progress=progress_of(job),
        made=Generated.from_json(made) if made else None,
    )
