"""Where files lie, how they go out, and when they go for good."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404

from core.files.brought import Brought
from core.files.kinds import SHOWN_TYPES
from core.models import StoredFile
from core.registry import files_in_use

DAYS_KEPT = 30
_BATCH = 1000


def keep_file(brought: Brought, *, school_id: int, added_by_id: int, now: datetime) -> StoredFile:
    """Write the bytes under a name that says nothing, and their row. Call it inside the action's
    transaction: what is rolled back leaves bytes that `forget_orphans` finds."""
    token = secrets.token_hex(16)
    place = default_storage.save(f"{school_id}/{token[:2]}/{token}", ContentFile(brought.body))
    return StoredFile.objects.create(
        school_id=school_id,
        name=brought.name,
        file=place,
        size=len(brought.body),
        content_type=brought.content_type,
        sha256=hashlib.sha256(brought.body).hexdigest(),
        added_at=now,
        added_by_id=added_by_id,
    )


def serve_file(stored: StoredFile) -> FileResponse:
    """The file, for whom the room's door let through. Pictures may be shown, all else is only
    saved; no browser or proxy keeps it, and inside it nothing runs."""
    try:
        body = stored.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    shown = stored.content_type in SHOWN_TYPES
    response = FileResponse(
        body, as_attachment=not shown, filename=stored.name, content_type=stored.content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


def forget_orphans(*, now: datetime, days: int = DAYS_KEPT) -> int:
    """Delete files that nothing has pointed to for so many days, and bytes without a row. Returns
    how many went."""
    border = now - timedelta(days=days)
    return _forget_rows(border) + _forget_bytes(border)


def _forget_rows(border: datetime) -> int:
    """A file that was taken away keeps its days too: the history says when. First the row goes:
    bytes without one are found another day."""
    gone, last = 0, 0
    while True:
        old = list(
            StoredFile.objects.filter(added_at__lt=border, pk__gt=last).order_by("pk")[:_BATCH]
        )
        if not old:
            return gone
        last = old[-1].pk
        used = files_in_use([one.pk for one in old], since=border)
        for one in old:
            if one.pk not in used:
                one.delete()
                default_storage.delete(one.file.name)
                gone += 1


def _forget_bytes(border: datetime) -> int:
    root, gone = Path(settings.MEDIA_ROOT), 0
    for folder in root.glob("[0-9]*/[0-9a-f][0-9a-f]"):
        old = [
            path
            for path in folder.iterdir()
            if path.is_file() and path.stat().st_mtime < border.timestamp()
        ]
        names = [path.relative_to(root).as_posix() for path in old]
        known = set(StoredFile.objects.filter(file__in=names).values_list("file", flat=True))
        for path, name in zip(old, names, strict=True):
            if name not in known:
                path.unlink(missing_ok=True)
                gone += 1
    return gone
