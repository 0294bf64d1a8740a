"""Files that wait: kept privately from the upload to the confirmation, then deleted."""

from __future__ import annotations

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from core.imports.tables import Upload


def keep_files(job_id: int, uploads: list[Upload]) -> None:
    """Put the files where no address leads to them; names of people's files stay in the job. What
    lies there already (a database was made anew under old files) would be read instead: it goes."""
    forget_files(job_id)
    for number, upload in enumerate(uploads):
        default_storage.save(f"{_folder(job_id)}/{number:03}", ContentFile(upload.content))


def kept_files(job_id: int, names: list[str]) -> list[Upload]:
    """The files of a job, with the names they came under. Raises FileNotFoundError."""
    uploads = []
    for number, name in enumerate(names):
        with default_storage.open(f"{_folder(job_id)}/{number:03}") as file:
            uploads.append(Upload(name, file.read()))
    return uploads


def forget_files(job_id: int) -> None:
    """Delete the files of a job, those that are there."""
    folder = _folder(job_id)
    if not default_storage.exists(folder):
        return
    for name in default_storage.listdir(folder)[1]:
        default_storage.delete(f"{folder}/{name}")
    default_storage.delete(folder)


def _folder(job_id: int) -> str:
    return f"imports/{job_id}"
