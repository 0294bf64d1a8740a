"""A file as it is brought: looked at before anything of it is kept."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePath

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from core.files.kinds import BY_ENDING, Kind, looks_dangerous, text_encoding
from core.files.office import has_active_parts, is_zip
from core.files.photos import without_traces
from core.files.scanning import refuse_infected
from core.refusal import Refused

LONGEST_NAME = 120
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD = {".doc": ".docx", ".xls": ".xlsx", ".ppt": ".pptx", ".rtf": ".docx"}
_PHOTOS = {".heic", ".heif"}
# Endings that some program would run, wherever in the name they stand: plan.exe.pdf
_RUNS = re.compile(
    r"\.(?:exe|dll|com|scr|msi|bat|cmd|ps1|vbs|vbe|jse?|wsf|hta|jar|sh|lnk|html?|xhtml|svgz?|php|py"
    r"|docm|xlsm|pptm|dotm|xltm|zip|rar|7z|iso|apk)(?=\.)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """A file that may be kept: its clean name, its type by its bytes, and the bytes."""

    name: str
    content_type: str
    body: bytes


def brought(upload: UploadedFile, *, field: str = "files") -> Brought:
    """Look at an uploaded file. Raises Refused where it may not come in: too big, of a kind that
    is not taken, named otherwise than it is, with macros, damaged, infected."""
    name = clean_name(upload.name or "")
    if upload.size > settings.FILE_MOST_MB << 20:
        raise _refused(
            "too_big",
            _("“%(name)s” is bigger than %(most)d MB.")
            % {"name": name, "most": settings.FILE_MOST_MB},
            field,
        )
    ending = PurePath(name).suffix.lower()
    kind = _kind(name, ending, field)
    upload.seek(0)
    body = upload.read()
    if not body:
        raise _refused("empty", _("“%(name)s” is empty.") % {"name": name}, field)
    _refuse_otherwise(body, name, kind, field)
    refuse_infected(body, field=field)
    clean = without_traces(body, kind.content_type)
    if clean is None:
        raise _refused("damaged", _("“%(name)s” is damaged.") % {"name": name}, field)
    encoding = text_encoding(body) if kind.content_type == "text/plain" else None
    said = f"; charset={encoding}" if encoding else ""
    return Brought(name=name, content_type=f"{kind.content_type}{said}", body=clean)


def clean_name(given: str) -> str:
    """The last part of a path, without control and direction characters, short enough, and with
    its ending."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", given))[-1]
    words = "".join(c for c in last if unicodedata.category(c)[0] != "C")
    words = " ".join(re.sub(r'[<>:"|?*]', "_", words).split()).strip(". ")
    path = PurePath(words or "file")
    ending = path.suffix[:10]
    return f"{path.name[: len(path.name) - len(path.suffix)][: LONGEST_NAME - 10]}{ending}"


def _kind(name: str, ending: str, field: str) -> Kind:
    kind = BY_ENDING.get(ending)
    if kind is not None and not _RUNS.search(name):
        return kind
    if ending in _OLD:
        message = _("“%(name)s” is of an old format. Save it as %(ending)s or PDF.")
        raise _refused("old", message % {"name": name, "ending": _OLD[ending]}, field)
    if ending in _PHOTOS:
        message = _("“%(name)s” is a photo most browsers cannot show. Save it as JPEG.")
        raise _refused("heic", message % {"name": name}, field)
    message = _(
        "Files like “%(name)s” are not taken. Taken are: PDF, pictures (JPEG, PNG, WebP), documents"
        " (docx, xlsx, pptx, odt, ods, odp), txt, sound (mp3, m4a), short videos (mp4)."
    )
    raise _refused("not_taken", message % {"name": name}, field)


def _refuse_otherwise(body: bytes, name: str, kind: Kind, field: str) -> None:
    """Name and bytes must agree, and the bytes must be one thing only."""
    packed = kind.content_type.startswith("application/vnd")
    if packed and has_active_parts(body):
        message = _("“%(name)s” holds macros or programs. Save it without them.")
        raise _refused("macros", message % {"name": name}, field)
    if packed and body.startswith(_OLE):
        message = _("“%(name)s” is of an old format or locked with a password. Save it anew.")
        raise _refused("locked", message % {"name": name}, field)
    if kind.is_it(body) and (packed or not (is_zip(body) or looks_dangerous(body, name))):
        return
    message = _("“%(name)s” is not what its name says. Save it anew and try again.")
    raise _refused("not_what_it_says", message % {"name": name}, field)


def _refused(code: str, message: str, field: str) -> Refused:
    return Refused(code, message, field=field)
