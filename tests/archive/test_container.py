"""The encrypted file: what was written comes back, and any damage is seen."""

from __future__ import annotations

import os
from io import BytesIO

import pytest

from archive.backup.container import BackupProblem, Reader, Writer, make_key, read_key

KEY = b"k" * 32
MEMBERS = {"one": b"first" * 1000, "two": b"", "three": b"last"}


def sealed(members=MEMBERS, *, key=KEY) -> bytes:
    buffer = BytesIO()
    writer = Writer(buffer, key)
    for name, content in members.items():
        writer.member(name, iter([content]) if content else iter([]))
    writer.close()
    return buffer.getvalue()


def opened(data: bytes, *, key=KEY) -> dict[str, bytes]:
    return {name: b"".join(pieces) for name, pieces in Reader(BytesIO(data), key).members()}


@pytest.mark.clause("A4 1.1")
def test_what_was_written_comes_back():
    assert opened(sealed()) == MEMBERS


@pytest.mark.clause("A4 1.5")
def test_nothing_can_be_read_without_the_key():
    assert b"first" not in sealed()
    with pytest.raises(BackupProblem, match=r"(?i)key|ключ"):
        opened(sealed(), key=b"x" * 32)


@pytest.mark.parametrize("place", [0.2, 0.5, 0.9])
def test_one_changed_byte_is_seen(place):
    data = bytearray(sealed())
    data[int(len(data) * place)] ^= 1

    with pytest.raises(BackupProblem):
        opened(bytes(data))


@pytest.mark.parametrize("left", [5, 40, 3000, -1, -30])
def test_a_cut_file_is_seen(left):
    with pytest.raises(BackupProblem):
        opened(sealed()[:left])


def test_something_added_at_the_end_is_seen():
    with pytest.raises(BackupProblem):
        opened(sealed() + b"more")


def test_another_kind_of_file_is_told_apart():
    with pytest.raises(BackupProblem, match=r"(?i)not a backup|не резервная"):
        opened(b"PK\x03\x04 something else entirely")


def test_a_new_key_is_for_its_owner_only_and_never_replaced(tmp_path):
    path = tmp_path / "secrets" / "backup.key"

    make_key(path)

    assert oct(os.stat(path).st_mode)[-3:] == "600"
    assert len(read_key(path)) == 32
    with pytest.raises(FileExistsError):
        make_key(path)


@pytest.mark.parametrize("content", [b"", b"too short", b"\xff\xfe"])
def test_a_file_without_a_key_is_told(tmp_path, content):
    path = tmp_path / "backup.key"
    path.write_bytes(content)

    with pytest.raises(BackupProblem, match=r"backup\.key"):
        read_key(path)
