"""Documents that are zip archives inside: looked at without unpacking more than a page of them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import PurePosixPath

MOST_MEMBERS = 5000
MOST_UNPACKED = 300 << 20
MOST_RATIO = 200  # a text document packs to a tenth, an empty bomb to a thousandth
_PAGE = 64 << 10
_ACTIVE = re.compile(
    r"vbaproject|vbadata|macrosheets/|activex/|customui/|^basic/|^scripts/|\.(?:"
    r"exe|dll|com|scr|js|jse|vbs|vbe|bat|cmd|ps1|hta|jar|class|msi|lnk|html?|svgz?|zip|rar|7z)$",
    re.IGNORECASE,
)
_ACTIVE_TYPE = re.compile(rb"macroEnabled|vbaProject|activeX", re.IGNORECASE)


def is_zip(body: bytes) -> bool:
    """Begins as a zip archive, or ends as one: a picture or PDF with an archive behind it."""
    return body.startswith(b"PK") or zipfile.is_zipfile(io.BytesIO(body))


def is_office(main_part: str) -> Callable[[bytes], bool]:
    """A document of Microsoft's formats with this main part, without macros."""

    def is_it(body: bytes) -> bool:
        archive = _opened(body)
        if archive is None or main_part not in archive.namelist():
            return False
        types = _page(archive, "[Content_Types].xml")
        return types is not None and not _ACTIVE_TYPE.search(types)

    return is_it


def is_open_document(content_type: str) -> Callable[[bytes], bool]:
    """A document of OpenOffice's formats: it says its type in its first member."""

    def is_it(body: bytes) -> bool:
        archive = _opened(body)
        if archive is None or "content.xml" not in archive.namelist():
            return False
        said = _page(archive, "mimetype")
        return said is not None and said.strip() == content_type.encode()

    return is_it


def has_active_parts(body: bytes) -> bool:
    """Whether macros, scripts or programs lie in the archive: then the refusal says so."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(body))
    except (zipfile.BadZipFile, ValueError, OSError, EOFError):
        return False
    if any(_ACTIVE.search(name) for name in archive.namelist()):
        return True
    types = _page(archive, "[Content_Types].xml")
    return bool(types and _ACTIVE_TYPE.search(types))


def _opened(body: bytes) -> zipfile.ZipFile | None:
    """The archive, if it is within sane bounds and begins at the first byte."""
    if not body.startswith(b"PK\x03\x04"):
        return None
    try:
        archive = zipfile.ZipFile(io.BytesIO(body))
    except (zipfile.BadZipFile, ValueError, OSError, EOFError):
        return None
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or unpacked > min(MOST_UNPACKED, MOST_RATIO * len(body)):
        return None
    return archive if all(_is_harmless(member) for member in members) else None


def _is_harmless(member: zipfile.ZipInfo) -> bool:
    place = PurePosixPath(member.filename.replace("\\", "/"))
    leads_out = place.is_absolute() or ".." in place.parts or ":" in member.filename
    return not (leads_out or member.flag_bits & 1 or _ACTIVE.search(member.filename))


def _page(archive: zipfile.ZipFile, name: str) -> bytes | None:
    try:
        with archive.open(name) as member:
            return member.read(_PAGE)
    except (KeyError, RuntimeError, NotImplementedError, OSError, zipfile.BadZipFile, EOFError):
        return None
    except Exception as error:  # zlib.error and whatever a damaged archive makes of it
        if type(error).__module__ not in ("zlib", "lzma", "bz2"):
            raise
        return None
