"""What the pages of importing show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from core.imports.sheets import sheets
from core.jobs import Progress, progress_of
from core.models import Job
from school.imports.jobs import KIND, Phase

# Faults shown on the page at once; all are in the file that can be downloaded.
SHOWN = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateLink:
    """A template that can be downloaded."""

    key: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PastImport:
    """An import of this school, for the list."""

    pk: int
    at: datetime
    by: str
    files: str
    phase: str
    phase_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StartPage:
    """Where files are handed in."""

    templates: tuple[TemplateLink, ...]
    past: tuple[PastImport, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountRow:
    """One register: how many entries are new, changed, unchanged."""

    label: str
    new: int
    changed: int
    unchanged: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultRow:
    """One error with its place in the file."""

    file: str
    sheet: str
    row: int | None
    column: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Some of the entries of a register that an import touches."""

    label: str
    outcome: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPage:
    """One import in its phase."""

    pk: int
    phase: str
    files: tuple[str, ...]
    progress: Progress
    refused: str = ""
    counts: tuple[CountRow, ...] = ()
    faults: tuple[FaultRow, ...] = ()
    more_faults: int = 0
    all_faults: int = 0
    notices: tuple[str, ...] = ()
    samples: tuple[Sample, ...] = ()
    changes: int = 0

    @property
    def is_waiting(self) -> bool:
        return self.phase in (Phase.CHECK, Phase.WRITE)

    @property
    def may_be_confirmed(self) -> bool:
        return self.phase == Phase.PREVIEW and not self.all_faults and self.changes > 0


def start_page(*, school_id: int, language: str) -> StartPage:
    """Templates, and the last imports of the school."""
    jobs = Job.objects.filter(school_id=school_id, kind=KIND).select_related("asked_by")
    return StartPage(
        templates=tuple(
            TemplateLink(key=sheet.key, title=sheet.title(language)) for sheet in sheets
        ),
        past=tuple(_past(job) for job in jobs.order_by("-asked_at")[:10]),
    )


def import_of(*, school_id: int, job_id: int) -> Job | None:
    """The import of this number, if it is this school's."""
    return Job.objects.filter(pk=job_id, school_id=school_id, kind=KIND).first()


def import_page(job: Job) -> ImportPage:
    """One import with all its phase shows."""
    preview: dict[str, Any] = job.result.get("preview") or {}
    faults = preview.get("faults", [])
    return ImportPage(
        pk=job.pk,
        phase=job.result["phase"],
        files=tuple(job.result["files"]),
        progress=progress_of(job),
        refused=job.result.get("refused", ""),
        counts=tuple(_count(row) for row in preview.get("counts", [])),
        faults=tuple(_fault(row) for row in faults[:SHOWN]),
        more_faults=max(0, preview.get("all_faults", 0) - SHOWN),
        all_faults=preview.get("all_faults", 0),
        notices=tuple(preview.get("notices", [])),
        samples=tuple(_sample(row) for row in preview.get("samples", [])),
        changes=preview.get("changes", 0),
    )


def _past(job: Job) -> PastImport:
    phase = job.result["phase"]
    return PastImport(
        pk=job.pk,
        at=job.asked_at,
        by=job.asked_by.name.short,
        files=", ".join(job.result["files"]),
        phase=phase,
        phase_label=_phase_label(phase),
    )


def _phase_label(phase: str) -> str:
    return {
        Phase.CHECK: _("being looked at"),
        Phase.PREVIEW: _("waits for confirmation"),
        Phase.WRITE: _("being written"),
        Phase.WRITTEN: _("written"),
        Phase.GIVEN_UP: _("given up"),
        Phase.FAILED: _("broke off"),
    }[Phase(phase)]


def _count(row: dict[str, Any]) -> CountRow:
    return CountRow(
        label=row["label"], new=row["new"], changed=row["changed"], unchanged=row["unchanged"]
    )


def _fault(row: dict[str, Any]) -> FaultRow:
    heading = f" · {row['heading']}" if row["heading"] else ""
    return FaultRow(
        file=row["file"],
        sheet=row["sheet"],
        row=row["row"],
        column=f"{row['column']}{heading}",
        message=row["message"],
    )


def _sample(row: dict[str, Any]) -> Sample:
    return Sample(
        label=row["label"],
        outcome=row["outcome"],
        rows=tuple((one["label"], "; ".join(one["changes"])) for one in row["rows"]),
    )
