"""What a file is: told by its content, not by its name."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePath

from django.utils.translation import gettext as _

from core.imports.delimited import read_csv
from core.imports.tables import MOST_BYTES, MOST_UNPACKED, Table, Unreadable, Upload
from core.imports.workbook import read_workbook

_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_TEXT_NAMES = {".csv", ".txt", ".tsv"}
_BOOK_NAMES = {".xlsx", ".xlsm"}


def read_tables(upload: Upload) -> list[Table]:
    """The tables of a file. Raises Unreadable with one message where it is no table at all."""
    suffix = PurePath(upload.name).suffix.lower()
    refuse_at_sight(upload)
    if upload.content.startswith(_ZIP):
        return _from_zip(upload, suffix)
    if suffix in _BOOK_NAMES:
        raise Unreadable(
            "wrong_extension",
            _("The file is called %(suffix)s but is no workbook. Save it in Excel as .xlsx.")
            % {"suffix": suffix},
        )
    if suffix not in _TEXT_NAMES:
        raise _not_a_table()
    return [read_csv(upload)]


def is_zip(upload: Upload) -> bool:
    return upload.content.startswith((_ZIP, _EMPTY_ZIP))


def open_zip(upload: Upload) -> zipfile.ZipFile:
    """A zip file within sane bounds; a bomb or a damaged one is refused before unpacking."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(upload.content))
    except Exception as error:  # a damaged archive makes zipfile raise whatever it stumbles over
        raise Unreadable(
            "damaged", _("The file is damaged. Save it anew and try again.")
        ) from error
    members = archive.infolist()
    if len(members) > 2000 or sum(member.file_size for member in members) > MOST_UNPACKED:
        raise Unreadable(
            "too_big",
            _("The file unpacks to more than %(size)s MB. A register is never that big.")
            % {"size": MOST_UNPACKED >> 20},
        )
    if any(member.flag_bits & 1 for member in members):
        raise _encrypted()
    return archive


def refuse_at_sight(upload: Upload) -> None:
    """What no reader should open: nothing, too much, an old or locked file, a web page."""
    if not upload.content.strip():
        raise Unreadable("empty_file", _("The file is empty."))
    if len(upload.content) > MOST_BYTES:
        raise Unreadable(
            "too_big",
            _("The file is bigger than %(size)s MB. Divide it.") % {"size": MOST_BYTES >> 20},
        )
    if upload.content.startswith(_OLE):
        if _ENCRYPTED in upload.content:
            raise _encrypted()
        raise Unreadable(
            "old_xls",
            _("This is an old Excel file (.xls). Open it and save it as .xlsx."),
        )
    head = upload.content.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if head.startswith(b"<") or b"<html" in head or b"<table" in head:
        raise Unreadable(
            "markup",
            _("This is a web page or XML, not a table. Open it in Excel and save it as .xlsx."),
        )


def _from_zip(upload: Upload, suffix: str) -> list[Table]:
    archive = open_zip(upload)
    if "xl/workbook.xml" not in {name.lower() for name in archive.namelist()}:
        raise _not_a_table()
    if suffix not in _BOOK_NAMES:
        raise Unreadable(
            "wrong_extension",
            _("The file is an Excel workbook but its name ends in %(suffix)s. Rename it to .xlsx.")
            % {"suffix": suffix or "?"},
        )
    return read_workbook(upload, archive)


def _encrypted() -> Unreadable:
    return Unreadable(
        "encrypted", _("The file is locked with a password. Save it without one and try again.")
    )


def _not_a_table() -> Unreadable:
    return Unreadable(
        "not_a_table",
        _("This is neither a table (.xlsx, .csv) nor a OneRoster package (.zip)."),
    )
