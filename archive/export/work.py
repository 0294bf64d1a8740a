"""Making the export: one ZIP from one moment of the database."""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import BinaryIO

from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.utils.translation import gettext as _

from archive.export.journals import class_workbook
from archive.export.tables import ExportTable, tables_of
from core.models import StoredFile
from school.models import School, SchoolClass

Report = Callable[[str, int, int], None]
SCHEMA_VERSION = 1


def write_export(file: BinaryIO, *, school_id: int, now: datetime, report: Report) -> dict:
    """Write the ZIP and return its manifest: tables with counts, files with SHA-256. Everything
    is read at one moment, however long it takes."""
    with _one_moment(), zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        packer = _Packer(archive)
        tables = tables_of(school_id)
        rows = {}
        for number, table in enumerate(tables):
            report(_("Tables"), number, len(tables))
            rows[table.name] = packer.copy(table)
        packer.text("schema.json", _json(_schema(tables)))
        _journals(packer, school_id, report)
        files = _files(packer, school_id, report)
        manifest = {
            "schema_version": SCHEMA_VERSION,
            "made_at": now,
            "school": School.objects.values("id", "name", "short_name").get(pk=school_id),
            "rows": rows,
            "files": files,
            "sha256": packer.sums,
        }
        packer.text("README.txt", _readme())
        archive.writestr("manifest.json", _json(manifest))
    return manifest


@contextmanager
def _one_moment() -> Iterator[None]:
    """One snapshot for all reads. Inside another transaction (a test) that one's moment holds."""
    nested = connection.in_atomic_block
    with transaction.atomic():
        if not nested:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


class _Packer:
    """Members of the ZIP with their sums."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.sums: dict[str, str] = {}

    def copy(self, table: ExportTable) -> int:
        """One table as CSV with a heading; an empty one is left out. Returns its rows."""
        folder = "history" if table.is_history else "tables"
        with tempfile.TemporaryFile() as rows, connection.cursor() as cursor:
            cursor.copy_expert(f"COPY ({table.select}) TO STDOUT WITH (FORMAT csv, HEADER)", rows)
            count = cursor.rowcount
            if count:
                rows.seek(0)
                self.stream(f"{folder}/{table.name}.csv", rows)
        return count

    def stream(self, name: str, source: BinaryIO) -> None:
        digest = hashlib.sha256()
        with self.archive.open(name, "w", force_zip64=True) as target:
            while chunk := source.read(1 << 20):
                digest.update(chunk)
                target.write(chunk)
        self.sums[name] = digest.hexdigest()

    def text(self, name: str, content: str | bytes) -> None:
        raw = content.encode() if isinstance(content, str) else content
        self.archive.writestr(name, raw)
        self.sums[name] = hashlib.sha256(raw).hexdigest()


def _journals(packer: _Packer, school_id: int, report: Report) -> None:
    classes = list(SchoolClass.objects.filter(school_id=school_id).select_related("year"))
    for number, one in enumerate(classes):
        report(_("Journals"), number, len(classes))
        year = one.year.name.replace("/", "-")
        packer.text(f"journals/{year}/{one.name}.xlsx", class_workbook(one))


def _files(packer: _Packer, school_id: int, report: Report) -> int:
    """Files that teachers brought, under their keys in core.storedfile. One that is lost on the
    disk is not in the sums, so the manifest shows it."""
    stored = list(StoredFile.objects.filter(school_id=school_id).order_by("pk"))
    for number, one in enumerate(stored):
        report(_("Files"), number, len(stored))
        if default_storage.exists(one.file.name):
            with default_storage.open(one.file.name) as source:
                packer.stream(f"files/{one.pk}", source)
    return len(stored)


def _schema(tables: list[ExportTable]) -> list[dict]:
    return [
        {"table": table.name, "label": table.label, "columns": table.columns}
        for table in tables
        if not table.is_history
    ]


def _json(value: object) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)


def _readme() -> str:
    return _(
        "tables/ holds every row of the school as CSV (UTF-8, comma, first line names the columns);"
        " schema.json says what tables and columns mean. history/ holds every change of these rows:"
        " when, by whom (pgh_context.user), why. journals/ holds a workbook for each class, a sheet"
        " for each subject, which the import of mark sheets reads. files/ holds files by their"
        " numbers in core.storedfile. manifest.json counts rows and names the SHA-256 of each file."
    )
