"""The clock stands still at a moment that the test says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from unittest.mock import patch

from django.utils import timezone


@contextmanager
def stopped_at(moment: datetime) -> Iterator[None]:
    """All our code reads the time through `timezone.now`; also usable as a decorator."""
    with patch.object(timezone, "now", lambda: moment):
        yield
