"""Photos without what they tell about the place they were taken at.

Works on the bytes: nothing is compressed anew. A JPEG keeps the one thing of its Exif that is
needed to show it upright; place, time, device, previews, and whatever follows the picture go."""

from __future__ import annotations

import struct

_ORIENTATION = 0x0112
_APP1, _APP13, _COMMENT = 0xE1, 0xED, 0xFE
_START_OF_SCAN, _END_OF_IMAGE = 0xDA, 0xD9
_PNG_TALKS = {b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"}


def without_traces(body: bytes, content_type: str) -> bytes | None:
    """The picture without its hidden words; other files as they are; None: it is damaged."""
    try:
        match content_type:
            case "image/jpeg":
                return _jpeg(body)
            case "image/png":
                return _png(body)
            case "image/webp":
                return _webp(body)
            case _:
                return body
    except (IndexError, struct.error):
        return None


def _jpeg(body: bytes) -> bytes:
    kept, at = [b"\xff\xd8"], 2
    while True:
        while body[at : at + 2] == b"\xff\xff":
            at += 1
        if body[at] != 0xFF:
            raise IndexError
        marker = body[at + 1]
        (length,) = struct.unpack_from(">H", body, at + 2)
        segment = body[at : at + 2 + length]
        if len(segment) < 4 or length < 2:
            raise IndexError
        if marker == _START_OF_SCAN:
            return b"".join(kept) + body[at : _end_of_picture(body, at)]
        if marker == _APP1 and segment[4:10] == b"Exif\0\0":
            kept.append(_upright(segment[10:]))
        elif marker not in (_APP1, _APP13, _COMMENT):
            kept.append(segment)
        at += 2 + length


def _end_of_picture(body: bytes, scan: int) -> int:
    """Where the picture ends: whatever was hung behind it is no picture."""
    at = scan
    while True:
        at = body.find(b"\xff", at)
        if at < 0:
            raise IndexError
        marker = body[at + 1]
        if marker == _END_OF_IMAGE:
            return at + 2
        if marker in (0x00, 0xFF) or 0xD0 <= marker <= 0xD7:
            at += 2 if marker != 0xFF else 1
            continue
        (length,) = struct.unpack_from(">H", body, at + 2)
        at += 2 + length


def _upright(exif: bytes) -> bytes:
    """An Exif segment with nothing in it but how the camera was held."""
    turned = _orientation(exif)
    if turned == 1:
        return b""
    directory = struct.pack(">H HHIHH I", 1, _ORIENTATION, 3, 1, turned, 0, 0)
    inside = b"Exif\0\0MM\0*" + struct.pack(">I", 8) + directory
    return b"\xff\xe1" + struct.pack(">H", len(inside) + 2) + inside


def _orientation(exif: bytes) -> int:
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    if order is None or len(exif) < 8:
        return 1
    try:
        (first,) = struct.unpack_from(f"{order}I", exif, 4)
        (count,) = struct.unpack_from(f"{order}H", exif, first)
        for number in range(min(count, 200)):
            tag, _kind, _n, value = struct.unpack_from(
                f"{order}HHIH", exif, first + 2 + 12 * number
            )
            if tag == _ORIENTATION:
                return value if 1 <= value <= 8 else 1
    except struct.error:
        return 1
    return 1


def _png(body: bytes) -> bytes:
    kept, at = [body[:8]], 8
    while True:
        (length,) = struct.unpack_from(">I", body, at)
        kind, end = body[at + 4 : at + 8], at + 12 + length
        if end > len(body):
            raise IndexError
        if kind not in _PNG_TALKS:
            kept.append(body[at:end])
        if kind == b"IEND":
            return b"".join(kept)
        at = end


def _webp(body: bytes) -> bytes:
    end = 8 + struct.unpack_from("<I", body, 4)[0]
    if end > len(body) + 1:
        raise IndexError
    kept, at = [], 12
    while at + 8 <= end:
        kind = body[at : at + 4]
        (length,) = struct.unpack_from("<I", body, at + 4)
        chunk = bytearray(body[at : at + 8 + length + length % 2])
        if len(chunk) < 8 + length:
            raise IndexError
        if kind == b"VP8X":
            chunk[8] &= ~0x0C  # says no longer that Exif and XMP follow
        if kind not in (b"EXIF", b"XMP "):
            kept.append(bytes(chunk))
        at += len(chunk)
    inside = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(inside)) + inside
