"""A school that imports: one call that looks, one that writes."""

from __future__ import annotations

from datetime import date, datetime

from core.imports.batch import Batch
from core.imports.tables import Upload
from school.imports.actions import import_files, look_at_files
from school.models import School
from tests import builders as b

NOW = b.moscow(date(2025, 8, 27), "10:00")


def a_school_with_administrator() -> School:
    """A school with a year and one administrator, and nothing else."""
    school = b.a_school()
    b.a_year(school, is_open=False)
    b.an_employee(school, role="administrator", last="Котова", first="Вера", login="kotova.v")
    return school


def administrator(school: School) -> object:
    return school.duties.filter(role="administrator").earliest("pk").person


def look(school: School, *uploads: Upload, now: datetime = NOW, day: date | None = None) -> Batch:
    return look_at_files(
        actor=administrator(school), school_id=school.pk, uploads=list(uploads), now=now, day=day
    )


def write(school: School, *uploads: Upload, now: datetime = NOW, day: date | None = None) -> Batch:
    return import_files(
        actor=administrator(school), school_id=school.pk, uploads=list(uploads), now=now, day=day
    )


def faults_of(batch: Batch) -> list[tuple[str, str, int | None, str, str]]:
    """File, sheet, row, column and code of every fault."""
    return [
        (one.place.file, one.place.sheet, one.place.row, one.place.column, one.code)
        for one in batch.faults
    ]


def counts_of(batch: Batch) -> dict[str, tuple[int, int, int]]:
    """New, changed and unchanged entries by register."""
    return {
        register: (row["new"], row["changed"], row["unchanged"])
        for register, row in batch.plan.counts().items()
    }
