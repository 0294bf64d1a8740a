"""Small real files, and hostile ones that look like them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
TEXT = "Параграф 4, вопросы 1–3".encode()
MP3 = b"ID3\x03\0\0\0\0\0\0" + b"\xff\xfb\x90\x00" * 50
MP4 = b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41" + b"\0" * 50
M4A = b"\0\0\0\x20ftypM4A \0\0\0\0M4A mp42isom" + b"\0" * 50
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
EXE = b"MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff" + b"\0" * 200


def an_upload(name: str, body: bytes, content_type: str = "") -> SimpleUploadedFile:
    """As a browser sends it; what it says about the type is never believed."""
    upload = SimpleUploadedFile("x", body, content_type or "application/octet-stream")
    upload._name = name  # as it came over the wire, paths and all
    return upload


def jpeg(*, exif: bytes = b"", behind: bytes = b"") -> bytes:
    head = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\0\0\1\0\1\0\0"
    told = b"\xff\xe1" + struct.pack(">H", len(exif) + 8) + b"Exif\0\0" + exif if exif else b""
    tables = b"\xff\xdb\x00\x43\x00" + b"\x10" * 64
    scan = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + b"\x12\xff\x00\x34" * 20
    return head + told + tables + scan + b"\xff\xd9" + behind


def exif(*, orientation: int = 6, place: bytes = b"N55.6 E37.2") -> bytes:
    entries = struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0)
    entries += struct.pack(">HHII", 0x8825, 4, 1, 38)
    return b"MM\0*\0\0\0\x08" + struct.pack(">H", 2) + entries + b"\0\0\0\0" + place


def png(*, words: bytes = b"") -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    image = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    told = chunk(b"tEXt", b"Comment\0" + words) if words else b""
    return (
        b"\x89PNG\r\n\x1a\n"
        + image
        + told
        + chunk(b"IDAT", zlib.compress(b"\0\0"))
        + chunk(b"IEND", b"")
    )


def webp(*, place: bytes = b"") -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)

    inside = (
        b"WEBP"
        + chunk(b"VP8X", (b"\x08" if place else b"\0") + b"\0" * 9)
        + chunk(b"VP8 ", b"\x10" * 20)
    )
    inside += chunk(b"EXIF", place) if place else b""
    return b"RIFF" + struct.pack("<I", len(inside)) + inside


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def packed(members: dict[str, bytes], *, squeezed: bool = True) -> bytes:
    store = io.BytesIO()
    with zipfile.ZipFile(store, "w", zipfile.ZIP_DEFLATED if squeezed else 0) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return store.getvalue()


def docx(**extra: bytes) -> bytes:
    types = f'<Types><Override PartName="/word/document.xml" ContentType="{_WORD}"/></Types>'
    members = {"[Content_Types].xml": types.encode(), "word/document.xml": b"<w:document/>"}
    return packed(members | {name.replace("__", "/"): body for name, body in extra.items()})


def office(main_part: str) -> bytes:
    return packed({"[Content_Types].xml": b"<Types/>", main_part: b"<x/>"})


def odf(kind: str) -> bytes:
    said = f"application/vnd.oasis.opendocument.{kind}".encode()
    return packed({"mimetype": said, "content.xml": b"<x/>"}, squeezed=False)


def a_bomb() -> bytes:
    """A document of 60 kB that unpacks to 60 MB."""
    return docx(word__media__image1=b"\0" * (60 << 20))


GOOD = {
    "план.pdf": PDF,
    "Фото доски.JPG": jpeg(),
    "карта.png": png(),
    "схема.webp": webp(),
    "работа.docx": docx(),
    "таблица.xlsx": office("xl/workbook.xml"),
    "показ.pptx": office("ppt/presentation.xml"),
    "работа.odt": odf("text"),
    "таблица.ods": odf("spreadsheet"),
    "показ.odp": odf("presentation"),
    "слова.txt": TEXT,
    "слова-1251.txt": "Привет".encode("windows-1251"),
    "диалог.mp3": MP3,
    "диалог.m4a": M4A,
    "опыт.mp4": MP4,
}

# name, bytes, code of the refusal
HOSTILE = {
    "a program": ("игра.exe", EXE, "not_taken"),
    "a program called pdf": ("игра.pdf", EXE, "not_what_it_says"),
    "a program called docx": ("игра.docx", EXE, "not_what_it_says"),
    "a double ending": ("план.exe.pdf", PDF, "not_taken"),
    "a double ending of a page": ("план.html.txt", TEXT, "not_taken"),
    "a web page": ("план.html", b"<html></html>", "not_taken"),
    "a web page called txt": (
        "план.txt",
        b"<!DOCTYPE html><script>alert(1)</script>",
        "not_what_it_says",
    ),
    "a web page called txt after spaces": (
        "план.txt",
        b"\xef\xbb\xbf \n<script>1</script>",
        "not_what_it_says",
    ),
    "a web page called pdf": ("план.pdf", b"<html>%PDF-1.4", "not_what_it_says"),
    "a web page called jpg": ("план.jpg", b"<svg onload=alert(1)>", "not_what_it_says"),
    "a vector picture": ("план.svg", b"<svg xmlns='x'/>", "not_taken"),
    "a script called txt": ("план.txt", b"#!/bin/sh\nrm -rf /\n", "not_what_it_says"),
    "null bytes in a text": ("план.txt", b"a\x00b", "not_what_it_says"),
    "a picture called pdf": ("план.pdf", jpeg(), "not_what_it_says"),
    "a pdf called jpg": ("план.jpg", PDF, "not_what_it_says"),
    "an archive behind a pdf": ("план.pdf", PDF + packed({"a.class": b"x"}), "not_what_it_says"),
    "an archive behind a picture": (
        "план.jpg",
        jpeg(behind=packed({"a": b"x"})),
        "not_what_it_says",
    ),
    "macros by their name": ("работа.docm", docx(), "not_taken"),
    "macros inside": ("работа.docx", docx(word__vbaProject=b"x"), "macros"),
    "a type with macros": (
        "работа.docx",
        packed({"[Content_Types].xml": b"macroEnabled.main+xml", "word/document.xml": b"x"}),
        "macros",
    ),
    "macros of OpenOffice": (
        "работа.odt",
        packed(
            {
                "mimetype": b"application/vnd.oasis.opendocument.text",
                "content.xml": b"x",
                "Basic/script-lc.xml": b"x",
            }
        ),
        "macros",
    ),
    "a program in a document": (
        "работа.docx",
        docx(**{"word__embeddings__a.exe": b"MZ"}),
        "macros",
    ),
    "a way out of a document": (
        "работа.docx",
        docx(**{"..__..__etc__passwd": b"x"}),
        "not_what_it_says",
    ),
    "a bomb": ("работа.docx", a_bomb(), "not_what_it_says"),
    "a table called docx": ("работа.docx", office("xl/workbook.xml"), "not_what_it_says"),
    "a cut document": ("работа.docx", docx()[:60], "not_what_it_says"),
    "an old document": ("работа.doc", OLE, "old"),
    "an old document called docx": ("работа.docx", OLE, "locked"),
    "an archive": ("работы.zip", packed({"a": b"x"}), "not_taken"),
    "a photo of a phone": ("IMG_1.HEIC", b"\0\0\0\x18ftypheic", "heic"),
    "nothing": ("план.pdf", b"", "empty"),
    "no ending": ("план", PDF, "not_taken"),
    "a cut picture": ("план.jpg", jpeg()[:-2], "damaged"),
    "a cut png": ("план.png", png()[:-6], "damaged"),
}
