"""Figures of a school, counted from the journals in one statement."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from django.db import connection


def count_figures(
    school_id: int, first: date, last: date, *, at: datetime, calendar_id: int | None = None
) -> dict[str, Any]:
    """The school's figures of these days as they stood at a moment; of one calendar's classes
    only, where it is given. Their keys are those of `control.week_figures`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT control_figures(%s, %s, %s, %s, %s)::text",
            [school_id, first, last, at, calendar_id],
        )
        return json.loads(cursor.fetchone()[0])
