"""An encrypted file of named members, written and read as a stream.

Layout: magic, 16 random bytes (the file's own name), then frames. Each frame is its length, and
AES-256-GCM over one kind byte and its payload; the frame's number and the file's name are
authenticated too, so that a frame cannot be changed, moved, doubled or left out, and the last frame
says that it is the last, so that a cut file is recognised."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.utils.translation import gettext as _

MAGIC = b"EJ-BACKUP-1\n"
CHUNK = 1 << 20
KEY_BYTES = 32
_MEMBER, _DATA, _END, _LAST = b"M", b"D", b"E", b"L"


class BackupProblem(Exception):
    """Why a backup cannot be made, read or restored, in words for the operator."""


def make_key(path: Path) -> None:
    """Write a new random key that only its owner may read."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(base64.b64encode(secrets.token_bytes(KEY_BYTES)) + b"\n")


def read_key(path: Path) -> bytes:
    """The key, or a BackupProblem that says what is wrong with its file."""
    try:
        key = base64.b64decode(path.read_bytes().strip(), validate=True)
    except OSError as error:
        raise BackupProblem(_("The key file %(path)s cannot be read.") % {"path": path}) from error
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise BackupProblem(_("The key file %(path)s holds no key.") % {"path": path})
    return key


@dataclass(frozen=True, slots=True)
class Written:
    """A finished member: its name, size in bytes and SHA-256."""

    name: str
    size: int
    sha256: str


class Writer:
    """Writes members one after the other; `close` ends the file."""

    def __init__(self, file: BinaryIO, key: bytes) -> None:
        self._file, self._id, self._number = file, secrets.token_bytes(16), 0
        self._cipher = _cipher(key, self._id)
        self.members: list[Written] = []
        file.write(MAGIC + self._id)

    def member(self, name: str, chunks: Iterator[bytes]) -> Written:
        """Write one member from its pieces."""
        self._frame(_MEMBER, name.encode())
        digest, size = hashlib.sha256(), 0
        for chunk in chunks:
            digest.update(chunk)
            size += len(chunk)
            self._frame(_DATA, chunk)
        written = Written(name, size, digest.hexdigest())
        self._frame(_END, json.dumps([written.size, written.sha256]).encode())
        self.members.append(written)
        return written

    def close(self) -> None:
        self._frame(_LAST, str(len(self.members)).encode())

    def _frame(self, kind: bytes, payload: bytes) -> None:
        sealed = self._cipher.encrypt(_nonce(self._number), kind + payload, self._id)
        self._file.write(len(sealed).to_bytes(4, "big") + sealed)
        self._number += 1


def _cipher(key: bytes, file_id: bytes) -> AESGCM:
    """Each file has a key of its own, so that frame numbers may serve as nonces."""
    own = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=file_id, info=MAGIC).derive(key)
    return AESGCM(own)


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


class Reader:
    """Reads the members in the order they were written, checking each."""

    def __init__(self, file: BinaryIO, key: bytes) -> None:
        self._file, self._number = file, 0
        if file.read(len(MAGIC)) != MAGIC:
            raise BackupProblem(_("This file is not a backup of the journal."))
        self._id = file.read(16)
        self._cipher = _cipher(key, self._id)

    def members(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        """Name and pieces of each member; the pieces of one must be read before the next."""
        count = 0
        while True:
            kind, payload = self._frame()
            if kind == _LAST:
                if payload != str(count).encode() or self._file.read(1):
                    raise self._damaged()
                return
            if kind != _MEMBER:
                raise self._damaged()
            count += 1
            yield payload.decode(), self._pieces()

    def _pieces(self) -> Iterator[bytes]:
        digest, size = hashlib.sha256(), 0
        while True:
            kind, payload = self._frame()
            if kind == _DATA:
                digest.update(payload)
                size += len(payload)
                yield payload
                continue
            if kind != _END or json.loads(payload) != [size, digest.hexdigest()]:
                raise self._damaged()
            return

    def _frame(self) -> tuple[bytes, bytes]:
        head = self._file.read(4)
        length = int.from_bytes(head, "big")
        sealed = self._file.read(length) if len(head) == 4 and length <= 2 * CHUNK else b""
        if not sealed or len(sealed) != length:
            raise self._damaged()
        try:
            opened = self._cipher.decrypt(_nonce(self._number), sealed, self._id)
        except InvalidTag as error:
            if self._number:
                raise self._damaged() from error
            raise BackupProblem(
                _("The backup cannot be opened: the key is another one, or the file is damaged.")
            ) from error
        self._number += 1
        return opened[:1], opened[1:]

    def _damaged(self) -> BackupProblem:
        return BackupProblem(
            _("The backup is damaged or cut off near byte %(place)s; take another copy.")
            % {"place": self._file.tell()}
        )
