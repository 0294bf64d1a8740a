"""The two steps of handing in mark sheets: look, then write; the files wait privately between."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from core.imports.faults import Place
from core.imports.files import read_tables
from core.imports.store import forget_files, keep_files, kept_files
from core.imports.tables import Table, Unreadable, Upload
from core.models import Job
from core.refusal import Refused
from journal.actions.start import Brought, bring_marks
from journal.imports.marks import MarkPlan, counted, read_mark_sheets
from journal.queries.class_ground import class_ground
from school.models import Person, SchoolClass

KIND = "import_marks"
KEPT_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedAt:
    """What the files hold and what is wrong with them; `job_id` to write them."""

    plan: MarkPlan
    counted: str
    job_id: int | None


def look_at_marks(
    *,
    actor: Person,
    school_class: SchoolClass,
    uploads: list[Upload],
    subject_id: int | None,
    now: datetime,
) -> LookedAt:
    """Read the files and keep them until they are written, if nothing is wrong with them."""
    forget_old_marks(now=now)
    plan = _read(school_class, uploads, subject_id)
    if plan.faults:
        return LookedAt(plan=plan, counted="", job_id=None)
    job = Job.objects.create(
        school_id=school_class.school_id,
        kind=KIND,
        asked_by=actor,
        state=Job.State.WAITING,
        result={
            "class": school_class.pk,
            "files": [upload.name for upload in uploads],
            "subject": subject_id,
        },
    )
    keep_files(job.pk, uploads)
    return LookedAt(plan=plan, counted=counted(plan), job_id=job.pk)


def write_marks(
    *, actor: Person, school_class: SchoolClass, job_id: int, key: UUID | None, now: datetime
) -> tuple[MarkPlan, Brought | None]:
    """Write the files that were looked at. Raises Refused where they are no longer kept."""
    job = Job.objects.filter(pk=job_id, kind=KIND, school_id=school_class.school_id).first()
    if job is None or job.is_over or job.result["class"] != school_class.pk:
        raise Refused("gone", _("These files are no longer kept: hand them in again."))
    plan = _read(school_class, kept_files(job.pk, job.result["files"]), job.result["subject"])
    brought = None
    if not plan.faults:
        brought = bring_marks(actor=actor, school_class=school_class, plan=plan, now=now, key=key)
    if brought is not None:
        job.state, job.ended_at = Job.State.DONE, now
        job.save(update_fields=["state", "ended_at"])
        forget_files(job.pk)
    return plan, brought


def forget_old_marks(*, now: datetime) -> None:
    """Files nobody confirmed for a day are deleted: they hold children's names."""
    old = Job.objects.filter(kind=KIND, state=Job.State.WAITING, asked_at__lt=now - KEPT_FOR)
    for job in old:
        forget_files(job.pk)
        Job.objects.filter(pk=job.pk).update(state=Job.State.FAILED, ended_at=now)


def _read(school_class: SchoolClass, uploads: list[Upload], subject_id: int | None) -> MarkPlan:
    tables: list[Table] = []
    unreadable: list[tuple[str, Unreadable]] = []
    for upload in uploads:
        try:
            tables += read_tables(upload)
        except Unreadable as error:
            unreadable.append((upload.name, error))
    plan = read_mark_sheets(tables, class_ground(school_class), subject_id=subject_id)
    for name, error in unreadable:
        plan.faults.add(error.place or Place(file=name), error.code, error.message)
    return plan
