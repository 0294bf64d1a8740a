"""What may come in as a file, under what name and type it stays, and when it goes."""

from __future__ import annotations

import os
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone

from core.files import brought, forget_orphans, keep_file, serve_file
from core.models import StoredFile
from core.refusal import Refused
from tests import builders as b
from tests import files as f


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


@pytest.mark.parametrize("name", f.GOOD)
def test_a_file_of_each_kind_comes_in(name):
    came = brought(f.an_upload(name, f.GOOD[name]))

    assert came.name == name
    assert came.body == f.GOOD[name]


@pytest.mark.parametrize("what", f.HOSTILE)
def test_a_hostile_file_is_refused_with_a_reason(what):
    name, body, code = f.HOSTILE[what]

    with pytest.raises(Refused) as refused:
        brought(f.an_upload(name, body, "application/pdf"))

    assert (refused.value.code, refused.value.field) == (code, "files")


def test_a_huge_file_is_refused_by_its_size_before_it_is_read(settings):
    settings.FILE_MOST_MB = 1
    upload = f.an_upload("план.pdf", f.PDF + b" " * (1 << 20))
    upload.file = None

    with pytest.raises(Refused) as refused:
        brought(upload)

    assert refused.value.code == "too_big"


def test_a_file_of_exactly_the_limit_comes_in(settings):
    settings.FILE_MOST_MB = 1

    assert brought(f.an_upload("план.pdf", f.PDF.ljust(1 << 20))).content_type == "application/pdf"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/план.pdf", "план.pdf"),
        ("C:\\Users\\anna\\план.pdf", "план.pdf"),
        ("пл\x00ан\r\nSet-Cookie: a.pdf", "планSet-Cookie_ a.pdf"),
        ("план‮fdp.pdf", "планfdp.pdf"),
        ("  план  на   среду .pdf", "план на среду .pdf"),
        ("п" * 300 + ".pdf", "п" * 110 + ".pdf"),
    ],
)
def test_a_name_is_cleaned(given, kept):
    assert brought(f.an_upload(given, f.PDF)).name == kept


def test_a_photo_tells_no_place_and_still_stands_upright():
    came = brought(f.an_upload("доска.jpg", f.jpeg(exif=f.exif(orientation=6), behind=b"film")))

    assert b"N55.6" not in came.body
    assert not came.body.endswith(b"film")
    assert came.body.count(b"Exif") == 1
    assert b"\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06" in came.body


def test_other_pictures_tell_nothing_either():
    drawn = brought(f.an_upload("a.png", f.png(words=b"55.6"))).body
    taken = brought(f.an_upload("a.webp", f.webp(place=b"N55.6"))).body

    assert drawn == f.png()
    assert b"N55.6" not in taken
    assert b"VP8X" in taken


def an_eicar_test(path: Path) -> str:
    return "EICAR" if b"EICAR" in path.read_bytes() else ""


@pytest.mark.parametrize(
    ("scanner", "body", "code"),
    [
        ("tests.core.test_files.an_eicar_test", f.PDF + b"EICAR", "infected"),
        ("tests.core.test_files.an_eicar_test", f.PDF, None),
        ("tests.core.test_files.there_is_none", f.PDF, "no_scanner"),
        ("grep -q EICAR", f.PDF, "infected"),  # answers 1, as clamscan does at a find
        ("true", f.PDF, None),
        ("/no/such/clamdscan --fdpass", f.PDF, "no_scanner"),
        ("sh -c 'exit 2'", f.PDF, "no_scanner"),
    ],
)
def test_the_scanner_decides_and_lets_nothing_in_when_it_is_silent(settings, scanner, body, code):
    settings.FILE_SCANNER = scanner

    try:
        brought(f.an_upload("план.pdf", body))
        said = None
    except Refused as refused:
        said = refused.code

    assert said == code


def a_kept_file(name: str = "план.pdf", body: bytes = f.PDF) -> StoredFile:
    anna = b.a_person()
    return keep_file(
        brought(f.an_upload(name, body)), school_id=1, added_by_id=anna.pk, now=timezone.now()
    )


@pytest.mark.django_db
def test_a_kept_file_lies_under_a_name_that_says_nothing(folder):
    stored = a_kept_file("контрольная Иванова.pdf")

    [path] = [path for path in folder.rglob("*") if path.is_file()]
    assert path.read_bytes() == f.PDF
    assert len(path.name) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert (stored.name, stored.size) == ("контрольная Иванова.pdf", len(f.PDF))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "disposition", "content_type"),
    [
        ("план.pdf", "attachment", "application/pdf"),
        ("Фото доски.JPG", "inline", "image/jpeg"),
        ("слова.txt", "attachment", "text/plain; charset=utf-8"),
        (
            "работа.docx",
            "attachment",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        ("опыт.mp4", "attachment", "video/mp4"),
    ],
)
def test_a_file_goes_out_under_its_own_type_and_runs_nowhere(name, disposition, content_type):
    response = serve_file(a_kept_file(name, f.GOOD[name]))

    assert b"".join(response.streaming_content) == f.GOOD[name]
    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"].startswith(f"{disposition}; filename")
    assert response["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
def test_orphans_go_after_their_days_and_not_before(folder, monkeypatch):
    used, orphan = a_kept_file(), a_kept_file()
    bytes_only = default_storage.save("1/ab/abcd", f.an_upload("x", b"x"))
    fresh_bytes = default_storage.save("1/ab/abce", f.an_upload("x", b"x"))
    monkeypatch.setattr("core.registry.file_owners", [lambda ids, since: {used.pk} & set(ids)])
    old = (timezone.now() - timedelta(days=31)).timestamp()
    os.utime(folder / bytes_only, (old, old))

    early = forget_orphans(now=timezone.now())
    later = forget_orphans(now=timezone.now() + timedelta(days=1), days=0)

    assert early == 1
    assert later == 2
    assert list(StoredFile.objects.all()) == [used]
    assert default_storage.exists(used.file.name)
    assert not default_storage.exists(orphan.file.name)
    assert not default_storage.exists(fresh_bytes)


@pytest.mark.django_db
def test_the_command_says_how_many_went(capsys):
    call_command("forget_orphan_files")

    assert capsys.readouterr().out == "0 files deleted.\n"
