"""Files of the programme that lie beside the checkout, in ../shared/data."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings


def shared_data(*parts: str) -> Path:
    """The path of a shared file; skips the test where it is not there."""
    path = settings.BASE_DIR.parent.joinpath("shared", "data", *parts)
    if not path.exists():
        pytest.skip(f"shared data is not beside the checkout: {'/'.join(parts)}")
    return path
