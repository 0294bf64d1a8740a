"""Registers from files: looked at first, written whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core.imports.batch import Batch, read_and_plan
from core.imports.tables import Upload
from core.refusal import Refused, refusing
from school.models import Person, School

Progress = Callable[[str, int, int], None]


def look_at_files(
    *,
    actor: Person,
    school_id: int,
    uploads: list[Upload],
    now: datetime,
    day: date | None = None,
    progress: Progress | None = None,
) -> Batch:
    """What the files would do to the registers, and everything that is wrong with them. Writes
    nothing."""
    batch = Batch(school_id=school_id, actor=actor, now=now, day=day)
    if progress:
        batch.progress = progress
    return read_and_plan(batch, uploads)


def import_files(
    *,
    actor: Person,
    school_id: int,
    uploads: list[Upload],
    now: datetime,
    day: date | None = None,
    expected: str | None = None,
    progress: Progress | None = None,
) -> Batch:
    """Write the files into the registers, in one transaction; imports of a school go one by one.

    The files are read and checked anew inside. `expected` is the fingerprint of the preview that
    was confirmed: raises Refused("changed_meanwhile") where the registers have changed so that
    something else would be written. A batch with faults comes back with nothing written."""
    taken = Refused("changed_meanwhile", _("A login name was just taken. Try again."))
    with (
        refusing(school_person_login_once=taken, school_person_login_key=taken),
        transaction.atomic(),
    ):
        School.objects.select_for_update(no_key=True).get(pk=school_id)
        batch = look_at_files(
            actor=actor, school_id=school_id, uploads=uploads, now=now, day=day, progress=progress
        )
        if batch.faults:
            return batch
        if expected is not None and batch.plan.fingerprint() != expected:
            raise Refused(
                "changed_meanwhile",
                _("The registers have changed since this preview. Look at it anew."),
            )
        batch.plan.write(lambda done, total: batch.progress(_("Writing"), done, total))
    return batch
