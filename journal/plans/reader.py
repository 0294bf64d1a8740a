"""One door for plan files: what a file is, is told by its content; hostile ones are refused."""

from __future__ import annotations

from pathlib import PurePath

from django.utils.translation import gettext as _

from core.imports.faults import Place
from core.imports.files import is_zip, open_zip, read_tables, refuse_at_sight
from core.imports.tables import Unreadable, Upload
from journal.plans.checks import checked
from journal.plans.federal import read_json
from journal.plans.parts import PlanFile
from journal.plans.tables import Named, plans_of_tables

SUFFIXES = (".xlsx", ".xlsm", ".csv", ".txt", ".tsv", ".docx", ".json")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_plan_file(upload: Upload) -> PlanFile:
    """The plans of a file. Never raises: a file that cannot be read has one fault that says why
    and what to do."""
    try:
        file = _read(upload)
    except Unreadable as bad:
        file = PlanFile(name=upload.name)
        file.faults.add(bad.place or Place(upload.name), bad.code, bad.message)
    file.plans = [checked(plan) for plan in file.plans]
    return file


def _read(upload: Upload) -> PlanFile:
    suffix = PurePath(upload.name).suffix.lower()
    if upload.content.startswith(_OLE) and suffix in (".doc", ".dot", ".docx"):
        raise Unreadable("old_doc", _("This is an old Word file (.doc). Save it as .docx."))
    refuse_at_sight(upload)
    if is_zip(upload):
        return _zipped(upload, suffix)
    if suffix == ".docx":
        raise Unreadable(
            "wrong_extension",
            _("The file is called .docx but is no Word document. Save it in Word as .docx."),
        )
    if suffix == ".json":
        return read_json(upload)
    if suffix not in SUFFIXES:
        raise _not_a_plan()
    return _tabled(upload, suffix.strip("."))


def _zipped(upload: Upload, suffix: str) -> PlanFile:
    archive = open_zip(upload)
    names = {name.lower() for name in archive.namelist()}
    if "word/document.xml" in names:
        if suffix != ".docx":
            raise Unreadable(
                "wrong_extension",
                _("This is a Word document but its name ends in %(suffix)s. Rename it to .docx.")
                % {"suffix": suffix or "?"},
            )
        # Loaded only where it is needed: the library costs a good part of the command's time.
        from journal.plans.word import read_word

        file = PlanFile(name=upload.name, format="docx")
        file.plans = plans_of_tables(upload.name, read_word(upload, archive), file.faults)
        return file
    if "xl/workbook.xml" in names:
        return _tabled(upload, "xlsx")
    raise _not_a_plan()


def _tabled(upload: Upload, kind: str) -> PlanFile:
    file = PlanFile(name=upload.name, format=kind)
    tables = [Named(table) for table in read_tables(upload)]
    file.plans = plans_of_tables(upload.name, tables, file.faults)
    return file


def _not_a_plan() -> Unreadable:
    return Unreadable(
        "not_a_plan", _("This is no plan file: .xlsx, .csv, .docx and .json can be read.")
    )
