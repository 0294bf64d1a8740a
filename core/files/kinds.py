"""Kinds of files that may come in. A kind is told by the bytes; the name must agree with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import puremagic

from core.files.office import is_office, is_open_document

# What puremagic may find in bytes that call themselves something else.
_NEVER = {
    *".exe .dll .com .scr .msi .elf .so .class .jar .apk .swf .js .vbs .bat .cmd .ps1 .sh".split(),
    *".html .htm .xhtml .svg .xml .php .py .hta .lnk .chm".split(),
}
_SURE = 0.7
_MARKUP = re.compile(
    rb"^\s*(?:<!--.*?-->\s*)*<(?:!doctype|html|head|body|script|svg|\?)", re.I | re.S
)
_ISO_AUDIO = (b"M4A ", b"M4B ", b"3gp4", b"3gp5", b"dash")
_ISO_VIDEO = (
    b"isom",
    b"iso2",
    b"iso4",
    b"iso5",
    b"iso6",
    b"mp41",
    b"mp42",
    b"avc1",
    b"3gp4",
    b"3gp5",
    b"MSNV",
    b"dash",
    b"M4V ",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of file: the endings of its names, the type it is served as, how its bytes are
    recognised, and whether a browser may show it by itself."""

    endings: tuple[str, ...]
    content_type: str
    is_it: Callable[[bytes], bool]
    is_shown: bool = False


def _begins(*beginnings: bytes) -> Callable[[bytes], bool]:
    return lambda body: body.startswith(beginnings)


def _is_jpeg(body: bytes) -> bool:
    return body.startswith(b"\xff\xd8\xff")


def _is_webp(body: bytes) -> bool:
    return body[:4] == b"RIFF" and body[8:12] == b"WEBP"


def _is_mp3(body: bytes) -> bool:
    """An ID3 head, or a frame of layer III."""
    return body.startswith(b"ID3") or (
        len(body) > 3 and body[0] == 0xFF and body[1] & 0xE6 == 0xE2 and body[2] >> 4 not in (0, 15)
    )


def _iso(*brands: bytes) -> Callable[[bytes], bool]:
    return lambda body: body[4:8] == b"ftyp" and body[8:12] in brands


def _is_text(body: bytes) -> bool:
    """Plain text: no control bytes, no markup, no script."""
    if body.startswith((b"#!", b"%PDF", b"PK")) or _MARKUP.match(
        body[:4096].lstrip(b"\xef\xbb\xbf")
    ):
        return False
    return text_encoding(body) is not None


def text_encoding(body: bytes) -> str | None:
    """utf-8 or the old Russian Windows-1251; None where this is no text."""
    if re.search(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]", body):
        return None
    for encoding in ("utf-8", "windows-1251"):
        try:
            body.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return None


_WORD = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"

KINDS = (
    # Not shown by the browser: its viewer does not open under a sandbox.
    Kind(endings=(".pdf",), content_type="application/pdf", is_it=_begins(b"%PDF-")),
    Kind(endings=(".jpg", ".jpeg"), content_type="image/jpeg", is_it=_is_jpeg, is_shown=True),
    Kind(
        endings=(".png",),
        content_type="image/png",
        is_it=_begins(b"\x89PNG\r\n\x1a\n"),
        is_shown=True,
    ),
    Kind(endings=(".webp",), content_type="image/webp", is_it=_is_webp, is_shown=True),
    Kind(
        endings=(".docx",),
        content_type=f"{_WORD}.wordprocessingml.document",
        is_it=is_office("word/document.xml"),
    ),
    Kind(
        endings=(".xlsx",),
        content_type=f"{_WORD}.spreadsheetml.sheet",
        is_it=is_office("xl/workbook.xml"),
    ),
    Kind(
        endings=(".pptx",),
        content_type=f"{_WORD}.presentationml.presentation",
        is_it=is_office("ppt/presentation.xml"),
    ),
    Kind(endings=(".odt",), content_type=f"{_OPEN}.text", is_it=is_open_document(f"{_OPEN}.text")),
    Kind(
        endings=(".ods",),
        content_type=f"{_OPEN}.spreadsheet",
        is_it=is_open_document(f"{_OPEN}.spreadsheet"),
    ),
    Kind(
        endings=(".odp",),
        content_type=f"{_OPEN}.presentation",
        is_it=is_open_document(f"{_OPEN}.presentation"),
    ),
    Kind(endings=(".txt",), content_type="text/plain", is_it=_is_text),
    Kind(endings=(".mp3",), content_type="audio/mpeg", is_it=_is_mp3),
    Kind(endings=(".m4a",), content_type="audio/mp4", is_it=_iso(*_ISO_AUDIO, b"mp42", b"isom")),
    Kind(endings=(".mp4",), content_type="video/mp4", is_it=_iso(*_ISO_VIDEO)),
)
BY_ENDING = {ending: kind for kind in KINDS for ending in kind.endings}
SHOWN_TYPES = frozenset(kind.content_type for kind in KINDS if kind.is_shown)


def accepted_endings() -> str:
    """For the browser's file chooser."""
    return ",".join(BY_ENDING)


def looks_dangerous(body: bytes, name: str) -> bool:
    """Whether the bytes are surely those of a program, a script or a web page."""
    if _MARKUP.match(body[:4096].lstrip(b"\xef\xbb\xbf")):
        return True
    try:
        found = puremagic.magic_string(body[:65536], name)
    except puremagic.PureError:
        return False
    return any(one.extension in _NEVER and one.confidence >= _SURE for one in found)
