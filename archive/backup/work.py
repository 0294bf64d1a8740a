"""Make a backup, look through one, bring one back."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.utils.translation import gettext as _

from archive.backup import database
from archive.backup.container import CHUNK, BackupProblem, Reader, Writer, make_key, read_key

MANIFEST, DATABASE, FILES = "manifest.json", "database.dump", "files/"
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A finished and verified backup."""

    path: Path
    size: int
    sha256: str
    contents: database.Contents
    files: int
    missing: tuple[str, ...]
    new_key: bool

    @property
    def rows(self) -> int:
        return sum(count for count, _hash in self.contents.values())


def make_backup(folder: Path, *, now: datetime, say: Say) -> Made:
    """Write database and files into one encrypted file, and read it back whole (A4 1.1).

    The file appears under its name only when it has been verified."""
    url = database.owner_url()
    key_file = Path(settings.BACKUP_KEY_FILE)
    new_key = not key_file.exists()
    if new_key:
        make_key(key_file)
    key = read_key(key_file)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"journal-{now:%Y-%m-%d-%H%M%S}.backup"
    draft = path.with_suffix(".part")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            contents, files, missing = _write(Writer(file, key), url, now=now, say=say)
            file.flush()
            os.fsync(file.fileno())
        say(_("reading it back"))
        look_through(draft, key)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return Made(
        path=path,
        size=path.stat().st_size,
        sha256=_sha256(path),
        contents=contents,
        files=files,
        missing=missing,
        new_key=new_key,
    )


def _write(
    writer: Writer, url: str, *, now: datetime, say: Say
) -> tuple[database.Contents, int, tuple[str, ...]]:
    """Returns what the tables held, how many files there are, and those a row names in vain."""
    with database.snapshot(url) as (connection, name):
        say(_("counting rows"))
        contents = database.contents(connection)
        wanted = database.stored_files(connection)
        manifest = {"made_at": now.isoformat(), "tables": contents}
        writer.member(MANIFEST, iter([json.dumps(manifest).encode()]))
        say(_("database"))
        writer.member(DATABASE, database.dump(url, name))
    say(_("files"))
    root, carried = Path(settings.MEDIA_ROOT), set()
    for path in sorted(root.rglob("*")) if root.is_dir() else ():
        if path.is_file() and not path.is_symlink():
            name = path.relative_to(root).as_posix()
            writer.member(f"{FILES}{name}", _pieces(path))
            carried.add(name)
    writer.close()
    return contents, len(carried), tuple(sorted(wanted.keys() - carried))


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            yield piece


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    for piece in _pieces(path):
        digest.update(piece)
    return digest.hexdigest()


def look_through(path: Path, key: bytes) -> database.Contents:
    """Read every byte of a backup and check it; the dump is also read by pg_restore. Returns
    what its tables held."""
    contents: database.Contents | None = None
    try:
        with path.open("rb") as file:
            for name, pieces in Reader(file, key).members():
                if name == MANIFEST:
                    contents = _tables(b"".join(pieces))
                elif name == DATABASE:
                    database.feed(None, pieces)
                else:
                    _safe(name)
                    for _piece in pieces:
                        pass
    except OSError as error:
        raise BackupProblem(_("%(path)s cannot be read.") % {"path": path}) from error
    if contents is None:
        raise BackupProblem(_("The backup holds no list of its tables."))
    return contents


def _tables(manifest: bytes) -> database.Contents:
    tables = json.loads(manifest)["tables"]
    return {name: (count, digest) for name, (count, digest) in tables.items()}


def _safe(name: str) -> PurePosixPath:
    """The place of a file below MEDIA_ROOT; a name that leads elsewhere is refused."""
    place = PurePosixPath(name.removeprefix(FILES))
    if not name.startswith(FILES) or place.is_absolute() or ".." in place.parts:
        raise BackupProblem(_("The backup holds a file with a strange name; it is not restored."))
    return place


def restore_backup(path: Path, *, say: Say) -> database.Contents:
    """Bring a backup into an empty installation, as the owner of its tables, and compare every
    table's rows with what was saved. Nothing is written before the whole file has been read."""
    key = read_key(Path(settings.BACKUP_KEY_FILE))
    url, root = database.owner_url(), Path(settings.MEDIA_ROOT)
    say(_("checking the file"))
    saved = look_through(path, key)
    if not database.is_empty(url):
        raise BackupProblem(
            _("There are people or schools here already: restore into an empty installation only.")
        )
    if root.is_dir() and any(root.iterdir()):
        raise BackupProblem(_("%(path)s holds files already.") % {"path": root})
    database.clear(url)
    brought = _bring_back(path, key, url, root, say)
    _compare(saved, url)
    _compare_files(brought, url, root)
    database.give_rights(url)
    return saved


def rehearse(path: Path, *, say: Say) -> database.Contents:
    """Restore the database into a passing one, compare, and throw it away: proof that the backup
    can be brought back."""
    key = read_key(Path(settings.BACKUP_KEY_FILE))
    say(_("checking the file"))
    saved = look_through(path, key)
    with database.scratch_database(database.owner_url()) as url:
        _bring_back(path, key, url, None, say)
        _compare(saved, url)
    return saved


def _bring_back(path: Path, key: bytes, url: str, root: Path | None, say: Say) -> int:
    """Returns how many files the backup held."""
    count = 0
    with path.open("rb") as file:
        for name, pieces in Reader(file, key).members():
            if name == DATABASE:
                say(_("database"))
                database.feed(url, pieces)
            elif name.startswith(FILES) and root is not None:
                _write_file(root / _safe(name), pieces)
                count += 1
            else:
                for _piece in pieces:
                    pass
    return count


def _write_file(place: Path, pieces: Iterator[bytes]) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("wb") as file:
        for piece in pieces:
            file.write(piece)


def _compare(saved: database.Contents, url: str) -> None:
    with closing(database.connect(url)) as connection:
        changed = database.differences(saved, database.contents(connection))
    if changed:
        raise BackupProblem(_("Not everything came back: %(what)s") % {"what": "; ".join(changed)})


def _compare_files(brought: int, url: str, root: Path) -> None:
    """As many files as were saved, and each that a row knows of with that row's bytes. What was
    missing already when the backup was made is not the restore's fault."""
    there = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    with closing(database.connect(url)) as connection:
        wanted = database.stored_files(connection)
    changed = [
        name for name in sorted(wanted.keys() & there) if _sha256(root / name) != wanted[name]
    ]
    if len(there) != brought:
        changed.append(f"{FILES} {brought} → {len(there)}")
    if changed:
        raise BackupProblem(_("Not everything came back: %(what)s") % {"what": "; ".join(changed)})
